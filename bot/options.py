"""How options are written and understood that sources and filters have in common."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from bot.errors import UsageError
from bot.patterns import Case, PatternText, compile_pattern
from bot.plugin import Word
from bot.site import CATEGORY, Site
from bot.titles import Title
from bot.wiki import Incoming, Namespaces

ALL, CONTENT = "all", "content"


def as_texts(value: object) -> object:
    """One text or number as a list of one text; everything else as it is."""
    return (str(value),) if isinstance(value, str | int) else value


def number_or_word(value: object) -> object:
    """A number that is written as a text as that number; everything else as it is."""
    text = str(value)
    return int(text) if text.isdecimal() else value


Texts = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(as_texts),
]
Patterns = Annotated[tuple[PatternText, ...], BeforeValidator(as_texts)]
NamespacesOption = Annotated[
    tuple[Annotated[str, Word("a namespace")], ...],
    BeforeValidator(as_texts),
    Field(
        min_length=1,
        description="Namespaces by number, name or alias; `content` are those with articles, "
        "`all` is every one.",
    ),
]


def namespace_numbers(option: tuple[str, ...], site: Site) -> Namespaces:
    """The option as the wiki's numbers, None for all; raises UsageError for one it lacks."""
    words = {name.strip().casefold() for name in option}
    if ALL in words:
        return None
    found = {site.namespace(name) for name in option if name.strip().casefold() != CONTENT}
    if CONTENT in words:
        found |= {one.id for one in site.namespaces.values() if one.content}
    return tuple(sorted(found))


def title_in(name: str, namespace: int, what: str, site: Site) -> Title:
    """The page of that namespace; its prefix may be left out. Raises UsageError, InvalidTitle."""
    title = site.title(name, namespace)
    if title.namespace != namespace:
        raise UsageError(f"{name!r} is not {what}; leave its prefix out")
    return title


class FewLinks(BaseModel):
    """The options that say when a page has too few links: those of `orphan` and `orphans`."""

    fewer_than: Annotated[
        int, Field(ge=1, description="How many pages are enough for it to be no orphan.")
    ] = 1
    count: Annotated[
        Literal["all", "written"],
        Field(description="Whether links count that templates bring to the linking page."),
    ] = "all"
    disambiguations: Annotated[
        Literal["include", "exclude"],
        Field(description="Whether links from disambiguation pages count."),
    ] = "include"
    except_titles: Annotated[
        Patterns, Field(description="Pages in whose title one of these is found do not count.")
    ] = ()
    except_categories: Annotated[
        Texts, Field(description="Pages in one of these categories do not count.")
    ] = ()
    case: Annotated[
        Case, Field(description="Whether `except_titles` minds upper and lower case.")
    ] = "sensitive"

    def counted(self, namespaces: tuple[str, ...], site: Site) -> Incoming:
        """The links that count, from these namespaces; raises UsageError, InvalidTitle."""
        return Incoming(
            namespaces=namespace_numbers(namespaces, site),
            enough=self.fewer_than,
            unlike=tuple(compile_pattern(one, case=self.case) for one in self.except_titles),
            not_in=frozenset(
                title_in(one, CATEGORY, "a category", site) for one in self.except_categories
            ),
            not_disambiguations=self.disambiguations == "exclude",
            written=self.count == "written",
        )

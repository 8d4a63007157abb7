"""The base classes of sources, filters, actions and conditions: all that a plugin's author meets.

A plugin is a small frozen pydantic model whose fields are its options. It asks the wiki and the
outside only through what it is handed, logs nothing, and names no other plugin. A field whose
YAML name is a Python keyword gets a trailing underscore (`from_`). `main` names the option that
a bare value fills; `reads` are the facets it reads, and one that reads none sees titles only.
Pages that do not exist reach filters and actions only where one of them `judges_missing` ones.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from bot.outside import Outside
from bot.page import INFO, NOTHING, TEXT, Facets, Page
from bot.plan import Item
from bot.site import Site
from bot.wiki import CandidateBatch, Query, Wiki

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Word:
    """Marks an option that is a name, not a free text; `says` is what the manual calls it.

    In a free text a YAML comment behind the value is refused, since `#` may belong to the text.
    """

    says: str = "a word"


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks a text of sentences or a page: the line break that ends a block text is dropped."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Marks a text that stays as it is written: the name of a file, say.

    All others are put into Unicode's form C, in which a wiki keeps its texts.
    """


@dataclass(frozen=True, slots=True)
class ListOnly:
    """Marks an option of a source that is for `wikisweep list` alone; no task may have it."""


class Plugin(BaseModel):
    """What all four kinds share: options, needs, and a check against the wiki at hand."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.rstrip("_"),
        validate_by_name=True,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )

    main: ClassVar[str | None] = None
    reads: ClassVar[Facets] = frozenset({INFO})
    judges_missing: ClassVar[bool] = False
    yaml_name: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Name the plugin after its class: `RetargetLink` is `retarget_link` in a task."""
        cls.yaml_name = _CAPITAL.sub("_", cls.__name__.rstrip("_")).lower()

    def needs(self, site: Site) -> Facets:
        """The facets that this plugin reads, as values, and those that nested ones need.

        `reads` is enough for most; this is for those whose options decide what they read.
        """
        return self.reads.union(*(one.needs(site) for one in self.nested()))

    def nested(self) -> Iterator["Plugin"]:
        """The plugins that stand in the options of this one."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, Plugin):
                    yield one

    def parts(self) -> Iterator["Plugin"]:
        """This plugin and all that are nested in it, however deep."""
        yield self
        for one in self.nested():
            yield from one.parts()

    def fits(self, site: Site) -> None:
        """Raise UsageError where the options make no sense on this wiki (no such namespace)."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a source may ask: the wiki, the door to files and the network, the time."""

    wiki: Wiki
    outside: Outside
    clock: Callable[[], datetime] = _now


class Source(Plugin):
    """Finds pages."""

    reads: ClassVar = NOTHING

    limit: Annotated[int | None, Field(ge=1, description="Stop after this many pages.")] = None

    def list_only(self) -> str:
        """The option by which a page may come more than once: to be listed, not worked on."""
        return ""

    def narrowed(self, narrow: Callable[["Source"], "NarrowedSource"]) -> "NarrowedSource | None":  # noqa: ARG002
        """The same source made of narrower ones; None for one that is made of none.

        `narrow` gives a source that leaves out pages which filters would drop. The pages that the
        filters keep must come all the same, in the same order and with the same ways.
        """
        return None

    def gives_rows(self) -> bool:
        """Whether its candidates may have rows; one made of sources gives what these give."""
        made_of = [one for one in self.nested() if isinstance(one, Source)]
        return any(one.gives_rows() for one in made_of) if made_of else True

    @abstractmethod
    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The candidates in batches, each page once; `candidates` keeps the limit."""

    def candidates(self, reach: Reach) -> Iterator[CandidateBatch]:
        """What `find` gives, ended at `limit`: for whoever wants the pages."""
        left = self.limit
        for batch in self.find(reach):
            if left is not None and len(batch) >= left:
                yield batch[:left]
                return
            yield batch
            if left is not None:
                left -= len(batch)


class QuerySource(Source):
    """A source that is one query: the wiki may then find and fetch in one request."""

    @abstractmethod
    def query(self, reach: Reach) -> Query:
        """The options as a question to the wiki; raises UsageError, InvalidTitle."""

    def gives_rows(self) -> bool:
        """Most queries of a wiki give no rows."""
        return False

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The query's candidates."""
        return reach.wiki.enumerate(self.query(reach))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A question that leaves out pages which a filter would drop.

    `whole` tells that the filter drops none of those that the question still finds, so that
    nothing need be judged before pages are fetched.
    """

    query: Query
    whole: bool = True


class Filter(Plugin):
    """Keeps or drops a page."""

    @abstractmethod
    def keep(self, page: Page) -> bool:
        """Whether the page stays in the stream."""

    def finding(self, page: Page) -> str:  # noqa: ARG002
        """What the filter saw on the page, kept or not: a column of reports, a line of `explain`.

        Short, in one line; empty where there is nothing to tell.
        """
        return ""

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:  # noqa: ARG002
        """What to ask the wiki instead, so that it leaves out pages that this filter drops.

        The pages that the filter keeps must come all the same, in the same order; it judges them
        again. None where the question cannot say it; see `bot.wiki.narrowing`.
        """
        return None


Filters = Annotated[tuple[SerializeAsAny[Filter], ...], Field(description="Filters, nested.")]


@dataclass(frozen=True, slots=True)
class NarrowedSource:
    """A source that leaves out pages which filters would drop.

    `pushed` are the filters because of which it asks for less, `answered` those that drop nothing
    of what it finds.
    """

    source: Source
    pushed: tuple[Filter, ...] = ()
    answered: tuple[Filter, ...] = ()

    @classmethod
    def made_of(
        cls, source: Source, parts: Sequence["NarrowedSource"], answered: Iterable[Filter]
    ) -> Self:
        """A source made of these."""
        pushed = tuple(one for part in parts for one in part.pushed)
        return cls(source, pushed, tuple(answered))


class Action(Plugin):
    """Turns text into new text, or yields items (rows of a report, say), or both."""

    reads: ClassVar = frozenset({TEXT})

    when: Filters = Field(
        default=(), description="Act only where these filters keep the page as it then is."
    )

    def rewrite(self, page: Page) -> str:
        """The new text; the same text where there is nothing to do. Twice changes nothing more."""
        return page.text

    def items(self, page: Page) -> Iterable[Item]:  # noqa: ARG002
        """Further items that the page leads to, beside a change of its text."""
        return ()


class Condition(Plugin):
    """Judges a computed edit, for `skip_if` and `require`; both texts are there already."""

    reads: ClassVar = NOTHING

    @abstractmethod
    def holds(self, page: Page, after: str) -> bool:
        """Whether the condition is true of the change from `page.text` to `after`."""


Conditions = Annotated[
    tuple[SerializeAsAny[Condition], ...], Field(description="Conditions, nested.")
]

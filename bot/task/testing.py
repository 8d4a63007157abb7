"""The tests that a task carries: a page, and what the task should do to it. Data only."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.errors import Place
from bot.filters.times import Moment
from bot.page import WIKITEXT
from bot.plugin import Prose, Word
from bot.task.settings import Settings


class LinkingPage(Settings):
    """Another page, which links to the one that a test is about. A bare text is its title."""

    main: ClassVar = "title"

    title: Annotated[str, Field(min_length=1, description="Its title.")]
    categories: Annotated[tuple[str, ...], Field(description="All its categories.")] = ()
    disambiguation: Annotated[bool, Field(description="Is it a disambiguation page?")] = False
    written: Annotated[
        bool, Field(description="Does the link stand in its own text, or does a template bring it?")
    ] = True


_Names = tuple[str, ...]


class Given(Settings):
    """The page that a test is about. A bare text is its wikitext.

    What the wiki alone can tell is unknown unless it is given; `bot.services.given_ways` says which
    facet is given by which key, and what follows from the text.
    """

    main: ClassVar = "text"

    text: Annotated[str | None, Prose(), Field(description="The page's wikitext.")] = None
    rendered: Annotated[
        str | None, Prose(), Field(description="The words that its readers see, without markup.")
    ] = None
    size: Annotated[
        int | None, Field(ge=0, description="Its size in bytes. Follows from the text.")
    ] = None
    title: Annotated[str | None, Field(min_length=1, description="The page's title.")] = None
    namespace: Annotated[
        str | None,
        Word("a namespace"),
        Field(
            min_length=1, description="Its namespace; follows from the title where that is given."
        ),
    ] = None
    redirect: Annotated[
        bool | None, Field(description="Is it a redirect? Follows from the text.")
    ] = None
    exists: Annotated[bool, Field(description="Does it exist?")] = True
    model: Annotated[str, Word("a content model"), Field(description="Its content model.")] = (
        WIKITEXT
    )
    language: Annotated[
        str | None,
        Word("a language code"),
        Field(min_length=1, description="The code of its own language."),
    ] = None
    disambiguation: Annotated[
        bool | None, Field(description="Does the wiki take it for a disambiguation page?")
    ] = None
    properties: Annotated[
        _Names | dict[str, str] | None,
        Field(description="All its page properties: names, or a mapping of names to values."),
    ] = None
    protected: Annotated[
        dict[str, str] | None,
        Field(
            description="What it is protected against: a mapping of actions to levels; `{}` where "
            "it is not."
        ),
    ] = None
    categories: Annotated[
        _Names | None,
        Field(description="All its categories; follow from the text where it names some."),
    ] = None
    subcategories: Annotated[
        _Names | dict[str, _Names] | None,
        Field(
            description="The categories below the one that the task asks about, or a mapping of "
            "categories to those right below each."
        ),
    ] = None
    templates: Annotated[
        _Names | None,
        Field(
            description="All pages that it transcludes, those that templates bring included; "
            "follow from the text."
        ),
    ] = None
    files: Annotated[
        _Names | None,
        Field(
            description="All files that it shows, those that templates bring included; follow from "
            "a text that uses no templates."
        ),
    ] = None
    links: Annotated[
        _Names | None,
        Field(
            description="All pages that it links to, links of templates included; follow from a "
            "text that uses no templates."
        ),
    ] = None
    external_links: Annotated[
        _Names | None,
        Field(
            description="All addresses that it links to, links of templates included; follow from "
            "a text that uses no templates."
        ),
    ] = None
    linked_from: Annotated[
        tuple[LinkingPage, ...] | None,
        Field(description="The other pages that link to it, directly or by way of redirects."),
    ] = None
    redirects: Annotated[
        _Names | dict[str, _Names] | None,
        Field(
            description="The redirects to the page that the task asks about, or a mapping of pages "
            "to the redirects to each."
        ),
    ] = None
    in_list: Annotated[
        _Names | None, Field(description="The pages of the wiki whose lists name it.")
    ] = None
    created: Annotated[
        Moment | None, Field(description="When it was created: a date, a time, or an age.")
    ] = None
    creator: Annotated[str | None, Field(min_length=1, description="Who created it.")] = None
    last_edited: Annotated[
        Moment | None,
        Field(description="When it was last edited: a date, a time, or an age."),
    ] = None
    last_editor: Annotated[
        str | None, Field(min_length=1, description="Who was the last to edit it.")
    ] = None
    edited_by: Annotated[
        _Names | None,
        Field(description="All who ever edited it; addresses stand for those without an account."),
    ] = None
    pageid: Annotated[int | None, Field(ge=1, description="Its number.")] = None
    revid: Annotated[int | None, Field(ge=1, description="Its newest revision.")] = None
    direct: Annotated[
        bool, Field(description="Did its source find it without a redirect between?")
    ] = True
    via: Annotated[
        _Names, Field(description="The redirects, categories or pages by which it was found.")
    ] = ()
    row: Annotated[
        dict[str, str] | None,
        Field(description="The columns that its source gives with it."),
    ] = None


class Expect(Settings):
    """What the task should do to the page."""

    text: Annotated[str | None, Prose(), Field(description="The new wikitext.")] = None
    unchanged: Annotated[
        bool | None, Field(description="`true`: the page passes the filters and stays as it is.")
    ] = None
    skip: Annotated[
        str | None,
        Word("a reason"),
        Field(
            min_length=1,
            description="The reason for which the page is skipped: a filter, a condition, or "
            "`unchanged`, `missing`, `row`, `bots`, `content_model`, `runaway`, `summary`, "
            "`failed`.",
        ),
    ] = None
    rows: Annotated[
        tuple[dict[str, str], ...] | None, Field(description="The rows of reports, in order.")
    ] = None

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        said = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if self.unchanged is False:
            raise ValueError("`unchanged` can only be true; for a change give the new `text`")
        if not said:
            raise ValueError("say what is expected: `text`, `unchanged`, `skip` or `rows`")
        if len(said) > 1 and set(said) not in ({"text", "rows"}, {"unchanged", "rows"}):
            how = "both" if len(said) == 2 else "all"  # noqa: PLR2004 - that is what both means
            names = " and ".join(f"`{name}`" for name in said)
            raise ValueError(f"{names} cannot {how} be expected")
        return self


class TestSettings(Settings):
    """One test of a task: a page, and what the task should do to it."""

    __test__: ClassVar = False  # not one of pytest's

    about: Annotated[str, Prose(), Field(description="What the test shows.")] = ""
    given: Annotated[Given, Field(description="The page.")]
    expect: Annotated[Expect, Field(description="What the task should do to it.")]


@dataclass(frozen=True, slots=True)
class TaskTest:
    """One of the task's `tests:`, with its place for messages."""

    given: Given
    expect: Expect
    place: Place
    about: str = ""

"""The tests that a task carries: a page, and what the task should do to it. Data only."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot.errors import Place
from bot.page import WIKITEXT
from bot.plugin import Prose, Word
from bot.task.settings import Settings


class Given(Settings):
    """The page that a test is about. A bare text is its wikitext."""

    main: ClassVar = "text"

    text: Annotated[str | None, Prose(), Field(description="The page's wikitext.")] = None
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
    categories: Annotated[
        tuple[str, ...] | None,
        Field(description="All its categories; follow from the text where it names some."),
    ] = None
    redirects: Annotated[
        tuple[str, ...] | None,
        Field(description="The redirects to the page that the task asks about."),
    ] = None
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
            "`unchanged`, `missing`, `bots`, `content_model`, `runaway`, `summary`, `failed`.",
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

"""Small plugins with every kind of option, for the tests of loading."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bot.errors import UsageError
from bot.loading import PluginTables
from bot.page import Page
from bot.plan import Item, Row
from bot.plugin import Action, Condition, Conditions, Filter, Filters, Prose, Reach, Source, Word
from bot.wiki import CandidateBatch


class Pages(Source):
    """Pages by name.

    More about it.
    """

    main: ClassVar = "names"

    names: Annotated[tuple[str, ...], Field(min_length=2, max_length=4)]

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """None."""
        raise NotImplementedError


class Without(Source):
    """One source without the pages of others."""

    main: ClassVar = "pages"

    pages: Source
    but: tuple[Source, ...] = ()

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """None."""
        raise NotImplementedError


class Union(Source):
    """Several sources."""

    main: ClassVar = "sources"

    sources: tuple[Source, ...]

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """None."""
        raise NotImplementedError


class Point(BaseModel):
    """Two numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    main: ClassVar = "x"

    x: int
    y: Annotated[float, Field(gt=0, lt=10)] = 1.0


class Odd(Filter):
    """Options of every shape."""

    free: str = "default"
    prose: Annotated[str, Prose()] = ""
    word: Annotated[str, Word("a colour")] = ""
    words: tuple[Annotated[str, Word("a colour")], ...] = ()
    marked: Annotated[tuple[str, ...], Word("a shade")] = ()
    number: int | None = None
    low: Annotated[int, Field(le=9)] = 0
    real: float = 0.0
    either: int | Literal["all"] = 0
    truth: bool = False
    choice: Literal["one", "two", "three"] = "one"
    short: Annotated[str, Field(min_length=2, max_length=4)] = "ab"
    texts: list[str] = []  # noqa: RUF012 - a pydantic default, copied
    bag: frozenset[str] = frozenset()
    bare: list = []  # type: ignore[type-arg]  # noqa: RUF012 - as an author may write it
    table: dict[str, int] = {}  # noqa: RUF012
    bare_table: dict = {}  # type: ignore[type-arg]  # noqa: RUF012
    text_or_list: str | tuple[str, ...] = ""
    point: Point | None = None
    points: tuple[Point, ...] = ()
    anything: Any = None
    from_: str = ""

    def keep(self, page: Page) -> bool:
        """Always."""
        return bool(page)


class Nope(Filter):
    """None of the filters."""

    main: ClassVar = "filters"

    filters: Filters

    def keep(self, page: Page) -> bool:
        """Whether none does."""
        return not any(one.keep(page) for one in self.filters)


class Fussy(Filter):
    """Has errors of its own."""

    main: ClassVar = "text"

    text: str = "x"
    other: str = ""

    @field_validator("text")
    @classmethod
    def _check(cls, text: str) -> str:
        if text == "value":
            raise ValueError("this is no good value")
        if text == "should":
            raise ValueError("should be something else")
        if text == "usage":
            raise UsageError("'usage' is not allowed")
        if text == "vague":
            raise UsageError("something is wrong")
        assert text != "assert", "never this"
        return text

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.other == self.text:
            raise ValueError("both are the same")
        return self

    def keep(self, page: Page) -> bool:
        """Always."""
        return bool(page)


class Plain(Filter):
    """Has no options."""

    def keep(self, page: Page) -> bool:
        """Always."""
        return bool(page)


class Rewrite(Action):
    """Changes the text."""

    main: ClassVar = "to"

    to: str

    def rewrite(self, page: Page) -> str:
        """Another one."""
        return self.to if page else ""


class Tell(Action):
    """Yields rows."""

    name: str = "told"

    def items(self, page: Page) -> Iterable[Item]:
        """One."""
        yield Row(title=page.title, report=self.name, columns={})


class OnlyWhitespace(Condition):
    """Whitespace."""

    def holds(self, page: Page, after: str) -> bool:
        """No."""
        return page.text == after


class OnlyCosmetic(OnlyWhitespace):
    """Cosmetic."""


class Both(Condition):
    """Conditions in conditions."""

    main: ClassVar = "conditions"

    conditions: Conditions

    def holds(self, page: Page, after: str) -> bool:
        """Whether all do."""
        return all(one.holds(page, after) for one in self.conditions)


def table(*classes: type[Any]) -> dict[str, type[Any]]:
    """The classes by their YAML names."""
    return {one.yaml_name: one for one in classes}


TABLES = PluginTables(
    table(Pages, Without, Union),
    table(Odd, Nope, Fussy, Plain),
    table(Rewrite, Tell),
    table(OnlyWhitespace, OnlyCosmetic, Both),
)
NO_GUARDS = PluginTables(TABLES.sources, TABLES.filters, TABLES.actions, table(Both))

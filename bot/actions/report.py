"""The action `report`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.page import INFO, NOTHING, TEXT, Facets, Page
from bot.patterns import Case, Match, Pattern, PatternText, compile_pattern
from bot.plan import Item, Row
from bot.plugin import Action, Word
from bot.site import Site
from bot.wiki import Edited

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_ROW = "row."
_FIELDS: Mapping[str, Callable[[Page], object]] = {
    "title": lambda page: page.title.text,
    "namespace": lambda page: page.title.namespace,
    "pageid": lambda page: page.pageid,
    "revid": lambda page: page.revid or None,
    "length": lambda page: page.length,
    "timestamp": lambda page: page.timestamp and page.timestamp.strftime(_TIME),
    "redirect": lambda page: page.redirect,
    "direct": lambda page: page.candidate.direct,
    "via": lambda page: "; ".join(via.title.text for via in page.candidate.via),
    "url": lambda page: page.site.page_url(page.title),
}
# What is not known of a page that a list only names; `Info` alone brings no time.
_NEEDS: Mapping[str, Facets] = {
    **dict.fromkeys(("pageid", "revid", "length", "redirect"), frozenset({INFO})),
    "timestamp": frozenset({INFO, Edited()}),
}
_MATCH = "match"


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Each(BaseModel):
    """A pattern each of whose matches is a row."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    main: ClassVar = "matches"

    matches: Annotated[PatternText, Field(description="The pattern.")]
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"
    dot_all: Annotated[bool, Field(description="`.` also matches line ends.")] = False
    multiline: Annotated[bool, Field(description="`^` and `$` also match at every line.")] = False

    @property
    def pattern(self) -> Pattern:
        """The pattern, compiled."""
        return compile_pattern(
            self.matches, case=self.case, dot_all=self.dot_all, multiline=self.multiline
        )


class Report(Action):
    r"""Write a row about the page into a report; `publish` says where the report goes.

    A column is a field of the page: `title`, `namespace` (its number), `pageid`, `revid`, `length`
    (in bytes), `timestamp` (of its newest revision), `redirect`, `direct` (was it found without a
    redirect between), `via` (through which redirects or categories), `url`, or `row.NAME`, a
    column of the source. A mapping gives columns names of their own.

    With `each` there is a row for every match of a pattern in the page's text, and the named
    groups of the pattern are fields, too; `match` is the whole match.

    ```yaml
    do:
      - report:
          columns: {Page: title, Size: length}
      - report:
          name: years
          each: '\b(?P<year>1[0-9]{3})\b'
          columns: [title, year]
    ```
    """

    main: ClassVar = None
    reads: ClassVar = NOTHING

    name: Annotated[
        str, Word("a name"), Field(min_length=1, description="Which report, where a task has more.")
    ] = "report"
    columns: Annotated[
        tuple[Annotated[str, Word("a field")], ...] | dict[str, str],
        BeforeValidator(_as_tuple),
        Field(min_length=1, description="The fields, or a mapping from column names to fields."),
    ] = ("title",)
    each: Annotated[
        Each | None, Field(description="A pattern; each of its matches in the text is a row.")
    ] = None

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        names = self.each.pattern.names if self.each else ()
        known = [*_FIELDS, *([_MATCH] if self.each else ()), *names]
        for field in self._columns.values():
            if field not in known and not field.startswith(_ROW):
                raise ValueError(
                    f"there is no field {field!r}; fields are {', '.join(known)} and {_ROW}NAME"
                )
        return self

    def needs(self, site: Site) -> Facets:
        """The text where `each` looks into it; the page where a column is of its revision."""
        needed = super().needs(site).union(*(_NEEDS.get(one, ()) for one in self._columns.values()))
        return needed | {TEXT} if self.each else needed

    def items(self, page: Page) -> Iterable[Item]:
        """A row for the page, or for each match in it; raises Runaway."""
        matches = self.each.pattern.find_all(page.text) if self.each else (None,)
        for match in matches:
            columns = {
                name: self._value(field, page, match) for name, field in self._columns.items()
            }
            yield Row(
                report=self.name,
                title=page.title,
                pageid=page.pageid,
                cause=page.title,
                columns=columns,
            )

    @property
    def _columns(self) -> Mapping[str, str]:
        columns = self.columns
        return columns if isinstance(columns, dict) else {one: one for one in columns}

    def _value(self, field: str, page: Page, match: Match | None) -> str:
        if match is not None and field == _MATCH:
            return match[0]
        if match is not None and field in match.re.groupindex:
            return match[field] or ""
        if field in _FIELDS:
            return _in_words(_FIELDS[field](page))
        return (page.candidate.row or {}).get(field.removeprefix(_ROW), "")


def _in_words(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

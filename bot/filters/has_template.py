"""The filter `has_template`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.filters.findings import in_line, listed
from bot.filters.naming import redirects_to, with_redirects
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts
from bot.page import TEXT, Facets, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.site import TEMPLATE, Site
from bot.titles import Title
from bot.wiki import UsedTemplates
from bot.wikitext.arguments import Call, find_calls


class Parameter(BaseModel):
    """What a parameter of a template has to be; a bare value is `equals`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    main: ClassVar = "equals"

    equals: Annotated[Texts, Field(description="Its value is one of these.")] = ()
    matches: Annotated[Patterns, Field(description="A pattern is found in its value.")] = ()
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"
    present: Annotated[
        bool | None, Field(description="It is written, be it empty (true), or is not (false).")
    ] = None
    empty: Annotated[
        bool | None,
        Field(description="It is not written or has no value (true), or has one (false)."),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"equals": value} if isinstance(value, str | list | tuple) else value

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        said = bool(self.equals or self.matches), self.present is not None, self.empty is not None
        if sum(said) != 1:
            raise ValueError(
                "say one thing of a parameter: a value (`equals`, `matches`), `present` or `empty`"
            )
        return self

    def fits(self, value: str | None) -> bool:
        """Whether a value is as is wanted; None for a parameter that is not written."""
        if self.present is not None:
            return (value is not None) is self.present
        if self.empty is not None:
            return (not (value or "").strip()) is self.empty
        return value is not None and fits_any(value.strip(), self.equals, self.matches, self.case)


class HasTemplate(Filter):
    """Keep pages that transclude one of these templates, by their own name or by a redirect.

    As the wiki's tables have it, a template that another template brings counts. With `written:
    true` only those count that stand in the page's own text. A page of another namespace is named
    with its prefix (`User:Ann/Box`), or `:Mars` for an article.

    `with` says what parameters the template must be given in the page's own text, all in one use
    of it. A bare value is what the parameter equals; blanks around it do not count, and what a
    template makes of it is not known. Unnamed parameters are `1`, `2` and so on.

    ```yaml
    where:
      - has_template: [Infobox planet, Infobox moon]
      - not: {has_template: {template: Stub, written: true}}
      - has_template:
          template: Infobox planet
          with:
            type: [gas giant, ice giant]
            discovered: {matches: '^1[78]'}
            image: {empty: true}
            rings: {present: true}
    ```
    """

    main: ClassVar = "template"

    template: Annotated[Texts, Field(min_length=1, description="Templates; any of them.")]
    written: Annotated[
        bool, Field(description="Only those that stand in the page's own text count.")
    ] = False
    with_: Annotated[
        Mapping[str, Parameter],
        Field(description="Parameters, and what each of them has to be."),
    ] = {}

    def __hash__(self) -> int:
        return hash((self.template, self.written, tuple(self.with_.items())))

    def needs(self, site: Site) -> Facets:
        """The wiki's table, or the text and the redirects to the templates."""
        titles = self._titles(site)
        if self.written or self.with_:
            return redirects_to(titles) | {TEXT}
        return frozenset({UsedTemplates(frozenset(titles))})

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for what no page can be called."""
        self._titles(site)

    def keep(self, page: Page) -> bool:
        """Whether one of them is there as is wanted."""
        if self.written or self.with_:
            return any(self._is_meant(call) for call in self._calls(page))
        return bool(page[UsedTemplates(frozenset(self._titles(page.site)))])

    def finding(self, page: Page) -> str:
        """The templates that are there, or what the parameters have to say."""
        if not (self.written or self.with_):
            found = page[UsedTemplates(frozenset(self._titles(page.site)))]
            return listed(sorted(one.text for one in found))
        return listed(map(self._told, self._calls(page)))

    def _calls(self, page: Page) -> list[Call]:
        names = with_redirects(self._titles(page.site), page)
        return find_calls(page.text, page.site, page.title, names)

    def _is_meant(self, call: Call) -> bool:
        return all(one.fits(call.arguments.get(name)) for name, one in self.with_.items())

    def _told(self, call: Call) -> str:
        return in_line("|".join([call.title.text, *self._values(call)]))

    def _values(self, call: Call) -> Iterator[str]:
        for name in self.with_:
            value = call.arguments.get(name)
            yield f"{name} is missing" if value is None else f"{name}={value.strip()}"

    def _titles(self, site: Site) -> tuple[Title, ...]:
        return tuple(dict.fromkeys(site.title(one, TEMPLATE) for one in self.template))

"""The filter `has_property`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import in_line
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts
from bot.page import Facets, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.site import Site
from bot.wiki import Property


class HasProperty(Filter):
    """Keep pages with a page property, such as `wikibase_item`, `noindex` or `defaultsort`.

    Properties are what MediaWiki and its extensions note of a page: Special:PagesWithProp lists
    their names. Without `equals` and `matches` it is enough that the page has one.

    ```yaml
    where:
      - has_property: wikibase_item
      - not: {has_property: {property: defaultsort, matches: '^The '}}
    ```
    """

    main: ClassVar = "property"

    property: Annotated[Texts, Field(min_length=1, description="Names; any of them.")]
    equals: Annotated[Texts, Field(description="Its value is one of these.")] = ()
    matches: Annotated[Patterns, Field(description="A pattern is found in its value.")] = ()
    case: Annotated[Case, Field(description="Whether upper and lower case differ.")] = "sensitive"

    def needs(self, site: Site) -> Facets:
        """The properties that are named."""
        del site
        return frozenset(Property(name) for name in self.property)

    def keep(self, page: Page) -> bool:
        """Whether one of them is there with such a value."""
        values = [value for name in self.property if (value := page[Property(name)]) is not None]
        if not (self.equals or self.matches):
            return bool(values)
        return any(fits_any(value, self.equals, self.matches, self.case) for value in values)

    def finding(self, page: Page) -> str:
        """The properties with their values."""
        found = ((name, page[Property(name)]) for name in self.property)
        return ", ".join(in_line(f"{name}={value}") for name, value in found if value is not None)

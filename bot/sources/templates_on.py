"""The source `templates_on`: what a page transcludes. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query


class TemplatesOn(QuerySource):
    """The templates on a page, or on several, each once, with the pages in `via`.

    Whatever is transcluded counts, templates and other pages, missing ones and those that another
    template brings; of a redirect to a template both the redirect and the template.

    ```yaml
    for_each:
      templates_on:
        page: Mercury (planet)
        namespace: Template
    ```
    """

    main: ClassVar = "page"

    page: Annotated[PageNames, Field(description="The page with the templates, or several.")]
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a page or namespace that the wiki cannot have."""
        page_titles(self.page, site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.TemplatesOn(
            pages=page_titles(self.page, site),
            namespaces=numbers(self.namespace, site),
            request_size=self.request_size,
        )

"""The source `disambiguations`: all disambiguation pages. Asks; never reads a text."""

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query


class Disambiguations(QuerySource):
    """All disambiguation pages of the wiki.

    They are the pages with `__DISAMBIG__`, which mostly a template brings (the extension
    Disambiguator). On a wiki without the extension they are the pages with one of the templates
    that MediaWiki:Disambiguationspage links to; where that links to none, the wiki cannot
    answer, and `transclusions` of the template does the same.

    ```yaml
    for_each:
      disambiguations:
        namespace: 0
    ```
    """

    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.Disambiguations(
            namespaces=numbers(self.namespace, reach.wiki.site), request_size=self.request_size
        )

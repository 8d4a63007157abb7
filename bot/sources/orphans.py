"""The source `orphans`: pages to which too few others link. Asks; never reads a text itself."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.options import CONTENT, FewLinks, NamespacesOption, namespace_numbers
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.request_size import RequestSizeOption
from bot.sources.through import ThroughOption, through_replica
from bot.wiki import Query, Redirects


class Orphans(FewLinks, QuerySource):
    """Pages to which fewer than so many other pages link: what the filter `orphan` keeps.

    What counts is what counts for the filter (docs/filters.md has the exact rule): a page of
    `links_from` that links directly or by way of redirects, but for the page itself and redirects,
    and for those that `disambiguations`, `except_titles`, `except_categories` and `count` leave
    out. `namespace` and `redirects` are about the orphans.

    The wiki is asked about every page of the namespace, which on a large wiki takes thousands of
    requests. `through: replica` lets a copy of the wiki's database find the pages; the wiki then
    counts the links to those alone (see docs/replicas.md). Of links that have to stand in a
    page's own text (`count: written`) a copy knows nothing, and names every page.

    ```yaml
    for_each:
      orphans:
        fewer_than: 3
        disambiguations: exclude
        except_titles: '^(List|Index) of '
        except_categories: Set index articles
        through: replica
    ```
    """

    main: ClassVar = "fewer_than"

    namespace: NamespacesOption = (CONTENT,)
    redirects: Annotated[
        Redirects, Field(description="Whether the orphan may, may not or must be a redirect.")
    ] = "exclude"
    links_from: NamespacesOption = (CONTENT,)
    through: ThroughOption = "api"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a namespace or category that cannot be."""
        self._question(site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        question = self._question(reach.wiki.site)
        return through_replica(reach, question) if self.through == "replica" else question

    def _question(self, site: Site) -> wiki.Orphans:
        return wiki.Orphans(
            links=self.counted(self.links_from, site),
            namespaces=namespace_numbers(self.namespace, site),
            redirects=self.redirects,
            request_size=self.request_size,
        )

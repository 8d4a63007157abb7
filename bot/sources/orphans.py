"""The source `orphans`: pages to which too few others link. Asks; never reads a text itself."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.patterns import Case, PatternText, compile_pattern
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.category_names import category_title
from bot.sources.namespaces import CONTENT, ContentOption, content_numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.through import ThroughOption, through_replica
from bot.sources.words import as_tuple
from bot.wiki import Incoming, Query, Redirects


class Orphans(QuerySource):
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

    fewer_than: Annotated[
        int, Field(ge=1, description="How many pages are enough for it to be no orphan.")
    ] = 1
    namespace: ContentOption = (CONTENT,)
    redirects: Annotated[
        Redirects, Field(description="Whether the orphan may, may not or must be a redirect.")
    ] = "exclude"
    links_from: ContentOption = (CONTENT,)
    count: Annotated[
        Literal["all", "written"],
        Field(description="Whether links count that templates bring to the linking page."),
    ] = "all"
    disambiguations: Annotated[
        Literal["include", "exclude"],
        Field(description="Whether links from disambiguation pages count."),
    ] = "include"
    except_titles: Annotated[
        tuple[PatternText, ...],
        BeforeValidator(as_tuple),
        Field(description="Pages in whose title one of these is found do not count."),
    ] = ()
    except_categories: Annotated[
        tuple[Annotated[str, Field(min_length=1)], ...],
        BeforeValidator(as_tuple),
        Field(description="Pages in one of these categories do not count."),
    ] = ()
    case: Annotated[
        Case, Field(description="Whether `except_titles` minds upper and lower case.")
    ] = "sensitive"
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
        links = Incoming(
            namespaces=content_numbers(self.links_from, site),
            enough=self.fewer_than,
            unlike=tuple(compile_pattern(one, case=self.case) for one in self.except_titles),
            not_in=frozenset(category_title(one, site) for one in self.except_categories),
            not_disambiguations=self.disambiguations == "exclude",
            written=self.count == "written",
        )
        return wiki.Orphans(
            links=links,
            namespaces=content_numbers(self.namespace, site),
            redirects=self.redirects,
            request_size=self.request_size,
        )

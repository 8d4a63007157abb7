"""The source `backlinks`: pages that link to a page. Asks; never reads a text."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot import wiki
from bot.plugin import ListOnly, QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption, enough
from bot.sources.through import ThroughOption, through_replica
from bot.titles import Title
from bot.wiki import Order, Query, Redirects


class Backlinks(QuerySource):
    """Pages that link to a page, exactly as the wiki's link tables have it.

    The target need not exist: red links have backlinks, too. A link that comes from a template
    counts, since the wiki counts it; the page's own text then has nothing to change.

    `through_redirects` adds the pages that link to a redirect to the target, over double
    redirects and over redirects in any namespace, each page once; every such page tells in `via`
    by which redirects. A page that redirects elsewhere and merely mentions the target is an
    ordinary backlink and leads no further. `namespace` and `redirects` are about the pages
    found, not about the redirects in between.

    `through: replica` lets a copy of the wiki's database name the pages; the wiki confirms each,
    with all its ways, in the request that reads it (see docs/replicas.md).

    ```yaml
    for_each:
      backlinks:
        to: Mercury
        namespace: 0
        redirects: exclude
        through_redirects: true
    ```
    """

    main: ClassVar = "to"

    to: Annotated[str | None, Field(description="The page that the links lead to.")] = None
    page_id: Annotated[int | None, Field(ge=1, description="The same, by its number.")] = None
    namespace: NamespaceOption = (ALL,)
    redirects: Annotated[
        Redirects, Field(description="Whether the linking page may, may not or must be a redirect.")
    ] = "include"
    through_redirects: Annotated[
        bool, Field(description="Also pages that link to a redirect to the target.")
    ] = False
    order: Annotated[
        Order | None, Field(description="By namespace and page id; ascending if not said.")
    ] = None
    api_levels: Annotated[
        bool,
        ListOnly(),
        Field(
            description="What the API itself says with `blredirect`, as two levels; to be listed, "
            "not for a task: it misses, adds and repeats pages, see docs/backlinks.md."
        ),
    ] = False
    through: ThroughOption = "api"
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if (self.to is None) == (self.page_id is None):
            raise ValueError("give the target either as `to` or as `page_id`, one of them")
        if self.through_redirects and self.order:
            raise ValueError(
                "`order` cannot be kept together with `through_redirects`, which joins many lists; "
                "drop one of them"
            )
        if self.through_redirects and self.api_levels:
            raise ValueError(
                "`api_levels` shows the API's own answer and `through_redirects` the exact one; "
                "drop one of them"
            )
        if self.through == "replica" and (self.page_id or self.api_levels):
            raise ValueError("a replica is asked by title: give `to`, and no `api_levels`")
        return self

    def list_only(self) -> str:
        """The API's two levels name a page once for each group that it is in."""
        return "api_levels" if self.api_levels else ""

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a target or namespace that the wiki cannot have."""
        self._target(site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        if self.api_levels:
            return wiki.BacklinkLevels(
                to=self._target(site),
                namespaces=numbers(self.namespace, site),
                redirects=self.redirects,
                order=self.order or "ascending",
                request_size=self.request_size,
            )
        # with `through_redirects` all lists are read to their ends before the first page comes
        size = enough(self.request_size, None if self.through_redirects else self.limit)
        question = wiki.Backlinks(
            to=self._target(site),
            namespaces=numbers(self.namespace, site),
            redirects=self.redirects,
            through_redirects=self.through_redirects,
            order=self.order or "ascending",
            request_size=size,
        )
        return through_replica(reach, question) if self.through == "replica" else question

    def _target(self, site: Site) -> Title | int:
        return site.title(self.to) if self.to is not None else self.page_id or 0

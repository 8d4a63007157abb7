"""The source `transclusions`: pages that use a template. Asks; reads texts only where told to."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import TEMPLATE, Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.page_names import PageNames, page_titles
from bot.sources.request_size import RequestSizeOption, enough
from bot.sources.through import ThroughOption, through_replica
from bot.wiki import Query, Redirects


class Transclusions(QuerySource):
    """Pages that transclude a template, or any other page, exactly as the wiki's tables have it.

    A name without prefix is a template; `:Mercury` is the article that is transcluded. Of several
    templates any is enough. Pages that get the template by way of another one count, since the
    wiki counts them; with `written: true` only pages are listed in whose own text the
    transclusion stands, be it by a redirect to the template. The texts are read for that, found
    and fetched in one request for each batch; a name that is itself made by a template
    (`{{Infobox {{{kind}}}}}`) is not seen then, and what stands in `includeonly` is not on the
    page itself.

    A page that uses the template by a redirect tells in `via` by which one. It is then not
    `direct`, whether or not it uses the template by its own name, too: the tables do not tell,
    and with `written: true` the text does. `through_redirects: false` asks for one list without
    that: fewer requests and the same pages, since the wiki counts users of a redirect among those
    of the template; with `written: true` it lists only pages that have the template's own name.

    `through: replica` lets a copy of the wiki's database name the pages; the wiki confirms each in
    the request that reads it (see docs/replicas.md).

    ```yaml
    for_each:
      transclusions:
        of: Infobox planet
        namespace: 0
        written: true
    ```
    """

    main: ClassVar = "of"

    of: Annotated[PageNames, Field(description="The template, or several; any page with prefix.")]
    namespace: NamespaceOption = (ALL,)
    redirects: Annotated[
        Redirects, Field(description="Whether the using page may, may not or must be a redirect.")
    ] = "include"
    through_redirects: Annotated[
        bool, Field(description="Tell by which redirects to the template a page uses it.")
    ] = True
    written: Annotated[
        bool, Field(description="Only pages whose own text has the transclusion; reads the texts.")
    ] = False
    through: ThroughOption = "api"
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.written and self.through == "replica":
            raise ValueError("a replica has no texts, which `written` is about; drop one of them")
        return self

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a page or namespace that the wiki cannot have."""
        page_titles(self.of, site, TEMPLATE)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        of = page_titles(self.of, site, TEMPLATE)
        namespaces = numbers(self.namespace, site)
        if self.written:
            return wiki.WrittenTransclusions(
                of=of,
                namespaces=namespaces,
                redirects=self.redirects,
                through_redirects=self.through_redirects,
                request_size=self.request_size,
            )
        # with `through_redirects` all lists are read to their ends before the first page comes
        size = enough(self.request_size, None if self.through_redirects else self.limit)
        question = wiki.Transclusions(
            of=of,
            namespaces=namespaces,
            redirects=self.redirects,
            through_redirects=self.through_redirects,
            request_size=size,
        )
        return through_replica(reach, question) if self.through == "replica" else question

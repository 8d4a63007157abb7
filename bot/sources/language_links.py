"""The source `language_links`: pages with a link to another language. Asks; never reads a text."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach, Word
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.wiki import Query, Redirects


class LanguageLinks(QuerySource):
    """Pages of this wiki that have a language link to `language`, or to one page there.

    `title` is the other wiki's title as the language link spells it; upper and lower case differ.
    Links that come from Wikidata count as those in the text do. The pages at the other end
    belong to another wiki and cannot be edited from here; to work on them, name their wiki
    in the task and ask there.

    ```yaml
    for_each:
      language_links:
        language: de
        title: Merkur (Planet)
    ```
    """

    main: ClassVar = "language"

    language: Annotated[
        str, Word("a language"), Field(min_length=1, description="The prefix: `de`, `zh-yue`.")
    ]
    title: Annotated[str, Field(description="The page in that language; none is any.")] = ""
    namespace: NamespaceOption = (ALL,)
    redirects: Annotated[
        Redirects, Field(description="Whether the linking page may, may not or must be a redirect.")
    ] = "include"
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a language or namespace that the wiki does not know."""
        self._prefix(site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.LanguageLinksTo(
            language=self._prefix(reach.wiki.site),
            title=self.title.replace("_", " ").strip(),
            namespaces=numbers(self.namespace, reach.wiki.site),
            redirects=self.redirects,
            request_size=self.request_size,
        )

    def _prefix(self, site: Site) -> str:
        prefix = self.language.strip().casefold()
        if prefix not in site.languages:
            known = ", ".join(sorted(site.languages)) or "none"
            raise UsageError(
                f"{self.language!r} is no language that {site.wiki} links to; it has {known}"
            )
        return prefix

"""The filter `namespace`."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot.options import as_texts
from bot.page import NOTHING, Page
from bot.plugin import Filter, Narrowed, Word
from bot.site import Site
from bot.wiki import Query
from bot.wiki.narrowing import in_namespaces


class Namespace(Filter):
    """Keep pages of these namespaces.

    By number, by name or by alias, in the wiki's own language or in English; the main namespace
    is `0` or `main`. Costs nothing; most sources are asked to leave the other pages out, so that
    the wiki does not even list them (several namespaces of links are better said in the source).

    ```yaml
    where:
      - namespace: [0, Help, Portal talk]
    ```
    """

    main: ClassVar = "namespace"
    reads: ClassVar = NOTHING

    namespace: Annotated[
        tuple[Annotated[str, Word("a namespace")], ...],
        BeforeValidator(as_texts),
        Field(min_length=1, description="Namespaces by number, name or alias; any of them."),
    ]

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        for name in self.namespace:
            site.namespace(name)

    def keep(self, page: Page) -> bool:
        """Whether the page is in one of them."""
        number = page.title.namespace
        return any(page.site.namespace(name) == number for name in self.namespace)

    def narrowed(self, query: Query, site: Site) -> Narrowed | None:
        """The question about these namespaces."""
        asked = in_namespaces(query, {site.namespace(name) for name in self.namespace})
        return Narrowed(asked) if asked else None

    def finding(self, page: Page) -> str:
        """The page's namespace."""
        number = page.title.namespace
        return f"{number} {page.site.namespaces[number].name or '(main)'}"

"""The source `lint_errors`: pages whose wikitext has errors that the wiki's linter found."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption
from bot.sources.words import Words
from bot.wiki import Query


class LintErrors(QuerySource):
    """Pages with errors that the wiki's linter found, each once; needs Extension:Linter there.

    `error` is the extension's own name of an error, as in the address of Special:LintErrors
    (`obsolete-tag`, `missing-end-tag`, …), or `high`, `medium` or `low` for all of that priority.

    ```yaml
    for_each:
      lint_errors:
        error: [obsolete-tag, stripped-tag]
        namespace: 0
    ```
    """

    main: ClassVar = "error"

    error: Annotated[
        Words,
        Field(description="Errors, or priorities; any if not said."),
    ] = ()
    namespace: NamespaceOption = (ALL,)
    request_size: RequestSizeOption = "max"

    def fits(self, site: Site) -> None:
        """Raise UsageError for a namespace that the wiki does not have."""
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.LintErrors(
            categories=self.error,
            namespaces=numbers(self.namespace, reach.wiki.site),
            request_size=self.request_size,
        )

"""The source `file_usage`: pages that show a file. Asks; never reads a text."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import FILE, Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.page_names import PageNames, titles_within
from bot.sources.request_size import RequestSizeOption, enough
from bot.sources.through import ThroughOption, through_replica
from bot.wiki import Query, Redirects


class FileUsage(QuerySource):
    """Pages of this wiki that show a file, exactly as the wiki's tables have it.

    The file need not be on this wiki: files of a shared repository and missing ones have users,
    too. The prefix `File:` may be left out. Of several files any is enough. A link to the file's
    page (`[[:File:X.jpg]]`) shows nothing; that is a case for `backlinks`.

    A page that shows the file by a redirect to it tells in `via` by which one, and is then not
    `direct`: the tables do not tell whether it names the file itself, too. `through_redirects:
    false` asks for one list without that, in fewer requests.

    `global: true` asks the table that all wikis of a farm share (the extension GlobalUsage; a
    wiki without it refuses). A task edits the pages of one wiki, so the pages of others are left
    out, and what comes is what that table says of this wiki; for the use of a shared file on this
    wiki the default is as good and costs less.

    `through: replica` lets a copy of the wiki's database name the pages; the wiki confirms each in
    the request that reads it (see docs/replicas.md).

    ```yaml
    for_each:
      file_usage:
        of: Quicksilver drop.jpg
        namespace: [0, Portal]
    ```
    """

    main: ClassVar = "of"

    of: Annotated[PageNames, Field(description="The file, or several.")]
    namespace: NamespaceOption = (ALL,)
    redirects: Annotated[
        Redirects, Field(description="Whether the using page may, may not or must be a redirect.")
    ] = "include"
    through_redirects: Annotated[
        bool, Field(description="Tell by which redirects to the file a page shows it.")
    ] = True
    global_: Annotated[
        bool, Field(description="By the table that all wikis of a farm share (GlobalUsage).")
    ] = False
    through: ThroughOption = "api"
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        if self.global_ and self.redirects != "include":
            raise ValueError(
                "the table that `global` asks does not know which pages are redirects; use the "
                "filter `redirect`"
            )
        if self.global_ and self.through == "replica":
            raise ValueError("the table that `global` asks is no part of a replica; drop one")
        return self

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a file or namespace that the wiki cannot have."""
        titles_within(self.of, site, FILE, "file")
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        of = titles_within(self.of, site, FILE, "file")
        namespaces = numbers(self.namespace, site)
        if self.global_:
            return wiki.GlobalFileUsage(
                of=of, namespaces=namespaces, request_size=self.request_size
            )
        size = enough(self.request_size, None if self.through_redirects else self.limit)
        question = wiki.FileUsage(
            of=of,
            namespaces=namespaces,
            redirects=self.redirects,
            through_redirects=self.through_redirects,
            request_size=size,
        )
        return through_replica(reach, question) if self.through == "replica" else question

"""The filter `has_file`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.filters.findings import listed
from bot.filters.wording import fits_any
from bot.options import Patterns, Texts, title_in
from bot.page import TEXT, Facets, Page
from bot.patterns import Case
from bot.plugin import Filter
from bot.site import FILE, Site
from bot.titles import Title
from bot.wiki import ShownFiles
from bot.wikitext.extract import shown_files


class HasFile(Filter):
    r"""Keep pages that show one of these files; without options, any file.

    Files are those of the page as readers see it: the picture that an infobox is given by its
    bare name counts, and so does the icon of a stub template. With `written: true` only files
    count that stand in the page's own text as `[[File:…]]` or in a gallery. A link to a file's
    page (`[[:File:…]]`) shows nothing. The prefix `File:` may be left out.

    ```yaml
    where:
      - has_file: Mercury.jpg
      - not: {has_file: {written: true}}
      - has_file: {matches: '\.(gif|png)$', case: ignore}
    ```
    """

    main: ClassVar = "file"

    file: Annotated[Texts, Field(description="Files; any of them.")] = ()
    matches: Annotated[Patterns, Field(description="A pattern is found in the file's name.")] = ()
    case: Annotated[Case, Field(description="Whether `matches` minds upper and lower case.")] = (
        "sensitive"
    )
    written: Annotated[
        bool, Field(description="Only files that stand in the page's own text count.")
    ] = False

    def needs(self, site: Site) -> Facets:
        """The text or the wiki's table."""
        return frozenset({TEXT if self.written else self._facet(site)})

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for what is no file."""
        self._titles(site)

    def keep(self, page: Page) -> bool:
        """Whether such a file is shown."""
        return bool(self._found(page))

    def finding(self, page: Page) -> str:
        """The files, without their prefix."""
        return listed(sorted(one.name for one in self._found(page)))

    def _found(self, page: Page) -> frozenset[Title]:
        if self.written:
            shown = shown_files(page.text, page.site, page.title)
        else:
            shown = page[self._facet(page.site)]
        if not (self.file or self.matches):
            return shown
        wanted = self._titles(page.site)
        return frozenset(
            one for one in shown if one in wanted or fits_any(one.name, (), self.matches, self.case)
        )

    def _facet(self, site: Site) -> ShownFiles:
        few = self.file and not self.matches
        return ShownFiles(self._titles(site) if few else None)

    def _titles(self, site: Site) -> frozenset[Title]:
        return frozenset(title_in(one, FILE, "a file", site) for one in self.file)

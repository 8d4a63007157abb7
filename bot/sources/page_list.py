"""The source `page_list`: the links on a wiki page, as a list of work."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, ClassVar

from pydantic import Field

from bot.errors import UsageError
from bot.page import TEXT, Candidate
from bot.plugin import Reach, Source, Word
from bot.site import Site
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.titles import Title
from bot.wiki import CandidateBatch
from bot.wikitext.headings import find_headings
from bot.wikitext.links import find_links
from bot.yamlfile import did_you_mean

_MARKS = ("*", "#", ":", ";")


class PageList(Source):
    """The pages that a wiki page links to, in the order of its text, each once.

    For lists of work that people keep on a wiki. Links count as they stand in the text of the page,
    to pages that exist and to those that do not; what a template brings does not, nor do the
    page's own categories and files (`[[:Category:X]]` is a link). `section` is a heading as it is
    shown, with all that stands below it; of several sections with that heading all count.

    ```yaml
    for_each:
      page_list:
        page: User:SweepBot/Worklist
        section: To do
        list_items: true
    ```
    """

    main: ClassVar = "page"

    page: Annotated[str, Field(min_length=1, description="The page with the list.")]
    section: Annotated[
        str | None,
        Word("a heading"),
        Field(min_length=1, description="Only links in sections with this heading."),
    ] = None
    list_items: Annotated[
        bool, Field(description="Only links in lines that begin with `*`, `#`, `:` or `;`.")
    ] = False
    namespace: NamespaceOption = (ALL,)

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a page or namespace that cannot be."""
        site.title(self.page)
        numbers(self.namespace, site)

    def gives_rows(self) -> bool:
        """Links have none."""
        return False

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages, in batches; raises UsageError where there is no such page or section."""
        site = reach.wiki.site
        title = site.title(self.page)
        [[page]] = reach.wiki.fetch([[Candidate(title)]], frozenset({TEXT}))
        if not page.exists:
            raise UsageError(f"{site.wiki}: there is no page {title} to take a list from")
        found = iter(self._titles(page.text, site, page.title))
        while batch := [Candidate(one) for one in islice(found, site.limits.listing)]:
            yield batch

    def _titles(self, text: str, site: Site, page: Title) -> dict[Title, None]:
        spans = self._spans(text, site, page)
        wanted = numbers(self.namespace, site)
        titles: dict[Title, None] = {}
        for link in find_links(text, site, page):
            one = link.target.title
            if link.kind != "link" or one is None or one == page or one.namespace < 0:
                continue
            if wanted is not None and one.namespace not in wanted:
                continue
            if not any(start <= link.start < end for start, end in spans):
                continue
            line = text[text.rfind("\n", 0, link.start) + 1 : link.start]
            if not self.list_items or line.startswith(_MARKS):
                titles[one] = None
        return titles

    def _spans(self, text: str, site: Site, page: Title) -> list[tuple[int, int]]:
        """From where to where the text counts."""
        if self.section is None:
            return [(0, len(text))]
        headings = find_headings(text, site)
        wanted = _shown(self.section)
        spans = []
        for number, heading in enumerate(headings):
            if _shown(heading.words) == wanted:
                ends = (one.start for one in headings[number + 1 :] if one.level <= heading.level)
                spans.append((heading.end, next(ends, len(text))))
        if not spans:
            known = [_shown(one.words) for one in headings]
            hint = did_you_mean(wanted, known) if known else "it has no sections"
            raise UsageError(f"{page} has no section {self.section!r}{f'; {hint}' if hint else ''}")
        return spans


def _shown(words: str) -> str:
    """A heading's words as they are read: without quotes for bold and italic, one blank each."""
    return " ".join(words.replace("'''", "").replace("''", "").replace("_", " ").split())

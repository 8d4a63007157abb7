"""The state of a round's pages just before they are edited, and of those that were edited before.

One question for both: what is edited next, and whether the last edits still stand.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from bot.applier.settling import sha1
from bot.page import INFO, Candidate, Facets, Page
from bot.plan import Edit, Outcome, Written
from bot.titles import Title
from bot.wiki import Sha1, Wiki

_WATCHED: Final = 100  # how many of the last saved pages are watched for reverts
_SHA1: Final = Sha1()


class Pages:
    """Reads pages in as few requests as their number takes, no text among it."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._watched: deque[tuple[Title, int, str]] = deque(maxlen=_WATCHED)

    def watch(self, sent: Written, outcome: Outcome) -> None:
        """Look at a saved page in each round from now on."""
        if isinstance(sent, Edit) and outcome.revid and not outcome.merged:
            self._watched.append((sent.title, outcome.revid, sha1(sent.before)))

    def forget(self, titles: Iterable[Title]) -> None:
        """Watch these pages no longer."""
        gone = set(titles)
        kept = [one for one in self._watched if one[0] not in gone]
        self._watched.clear()
        self._watched.extend(kept)

    def again(self, titles: Iterable[Title]) -> dict[Title, Page]:
        """These pages alone."""
        wanted = [Candidate(title) for title in dict.fromkeys(titles)]
        batches = self._wiki.fetch([wanted], frozenset({INFO}))
        return {page.title: page for batch in batches for page in batch}

    def read(self, titles: Iterable[Title]) -> dict[Title, Page]:
        """These pages, and those that are watched."""
        facets: Facets = frozenset({INFO, _SHA1}) if self._watched else frozenset({INFO})
        wanted = dict.fromkeys((*titles, *(title for title, _, _ in self._watched)))
        batches = self._wiki.fetch([[Candidate(title) for title in wanted]], facets)
        return {page.title: page for batch in batches for page in batch}

    def reverted(self, pages: dict[Title, Page]) -> Iterator[Title]:
        """The watched pages that have the text again that they had before our edit."""
        for title, revid, before in self._watched:
            page = pages[title]
            if page.exists and page.revid > revid and page[_SHA1] == before:
                yield title

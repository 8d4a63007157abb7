"""Which other pages link to the pages of a batch: the counting behind orphans.

By `prop=redirects` and `prop=linkshere` over all pages of the batch in one request, then over
the redirects of those that are not decided yet, level by level. No page is asked about further
once enough is known of it. Reads; never writes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bot.mediawiki.ambiguous import mark
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import filled, namespace_option
from bot.mediawiki.lookups import entries
from bot.mediawiki.replies import in_parts, replies
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.page import Page
from bot.titles import Title
from bot.wiki import Incoming, IncomingLinks
from bot.wikitext.extract import linked_titles

# Linking pages that are asked for beyond what is enough, where some of them may not count.
_SPARE: Final = 20
Links = dict[tuple[int, Title], Title]


def incoming(session: Session, pages: Sequence[Page], facet: Incoming) -> Sequence[IncomingLinks]:
    """The links to each page, as `Incoming` has them."""
    namespaces = namespace_option(session.site, facet.namespaces)
    if namespaces is None:
        return [IncomingLinks() for _ in pages]
    return _Search(session, facet, namespaces).links_to(pages)


@dataclass(slots=True)
class _Target:
    """A page, what is known of the links to it, and whether anything was left out.

    `names` are the page's own title and the redirects to it. `waiting` are linking pages of which
    it is not known whether they count: by page id and the name that they link to.
    """

    title: Title
    names: set[Title] = field(default_factory=set)
    seen: set[tuple[int, Title]] = field(default_factory=set)
    waiting: Links = field(default_factory=dict)
    counted: dict[int, Title] = field(default_factory=dict)
    cut: bool = False

    def known(self) -> int:
        """How many different pages are found so far, those that may not count included."""
        return len(self.counted.keys() | {pageid for pageid, _ in self.waiting})


class _Search:
    """One batch being looked at."""

    def __init__(self, session: Session, facet: Incoming, namespaces: str) -> None:
        self._session = session
        self._facet = facet
        self._judges = bool(facet.not_in or facet.not_disambiguations or facet.written)
        self._options = filled(
            {
                "prop": "redirects|linkshere",
                "rdprop": "pageid|title",
                "rdlimit": "max",
                "lhprop": "pageid|title",
                "lhlimit": "max",
                "lhshow": "!redirect",
                "lhnamespace": namespaces,
            }
        )
        self._ids: dict[Title, int] = {}
        self._titles: dict[int, Title] = {}
        self._counts: dict[int, bool] = {}
        self._written: dict[int, frozenset[Title]] = {}

    def links_to(self, pages: Sequence[Page]) -> list[IncomingLinks]:
        """The links to each of these pages."""
        titles = [page.title for page in pages]
        self._ids = {one.title: one.pageid for one in pages if one.exists and one.pageid}
        self._titles = {pageid: title for title, pageid in self._ids.items()}
        targets = {title: _Target(title) for title in titles}
        enough = self._facet.enough
        self._walk(targets.values(), enough + (_SPARE if self._judges else 0))
        # Where all that was asked for does not count, the rest decides.
        self._walk([one for one in targets.values() if one.cut and not self._decided(one)], None)
        return [
            IncomingLinks(tuple(found[:enough]), more=len(found) >= enough)
            for found in (sorted(targets[title].counted.values()) for title in titles)
        ]

    def _decided(self, target: _Target) -> bool:
        return len(target.counted) >= self._facet.enough

    def _walk(self, targets: Iterable[_Target], plenty: int | None) -> None:
        """From the pages to the redirects to them, and on to the redirects to those."""
        wave: dict[Title, list[_Target]] = {}
        for target in targets:
            target.names = {target.title}
            wave[target.title] = [target]
        while wave:
            following = self._level(wave, plenty)
            # A page stands behind each of its redirects.
            asked = {one.title: one for several in wave.values() for one in several}
            self._judge(asked.values())
            wave = {
                name: undecided
                for name, several in following.items()
                if (undecided := [one for one in several if not self._decided(one)])
            }

    def _level(
        self, wave: Mapping[Title, list[_Target]], plenty: int | None
    ) -> dict[Title, list[_Target]]:
        """Ask about these names, and give the redirects to them that are new."""
        following: dict[Title, list[_Target]] = {}

        def asked(part: Sequence[Title]) -> Iterator[Entry]:
            return self._entries(part, wave, plenty)

        for entry in in_parts(self._session, list(wave), asked):
            name = self._name(entry)
            for target in wave.get(name, ()):
                self._take(target, name, entry, following)
        return following

    def _entries(
        self, part: Sequence[Title], wave: Mapping[Title, list[_Target]], plenty: int | None
    ) -> Iterator[Entry]:
        """What the wiki says of these pages and redirects, perhaps in pieces.

        A page with very many links fills answer after answer. An answer that brings nothing but
        links to pages of which `plenty` is known is the last one with them: the others are asked
        about anew, without those.
        """
        left = list(part)

        def full(name: Title) -> bool:
            return plenty is not None and all(one.known() >= plenty for one in wave[name])

        while left:
            for reply in replies(self._session, self._asking(left)):
                pages = reply.query.get("pages", ())
                before = {name for name in left if full(name)}
                news = any(
                    ("linkshere" in one or "redirects" in one) and self._name(one) not in before
                    for one in pages
                )
                yield from pages
                if before and not news and not reply.complete:
                    for name in before:
                        for target in wave[name]:
                            target.cut = True
                    left = [name for name in left if name not in before]
                    break
            else:
                return

    def _asking(self, names: Sequence[Title]) -> Parameters:
        """By their numbers where all of them are known: a wiki finds pages faster by those."""
        ids = [str(self._ids[name]) for name in names if name in self._ids]
        if len(ids) == len(names):
            return {**self._options, "pageids": "|".join(ids)}
        return {**self._options, "titles": "|".join(name.text for name in names)}

    def _name(self, entry: Entry) -> Title:
        """The page that was asked about; one that moved is still that, and one may be gone."""
        known = self._titles.get(entry.get("pageid", 0))
        return known or Title(entry["ns"], entry["title"])

    def _take(
        self, target: _Target, name: Title, entry: Entry, following: dict[Title, list[_Target]]
    ) -> None:
        for one in entry.get("redirects", ()):
            redirect = Title(one["ns"], one["title"])
            if redirect not in target.names:
                target.names.add(redirect)
                following.setdefault(redirect, []).append(target)
        for one in entry.get("linkshere", ()):
            title, key = Title(one["ns"], one["title"]), (one["pageid"], name)
            if title == target.title or key in target.seen:
                continue
            target.seen.add(key)
            if any(pattern.search(title.text) for pattern in self._facet.unlike):
                continue
            if self._judges:
                target.waiting[key] = title
            else:
                target.counted[one["pageid"]] = title

    def _judge(self, targets: Collection[_Target]) -> None:
        """Look at linking pages, as many of each target as are enough and then more.

        Those that were looked at for another target cost nothing, so they come first. A request
        may as well be full, but with texts, which are large.
        """
        size, full = self._facet.enough, self._session.titles_at_once
        while True:
            for target in targets:
                self._settle(target)
            undecided = [one for one in targets if one.waiting and not self._decided(one)]
            if not undecided:
                return
            if not self._facet.written:
                size = max(size, full // len(undecided))
            self._look_at({key[0] for one in undecided for key in islice(one.waiting, size)})
            size *= 4

    def _settle(self, target: _Target) -> None:
        """Count those linking pages that were looked at."""
        for key in [key for key in target.waiting if key[0] in self._counts]:
            title = target.waiting.pop(key)
            if self._counted(*key):
                target.counted[key[0]] = title

    def _counted(self, pageid: int, name: Title) -> bool:
        if not self._counts[pageid]:
            return False
        return not self._facet.written or name in self._written[pageid]

    def _look_at(self, pageids: set[int]) -> None:
        """Ask what decides whether these linking pages count, each once."""
        new = [str(pageid) for pageid in sorted(pageids - self._counts.keys())]
        asked: dict[str, str] = {}
        prop = []
        if self._facet.not_in:
            prop.append("categories")
            asked["cllimit"] = "max"
            if len(self._facet.not_in) <= self._session.titles_at_once:
                asked["clcategories"] = "|".join(one.text for one in self._facet.not_in)
        if self._facet.not_disambiguations and new:
            told = mark(self._session).parameters(self._session.titles_at_once)
            prop.append(told.pop("prop"))
            asked |= told
        if self._facet.written:
            prop.append("revisions")
            asked |= {"rvprop": "content", "rvslots": "main"}
        for entry in entries(self._session, "pageids", new, {**asked, "prop": "|".join(prop)}):
            if "pageid" in entry and not entry.get("missing"):
                self._counts[entry["pageid"]] = self._may_count(entry)
        for pageid in pageids:
            self._counts.setdefault(pageid, False)  # gone by now, or not shown

    def _may_count(self, entry: Entry) -> bool:
        in_ = {Title(one["ns"], one["title"]) for one in entry.get("categories", ())}
        if in_ & self._facet.not_in:
            return False
        if self._facet.not_disambiguations and mark(self._session).on(entry):
            return False
        if self._facet.written:
            title, site = Title(entry["ns"], entry["title"]), self._session.site
            revision: Entry = next(iter(entry.get("revisions", ())), {})
            text = revision.get("slots", {}).get("main", {}).get("content", "")
            self._written[entry["pageid"]] = linked_titles(text, site, title)
        return True

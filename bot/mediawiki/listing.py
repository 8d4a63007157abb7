"""One `list=` module and its options, as list and as generator; the candidates it gives."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.mediawiki.answers import Entry
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.page import Candidate, Via
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, Namespaces, Redirects, RequestSize


def by_id(entry: Entry) -> int:
    """The order of pages by their ids."""
    return int(entry["pageid"])


def by_namespace(entry: Entry) -> tuple[int, int]:
    """The order of pages by namespace, and in each by their ids."""
    return entry["ns"], entry["pageid"]


def by_title(entry: Entry) -> bytes:
    """The order of pages by title as databases know it: bytes, underscores for spaces."""
    title: str = entry["title"]
    return title.replace(" ", "_").encode()


@dataclass(frozen=True, slots=True)
class Listing:
    """A module with its options, which are written here without their prefix.

    `redirect` is what is known of all its pages where the answer itself does not tell; `result`
    is the key of the answer, where it is not the module's name. `order` is what the list is
    sorted by: as a generator the module gives the pages of each batch by their ids. `pages` are
    parameters without a prefix, for a module that tells what stands on pages; `via` is then the
    way to what it gives, and `keeps` picks among that.
    """

    module: str
    prefix: str
    options: Mapping[str, str]
    size: RequestSize = "max"
    redirect: bool | None = None
    result: str = ""
    order: Callable[[Entry], Any] = by_id
    descending: bool = False
    pages: Mapping[str, str] = field(default_factory=dict)
    via: tuple[Via, ...] = ()
    keeps: Callable[[Entry], bool] = lambda _: True

    def as_list(self, most: int) -> Parameters:
        """The parameters of the list, so many results to a request or at most `most`."""
        return self._named("list", self.prefix, page_size(self.size, most))

    def as_generator(self, most: int) -> Parameters:
        """The parameters of the generator, so many results to a request or at most `most`."""
        size = most if self.size == "max" else self.size
        return self._named("generator", f"g{self.prefix}", page_size(size, most))

    def found(self, entry: Entry) -> Candidate:
        """The page of an entry that the generator gave; one that does not exist has no number."""
        one = candidate(entry, redirect=False)
        return replace(one, direct=False, via=self.via) if self.via else one

    def _named(self, use: str, prefix: str, size: str) -> Parameters:
        options = {f"{prefix}{key}": value for key, value in self.options.items()}
        return {use: self.module, f"{prefix}limit": size, **options, **self.pages}


def list_candidates(session: Session, listing: Listing) -> Iterator[CandidateBatch]:
    """The candidates of a listing, each once, a batch for each answer that has any."""
    seen: set[int | str] = set()
    for reply in replies(session, listing.as_list(session.site.limits.listing)):
        entries = reply.query.get(listing.result or listing.module, ())
        if isinstance(entries, dict):  # querypage
            entries = entries.get("results", ())
        told = listing.redirect
        # No call for each entry: thousands come in one answer.
        if batch := [
            Candidate(
                Title(entry["ns"], entry["title"]),
                entry.get("pageid") or None,
                entry.get("redirect", told),
            )
            for entry in new_entries(entries, seen)
        ]:
            yield batch


def new_entries(entries: Iterable[Entry], seen: set[int | str]) -> list[Entry]:
    """The entries that name a page which was not seen yet; `seen` then knows them, too."""
    named = [entry for entry in entries if "title" in entry]
    keys = {entry.get("pageid") or entry["title"] for entry in named}
    if len(keys) == len(named) and seen.isdisjoint(keys):  # nearly always
        seen |= keys
        return named
    new = []
    for entry in named:
        key = entry.get("pageid") or entry["title"]
        if key not in seen:
            seen.add(key)
            new.append(entry)
    return new


def candidate(entry: Entry, *, redirect: bool) -> Candidate:
    """The page that an entry names; `redirect` is what it is where the entry does not tell."""
    title = Title(entry["ns"], entry["title"])
    return Candidate(title, entry.get("pageid"), entry.get("redirect", redirect))


def page_size(size: RequestSize, most: int) -> str:
    """The value of a module's `limit`."""
    return "max" if size == "max" else str(max(1, min(size, most)))


def namespace_option(site: Site, namespaces: Namespaces) -> str | None:
    """The value of a module's `namespace`: empty for all of them, None for none that can be.

    The API takes away numbers that it does not know, with a warning, and would then take an
    empty list for all namespaces.
    """
    if namespaces is None:
        return ""
    real = {number for number in site.namespaces if number >= 0}
    wanted = sorted(real.intersection(namespaces))
    if len(wanted) == len(real):
        return ""
    return "|".join(map(str, wanted)) or None


def filled(options: Mapping[str, str]) -> dict[str, str]:
    """The options that say anything."""
    return {key: value for key, value in options.items() if value}


def filter_redirects(redirects: Redirects) -> str:
    """The value of a module's `filterredir`."""
    return {"include": "all", "exclude": "nonredirects", "only": "redirects"}[redirects]


def told_redirect(redirects: Redirects) -> bool | None:
    """What a filter for redirects tells of every page that passed it."""
    return {"include": None, "exclude": False, "only": True}[redirects]


def in_namespaces(number: int, namespaces: Collection[int] | None) -> bool:
    """Whether a page of that namespace is asked for."""
    return namespaces is None or number in namespaces

"""What stands on pages: links, templates, files, categories, each once with the pages it is on.

For one page a generator tells in the same request which of them exist. For several, `prop` tells
what stands where, as a generator would not; a second walk tells which exist, where that matters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import (
    Listing,
    by_title,
    filled,
    namespace_option,
    new_entries,
    page_size,
)
from bot.mediawiki.replies import batches, in_parts, replies
from bot.mediawiki.session import Session
from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import (
    CandidateBatch,
    CategoriesOn,
    FilesOn,
    LinkColour,
    LinksOn,
    Query,
    TemplatesOn,
)

_SHOW: Final = {"include": "", "exclude": "!hidden", "only": "hidden"}


@dataclass(frozen=True, slots=True)
class Contents:
    """A module of `prop` with its options, which are written here without their prefix."""

    module: str
    prefix: str
    options: Mapping[str, str]
    which: LinkColour = "all"

    def parameters(self, size: str, *, generator: bool = False) -> dict[str, str]:
        """The request, without the pages that it is about."""
        prefix = f"g{self.prefix}" if generator else self.prefix
        use = {"generator": self.module, "prop": "info"} if generator else {"prop": self.module}
        options = {f"{prefix}{key}": value for key, value in self.options.items()}
        return {**use, f"{prefix}limit": size, **options}

    def keeps(self, entry: Entry) -> bool:
        """Whether what a generator gave has the colour that is asked for."""
        return self.which in {"all", _colour(entry)}


def contents(session: Session, query: Any) -> Iterator[CandidateBatch]:
    """What stands on the pages of the query."""
    asked = _asked(session, query)
    if asked is None or not query.pages:
        return
    size = page_size(query.request_size, session.site.limits.listing)
    if len(query.pages) == 1:
        yield from _of_one(session, asked, query.pages[0], size)
    else:
        yield from _of_several(session, asked, query.pages, size)


def contents_listing(session: Session, query: Any) -> Listing | None:
    """What stands on one page, found and fetched at once; None for several pages."""
    asked = _asked(session, query)
    if asked is None or len(query.pages) != 1:
        return None
    (page,) = query.pages
    return Listing(
        asked.module,
        asked.prefix,
        asked.options,
        query.request_size,
        order=_by_namespace_and_title,
        pages={"titles": page.text},
        via=(Via("page", page),),
        keeps=asked.keeps,
    )


def _links(session: Session, query: LinksOn) -> Contents | None:
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return None
    return Contents("links", "pl", filled({"namespace": namespaces}), query.which)


def _templates(session: Session, query: TemplatesOn) -> Contents | None:
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return None
    return Contents("templates", "tl", filled({"namespace": namespaces}))


def _files(_: Session, __: FilesOn) -> Contents:
    return Contents("images", "im", {})


def _categories(_: Session, query: CategoriesOn) -> Contents:
    return Contents("categories", "cl", filled({"show": _SHOW[query.hidden]}))


_ASKED: Final[Mapping[type[Query], Callable[[Session, Any], Contents | None]]] = {
    LinksOn: _links,
    TemplatesOn: _templates,
    FilesOn: _files,
    CategoriesOn: _categories,
}


def _asked(session: Session, query: Query) -> Contents | None:
    """The module that answers; None where no page can be meant."""
    return _ASKED[type(query)](session, query)


def _of_one(session: Session, asked: Contents, page: Title, size: str) -> Iterator[CandidateBatch]:
    """What stands on one page, by namespace and title, as the answers come."""
    via = (Via("page", page),)
    seen: set[int | str] = set()
    for entries in _generated(session, asked, (page,), size):
        batch = [
            Candidate(
                Title(entry["ns"], entry["title"]),
                entry.get("pageid"),
                bool(entry.get("redirect")),
                direct=False,
                via=via,
            )
            for entry in new_entries(entries, seen)
        ]
        if batch:
            yield batch


def _of_several(
    session: Session, asked: Contents, pages: Sequence[Title], size: str
) -> Iterator[CandidateBatch]:
    """Each of them with all the pages that it stands on, so all at the end.

    The pages are named in a task one by one, so what stands on them fits into memory.
    """
    facts: dict[str, Entry] = {}
    if asked.which != "all":
        for entries in _generated(session, asked, pages, size):
            facts.update((entry["title"], entry) for entry in entries)
    found: dict[Title, dict[Via, None]] = {}

    def ask(part: Sequence[Title]) -> Iterator[tuple[Title, Entry]]:
        options = asked.parameters(size)
        titles = {"titles": "|".join(title.text for title in part)}
        for reply in replies(session, {**options, **titles}):
            for page in reply.query.get("pages", ()):
                for entry in page.get(asked.module, ()):
                    yield Title(page["ns"], page["title"]), entry

    for page, entry in in_parts(session, pages, ask):
        if asked.which == "all" or entry["title"] in facts:
            found.setdefault(Title(entry["ns"], entry["title"]), {})[Via("page", page)] = None
    everything = [
        Candidate(
            title,
            facts.get(title.text, {}).get("pageid"),
            bool(facts[title.text].get("redirect")) if title.text in facts else None,
            direct=False,
            via=tuple(ways),
        )
        for title, ways in found.items()
    ]
    step = session.site.limits.listing
    for start in range(0, len(everything), step):
        yield everything[start : start + step]


def _generated(
    session: Session, asked: Contents, pages: Sequence[Title], size: str
) -> Iterator[list[Entry]]:
    """The entries of what stands on the pages and has the colour that is asked for."""

    def ask(part: Sequence[Title]) -> Iterator[list[Entry]]:
        titles = {"titles": "|".join(title.text for title in part)}
        for batch in batches(session, {**asked.parameters(size, generator=True), **titles}):
            yield sorted(filter(asked.keeps, batch.pages), key=_by_namespace_and_title)

    yield from in_parts(session, pages, ask)


def _by_namespace_and_title(entry: Entry) -> tuple[int, bytes]:
    return entry["ns"], by_title(entry)


def _colour(entry: Entry) -> LinkColour:
    """As readers see the link: what is `known` is shown although no page of this wiki is there."""
    return "red" if entry.get("missing") and not entry.get("known") else "blue"

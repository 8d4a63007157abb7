"""Walks from a page to the redirects to it, to the redirects to those, and to what links there.

By `prop=redirects` (the table of real redirects, unlike `blredirect`) and `prop=linkshere` (or
another module that tells of users), in one request for many pages: a round for the targets, one
for their redirects, one for theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.errors import UsageError
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import (
    Listing,
    by_id,
    by_namespace,
    candidate,
    filled,
    filter_redirects,
    in_namespaces,
    list_candidates,
    namespace_option,
    page_size,
)
from bot.mediawiki.replies import in_parts, replies
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.mediawiki.ways import Ways
from bot.page import Candidate, Via
from bot.titles import Title
from bot.wiki import Backlinks, CandidateBatch, RedirectsTo

Target = Title | int | tuple[Title, ...]
SHOW = {"include": "", "exclude": "!redirect", "only": "redirect"}


@dataclass(frozen=True, slots=True)
class Found:
    """What one answer says of one page: `of` is the redirect it was asked of, None a target.

    `redirects` are those to the page that were not met before; `linking` links to it (or uses it).
    """

    of: Candidate | None
    redirects: list[Candidate]
    linking: Sequence[Entry]


def walk(
    session: Session,
    to: Target,
    options: Parameters,
    *,
    double: bool = True,
    linking: str = "linkshere",
) -> Iterator[Found]:
    """Everything about the targets, their redirects and theirs, with a guard against loops.

    `options` are those of `prop`, `linking` is the module that tells of users. Raises UsageError
    for a page id that is no page's.
    """
    walker = _Walker(session, options, linking)
    following: list[Candidate] = []
    for found in walker.targets(to):
        following += found.redirects
        yield found
    while following and double:
        current, following = following, []
        for found in in_parts(session, current, walker.behind):
            following += found.redirects
            yield found


class _Walker:
    """Asks for one page or many, and knows the pages that were met."""

    def __init__(self, session: Session, options: Parameters, linking: str) -> None:
        self._session = session
        self._options = options
        self._linking = linking
        self._titles_asked: frozenset[str] = frozenset()
        self._met: dict[int | None, Candidate | None] = {}

    def targets(self, to: Target) -> Iterator[Found]:
        """What is said of the targets themselves."""
        if isinstance(to, int):
            yield from self._target({"pageids": str(to)})
        else:
            titles = (to,) if isinstance(to, Title) else to
            self._titles_asked = frozenset(title.text for title in titles)
            yield from in_parts(self._session, titles, self._titles)

    def _titles(self, titles: Sequence[Title]) -> Iterator[Found]:
        return self._target({"titles": "|".join(title.text for title in titles)})

    def _target(self, asked: Parameters) -> Iterator[Found]:
        for page in self._pages(asked):
            if "pageids" in asked and page.get("missing"):
                number = asked["pageids"]
                raise UsageError(f"{self._session.wiki}: there is no page with the id {number}")
            self._met[page.get("pageid")] = None
            yield self._found(page)

    def behind(self, redirects: Sequence[Candidate]) -> Iterator[Found]:
        """What is said of these redirects."""
        ids = "|".join(str(redirect.pageid) for redirect in redirects)
        return map(self._found, self._pages({"pageids": ids}))

    def _pages(self, asked: Parameters) -> Iterator[Entry]:
        for reply in replies(self._session, {**self._options, **asked}):
            yield from reply.query.get("pages", ())

    def _found(self, page: Entry) -> Found:
        new = []
        for entry in page.get("redirects", ()):
            if entry["pageid"] not in self._met and entry["title"] not in self._titles_asked:
                redirect = candidate(entry, redirect=True)
                self._met[entry["pageid"]] = redirect
                new.append(redirect)
        return Found(self._met.get(page.get("pageid")), new, page.get(self._linking, ()))


def redirects_to(session: Session, query: RedirectsTo) -> Iterator[CandidateBatch]:
    """The redirects to a page; a double one is `via` the redirect between."""
    size = page_size(query.request_size, session.site.limits.listing)
    options = {"prop": "redirects", "rdprop": "pageid|title", "rdlimit": size}
    for found in walk(session, query.to, options, double=query.double):
        batch = [
            _behind(found.of, redirect)
            for redirect in found.redirects
            if in_namespaces(redirect.title.namespace, query.namespaces)
        ]
        if batch:
            yield batch


def _behind(of: Candidate | None, redirect: Candidate) -> Candidate:
    if of is None:
        return redirect
    via = (Via("redirect", of.title),)
    return Candidate(redirect.title, redirect.pageid, redirect=True, direct=False, via=via)


def backlinks(session: Session, query: Backlinks) -> Iterator[CandidateBatch]:
    """The pages that link to a page, and with `through_redirects` to a redirect to it."""
    if query.through_redirects:
        yield from _through_redirects(session, query)
    elif listing := backlinks_listing(session, query):
        yield from list_candidates(session, listing)


def backlinks_listing(session: Session, query: Backlinks) -> Listing | None:
    """`list=backlinks` for direct links; None where no page can be asked for."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return None
    options = {
        **target_option(query.to),
        "namespace": namespaces,
        "filterredir": filter_redirects(query.redirects),
        "dir": query.order,
    }
    return Listing(
        "backlinks",
        "bl",
        filled(options),
        query.request_size,
        redirect=False,
        order=by_namespace if "|" in namespaces else by_id,
        descending=query.order == "descending",
    )


def target_option(to: Title | int) -> dict[str, str]:
    """The target of `list=backlinks`: exactly one of title and page id."""
    return {"title": to.text} if isinstance(to, Title) else {"pageid": str(to)}


def _linking(
    session: Session, to: Title, known: Sequence[Candidate], options: Parameters
) -> Iterator[Found]:
    """What links to a page and to the redirects to it, which are known: all in full batches."""
    redirects = {one.title.text: one for one in known}
    asked = {name: value for name, value in options.items() if not name.startswith("rd")}

    def ask(part: Sequence[str]) -> Iterator[Found]:
        parameters = {**asked, "prop": "linkshere", "titles": "|".join(part)}
        for reply in replies(session, parameters):
            for page in reply.query.get("pages", ()):
                of = redirects.get(page["title"])
                yield Found(of, [], page.get("linkshere", ()))

    yield from in_parts(session, [to.text, *redirects], ask)


def _through_redirects(session: Session, query: Backlinks) -> Iterator[CandidateBatch]:
    """Each page once with all its ways, so nothing comes before everything is known.

    The filters are about the linking pages; the redirects between are found in any namespace.
    """
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    size = page_size(query.request_size, session.site.limits.listing)
    options = {
        "prop": "redirects|linkshere",
        "rdprop": "pageid|title",
        "rdlimit": size,
        "lhprop": "pageid|title|redirect",
        "lhlimit": size,
        "lhnamespace": namespaces,
        "lhshow": SHOW[query.redirects],
    }
    ways = Ways()
    numbers: dict[int | None, int] = {None: 0}
    if query.known is None or isinstance(query.to, int):
        everything = walk(session, query.to, filled(options))
    else:
        for one in query.known:
            numbers[one.pageid] = ways.way(Via("redirect", one.title))
        everything = _linking(session, query.to, query.known, filled(options))
    for found in everything:
        for redirect in found.redirects:
            numbers[redirect.pageid] = ways.way(Via("redirect", redirect.title))
        way = numbers[found.of.pageid if found.of else None]
        for entry in found.linking:
            ways.add(
                entry["pageid"],
                Title(entry["ns"], entry["title"]),
                redirect=bool(entry.get("redirect")),
                way=way,
            )
    yield from ways.candidates(session.site.limits.listing)

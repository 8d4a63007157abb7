"""Pages that use something: a template, a file, an address, a page in another language.

Templates and files go one way: `list=embeddedin` and `list=imageusage` for one of them,
`prop=transcludedin` and `prop=fileusage` for several, and for their redirects with them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from bot.errors import NotOffered
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
    new_entries,
    page_size,
)
from bot.mediawiki.redirects import SHOW, walk
from bot.mediawiki.replies import in_parts, replies
from bot.mediawiki.session import Session
from bot.mediawiki.ways import Ways
from bot.page import Candidate, Via
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, FileUsage, GlobalFileUsage, LanguageLinksTo, Transclusions


@dataclass(frozen=True, slots=True)
class Users:
    """The two modules that tell of the users of a kind of page, with their prefixes."""

    list: str
    list_prefix: str
    prop: str
    prop_prefix: str


_USERS: Final = {
    Transclusions: Users("embeddedin", "ei", "transcludedin", "ti"),
    FileUsage: Users("imageusage", "iu", "fileusage", "fu"),
}


def usage(session: Session, query: Transclusions | FileUsage) -> Iterator[CandidateBatch]:
    """The pages that use templates or files, each once."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None or not query.of:
        return
    if listing := usage_listing(session, query):
        yield from list_candidates(session, listing)
    elif query.through_redirects:
        yield from _with_redirects(session, query, namespaces)
    else:
        yield from _of_several(session, query, namespaces)


def usage_listing(session: Session, query: Transclusions | FileUsage) -> Listing | None:
    """The list for one template or file; None for several, and where redirects are told."""
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None or query.through_redirects or len(query.of) != 1:
        return None
    users = _USERS[type(query)]
    options = {
        "title": query.of[0].text,
        "namespace": namespaces,
        "filterredir": filter_redirects(query.redirects),
    }
    return Listing(
        users.list,
        users.list_prefix,
        filled(options),
        query.request_size,
        redirect=False,
        order=by_namespace if "|" in namespaces else by_id,
    )


def _prop_options(
    session: Session, query: Transclusions | FileUsage, namespaces: str
) -> dict[str, str]:
    """The parameters of the module for several pages."""
    users = _USERS[type(query)]
    prefix = users.prop_prefix
    options = {
        "prop": users.prop,
        f"{prefix}prop": "pageid|title|redirect",
        f"{prefix}limit": page_size(query.request_size, session.site.limits.listing),
        f"{prefix}namespace": namespaces,
        f"{prefix}show": SHOW[query.redirects],
    }
    return filled(options)


def _of_several(
    session: Session, query: Transclusions | FileUsage, namespaces: str
) -> Iterator[CandidateBatch]:
    """The users of several pages, as the answers come."""
    options = _prop_options(session, query, namespaces)
    seen: set[int | str] = set()

    def ask(part: Sequence[Title]) -> Iterator[CandidateBatch]:
        asked = {"titles": "|".join(title.text for title in part)}
        for reply in replies(session, {**options, **asked}):
            entries = [
                entry
                for page in reply.query.get("pages", ())
                for entry in page.get(options["prop"], ())
            ]
            if batch := [candidate(one, redirect=False) for one in new_entries(entries, seen)]:
                yield batch

    yield from in_parts(session, query.of, ask)


def _with_redirects(
    session: Session, query: Transclusions | FileUsage, namespaces: str
) -> Iterator[CandidateBatch]:
    """Each page once with all the redirects that it uses, so all at the end.

    MediaWiki notes a use by a redirect for the redirect and for its target alike
    (Parser::statelessFetchTemplate, fetchFileAndTitle), so of a page with a redirect it cannot
    be told whether it uses the target by its own name, too.
    """
    users = _USERS[type(query)]
    size = page_size(query.request_size, session.site.limits.listing)
    options = {
        **_prop_options(session, query, namespaces),
        "prop": f"redirects|{users.prop}",
        "rdprop": "pageid|title",
        "rdlimit": size,
    }
    ways = Ways()
    numbers: dict[int | None, int] = {None: 0}
    for found in walk(session, query.of, options, linking=users.prop):
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
    for batch in ways.candidates(session.site.limits.listing):
        yield [replace(one, direct=False) if one.via else one for one in batch]


def language_links_to(session: Session, query: LanguageLinksTo) -> Iterator[CandidateBatch]:
    """`list=langbacklinks`, which filters neither namespaces nor redirects itself."""
    listing = Listing(
        "langbacklinks",
        "lbl",
        filled({"lang": query.language, "title": query.title}),
        query.request_size,
        redirect=False,
    )
    wanted = {"include": None, "exclude": False, "only": True}[query.redirects]
    for found in list_candidates(session, listing):
        batch = [
            one
            for one in found
            if in_namespaces(one.title.namespace, query.namespaces)
            and wanted in {None, one.redirect}
        ]
        if batch:
            yield batch


def global_file_usage(session: Session, query: GlobalFileUsage) -> Iterator[CandidateBatch]:
    """`prop=globalusage`, of which the pages of this very wiki are kept.

    Raises NotOffered where the wiki lacks the extension; an unknown `prop` is only a warning.
    """
    answer = session.look_up({"action": "paraminfo", "modules": "query+globalusage"})
    if not answer.get("paraminfo", {}).get("modules"):
        raise NotOffered(
            f"{session.wiki}: this wiki lacks the extension GlobalUsage; leave `global` out: the "
            "use of shared files on this wiki is told without it"
        )
    options = {
        "prop": "globalusage",
        "guprop": "pageid|namespace",
        "gulimit": page_size(query.request_size, session.site.limits.listing),
    }
    seen: set[int | str] = set()
    site = session.site
    host = urlsplit(f"//{site.identity}").hostname  # as WikiMap::getWikiName has it

    def ask(part: Sequence[Title]) -> Iterator[CandidateBatch]:
        asked = {"titles": "|".join(title.text for title in part)}
        for reply in replies(session, {**options, **asked}):
            entries = [
                _at_home(site, entry)
                for page in reply.query.get("pages", ())
                for entry in page.get("globalusage", ())
                if entry["wiki"] == host
                and int(entry["ns"]) in site.namespaces
                and in_namespaces(int(entry["ns"]), query.namespaces)
            ]
            if batch := [_page(entry) for entry in new_entries(entries, seen)]:
                yield batch

    yield from in_parts(session, query.of, ask)


def _at_home(site: Site, entry: Entry) -> Entry:
    """The entry with the title that this wiki gives the page: the table has underscores."""
    number, text = int(entry["ns"]), entry["title"].replace("_", " ")
    name = text.partition(":")[2] if number else text
    title = site.in_namespace(number, name)
    return {"pageid": int(entry["pageid"]), "ns": number, "title": title.text}


def _page(entry: Entry) -> Candidate:
    return Candidate(Title(entry["ns"], entry["title"]), entry["pageid"])

"""Disambiguation pages: by the property that an extension gives them, or by their templates.

Which of the two a wiki has is asked in one request with the first part of the answer.
"""

from collections.abc import Iterator
from typing import Final

from bot.errors import NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import in_namespaces, new_entries, page_size
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.mediawiki.usage import usage
from bot.page import Candidate
from bot.site import TEMPLATE
from bot.titles import Title
from bot.wiki import CandidateBatch, Disambiguations, Transclusions

_EXTENSION: Final = "Disambiguator"
_NAMED_ON: Final = "MediaWiki:Disambiguationspage"


def disambiguations(session: Session, query: Disambiguations) -> Iterator[CandidateBatch]:
    """The pages with the property; on a wiki without the extension those with the templates.

    Raises NotOffered where the wiki has neither. Extension:Disambiguator;
    MediaWiki:Disambiguationspage is the list that MediaWiki had itself before there was one.
    """
    options = {
        "list": "pageswithprop",
        "pwppropname": "disambiguation",
        "pwpprop": "ids|title",
        "pwplimit": page_size(query.request_size, session.site.limits.listing),
        "meta": "siteinfo",
        "siprop": "extensions",
        "prop": "links",
        "titles": _NAMED_ON,
        "plnamespace": str(TEMPLATE),
        "pllimit": "max",
    }
    seen: set[int | str] = set()
    offered = False
    templates: dict[Title, None] = {}
    for reply in replies(session, options):
        entries = new_entries(reply.query.get("pageswithprop", ()), seen)
        offered = offered or bool(entries) or _has_extension(reply.query)
        for page in reply.query.get("pages", ()):
            templates |= {Title(one["ns"], one["title"]): None for one in page.get("links", ())}
        batch = [
            Candidate(Title(entry["ns"], entry["title"]), entry["pageid"])
            for entry in entries
            if in_namespaces(entry["ns"], query.namespaces)
        ]
        if batch:
            yield batch
    if offered:
        return
    if not templates:
        raise NotOffered(
            f"{session.wiki}: this wiki has no extension {_EXTENSION}, and {_NAMED_ON} links to no "
            "template; use `transclusions` with the template of its disambiguation pages"
        )
    yield from usage(
        session,
        Transclusions(
            of=tuple(templates), namespaces=query.namespaces, request_size=query.request_size
        ),
    )


def _has_extension(query: Entry) -> bool:
    return any(one.get("name") == _EXTENSION for one in query.get("extensions", ()))

"""Whether pages are disambiguation pages, a batch at a time; as `disambiguations` lists them.

The property that the extension Disambiguator gives them, or on a wiki without it the templates
that MediaWiki:Disambiguationspage links to. Which of the two it is, is asked once for a session.
"""

from collections.abc import Sequence
from typing import Final
from weakref import WeakKeyDictionary

from bot.errors import NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.lookups import entries
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters
from bot.page import Page
from bot.site import TEMPLATE
from bot.wiki import Disambiguation

_EXTENSION: Final = "Disambiguator"
_NAMED_ON: Final = "MediaWiki:Disambiguationspage"
_PROPERTY: Final = "disambiguation"
_MARKS: Final[WeakKeyDictionary[Session, Parameters]] = WeakKeyDictionary()


def disambiguation(session: Session, pages: Sequence[Page], _: Disambiguation) -> Sequence[bool]:
    """Whether each page is one; raises NotOffered where the wiki has no mark for them."""
    ids = [str(page.pageid) for page in pages if page.exists and page.pageid]
    found = {
        entry["pageid"]
        for entry in entries(session, "pageids", ids, mark(session))
        if marked(entry)
    }
    return [page.pageid in found for page in pages]


def mark(session: Session) -> Parameters:
    """The parameters by which a page's entry tells whether it is one; raises NotOffered."""
    known = _MARKS.get(session)
    if known is None:
        known = _MARKS[session] = _asked(session)
    return known


def marked(entry: Entry) -> bool:
    """Whether an entry that was asked for with `mark` has the mark."""
    return _PROPERTY in entry.get("pageprops", {}) or bool(entry.get("templates"))


def _asked(session: Session) -> Parameters:
    options = {
        "meta": "siteinfo",
        "siprop": "extensions",
        "prop": "links",
        "titles": _NAMED_ON,
        "plnamespace": str(TEMPLATE),
        "pllimit": "max",
    }
    extension = False
    templates: list[str] = []
    for reply in replies(session, options):
        names = {one.get("name") for one in reply.query.get("extensions", ())}
        extension = extension or _EXTENSION in names
        for page in reply.query.get("pages", ()):
            templates += [one["title"] for one in page.get("links", ())]
    if extension:
        return {"prop": "pageprops", "ppprop": _PROPERTY}
    if templates:
        some = "|".join(templates[: session.site.limits.titles])
        return {"prop": "templates", "tltemplates": some, "tllimit": "max"}
    raise NotOffered(
        f"{session.wiki}: this wiki has no extension {_EXTENSION}, and {_NAMED_ON} links to no "
        "template; say by which template or category its disambiguation pages are known"
    )

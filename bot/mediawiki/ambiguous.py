"""Whether pages are disambiguation pages, a batch at a time; as `disambiguations` lists them.

The property that the extension Disambiguator gives them, or on a wiki without it the templates
that MediaWiki:Disambiguationspage links to. Which of the two it is, is asked once for a session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from bot.errors import NotOffered
from bot.mediawiki.answers import Entry
from bot.mediawiki.lookups import entries
from bot.mediawiki.replies import replies
from bot.mediawiki.session import Session
from bot.page import Page
from bot.site import TEMPLATE
from bot.wiki import Disambiguation

_EXTENSION: Final = "Disambiguator"
_NAMED_ON: Final = "MediaWiki:Disambiguationspage"
_PROPERTY: Final = "disambiguation"
_MARKS: Final[WeakKeyDictionary[Session, "Mark"]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Mark:
    """What marks such pages: one of these templates, or if there are none the property."""

    templates: tuple[str, ...] = ()

    def parameters(self, most: int) -> dict[str, str]:
        """What makes a page's entry tell; of so many titles at most, as in all parameters."""
        if not self.templates:
            return {"prop": "pageprops", "ppprop": _PROPERTY}
        asked = {"prop": "templates", "tllimit": "max"}
        if len(self.templates) > most:
            return asked | {"tlnamespace": str(TEMPLATE)}
        return asked | {"tltemplates": "|".join(self.templates)}

    def on(self, entry: Entry) -> bool:
        """Whether the page of an entry that was asked for with `parameters` is one."""
        if not self.templates:
            return _PROPERTY in entry.get("pageprops", {})
        return any(one["title"] in self.templates for one in entry.get("templates", ()))


def disambiguation(session: Session, pages: Sequence[Page], _: Disambiguation) -> Sequence[bool]:
    """Whether each page is one; raises NotOffered where the wiki has no mark for them."""
    ids = [str(page.pageid) for page in pages if page.exists and page.pageid]
    by = mark(session)
    asked = by.parameters(session.titles_at_once)
    found = {one["pageid"] for one in entries(session, "pageids", ids, asked) if by.on(one)}
    return [page.pageid in found for page in pages]


def mark(session: Session) -> Mark:
    """What marks disambiguation pages on this wiki; raises NotOffered where nothing does."""
    known = _MARKS.get(session)
    if known is None:
        known = _MARKS[session] = _asked(session)
    return known


def _asked(session: Session) -> Mark:
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
        return Mark()
    if templates:
        return Mark(tuple(templates))
    raise NotOffered(
        f"{session.wiki}: this wiki has no extension {_EXTENSION}, and {_NAMED_ON} links to no "
        "template; give the filter `disambiguation` a `template` or `category`, and leave the "
        "option `disambiguations` out"
    )

"""The action `retarget_link`."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.errors import InvalidTitle, UsageError
from bot.page import Facets, Page
from bot.plugin import Action
from bot.site import CATEGORY, FILE, Site
from bot.titles import LinkTarget, Title
from bot.wiki import Known, RedirectsTo
from bot.wikitext.links import Link, find_links
from bot.wikitext.redirects import find_redirect
from bot.wikitext.regions import COMMENT, find_regions
from bot.wikitext.shown import shown_text
from bot.wikitext.tags import within

Change = tuple[int, int, str]


class RetargetLink(Action):
    """Point links to one page at another one; what readers see stays the same.

    Every way to write a link to the page is known: `[[mercury]]`, `[[Mercury_ ]]`, `[[:Mercury]]`,
    `[[Mercury#Orbit|its orbit]]`, `[[Merc%75ry]]`, in file captions, template parameters,
    references, galleries and their captions, as `link=` of a file. `[[Mercury]]` becomes
    `[[Mercury (planet)|Mercury]]`; a label that has become needless is dropped. Links in
    comments, nowiki and the like stay, and so do files shown and categories joined, which are no
    links. The fragment of a link stays unless `to` has one itself. On the page `to` nothing is
    changed: its links to the old page are hatnotes as a rule, and would become links to itself.

    The target of a redirect page stays, too: `#REDIRECT [[Mercury]]` on the page "Mercury
    (disambiguation)" would bring its readers to the planet. `redirect_pages: retarget` changes
    it; other links on a redirect page are links like any.

    With `redirects: follow` links to redirects to the page are pointed at `to` as well, but not
    those that are there already.

    ```yaml
    do:
      - retarget_link:
          from: Mercury
          to: Mercury (planet)
          redirects: follow
    ```
    """

    main: ClassVar = None

    from_: Annotated[str, Field(min_length=1, description="The page that links lead to now.")]
    to: Annotated[
        str, Field(min_length=1, description="The page, or `Page#Section`, they shall lead to.")
    ]
    redirects: Annotated[
        Literal["follow", "leave"],
        Field(description="Also take (follow) or leave links to redirects to the page."),
    ] = "leave"
    redirect_pages: Annotated[
        Literal["leave", "retarget"],
        Field(description="What becomes of `#REDIRECT [[…]]` to the page, on redirect pages."),
    ] = "leave"

    def needs(self, site: Site) -> Facets:
        """The text, and with `follow` the redirects to the page."""
        needed = super().needs(site)
        return needed | {self._redirects(site)} if self.redirects == "follow" else needed

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle where one is no page of this wiki, or both are one."""
        old = site.link(self.from_)
        if old.fragment:
            raise UsageError(f"{self.from_!r} names a section; links to all of the page are meant")
        if old.title is None:
            raise InvalidTitle(f"{self.from_!r} is a page of another wiki, not of {site.wiki}")
        if self._new(site) == (old.title, ""):
            raise UsageError(f"{self.from_!r} and {self.to!r} are the same page on {site.wiki}")

    def rewrite(self, page: Page) -> str:
        """The text with its links retargeted."""
        text = page.text
        if (page.title, "") == self._new(page.site):
            return text
        changes = sorted(self._changes(text, page))
        pieces, position = [], 0
        for start, end, new in changes:
            pieces += [text[position:start], new]
            position = end
        return "".join(pieces) + text[position:]

    def _changes(self, text: str, page: Page) -> Iterator[Change]:
        site, old = page.site, self._old(page)
        new, fragment = self._new(site)
        redirect = find_redirect(text, site)
        after_redirect = redirect.end if redirect else 0
        if (
            redirect
            and self.redirect_pages == "retarget"
            and self._leads_there(redirect.target, old, new, fragment)
        ):
            written = text[slice(*redirect.target_span)]
            target = _target(redirect.target, written, new, fragment, page)
            yield (*redirect.target_span, target)
        for link in find_links(text, site, page.title, whole=True):
            if link.start < after_redirect or link.kind not in {"link", "option"}:
                continue
            if self._leads_there(link.target, old, new, fragment):
                written = text[slice(*link.target_span)]
                target = _target(link.target, written, new, fragment, page)
                change = (
                    (*link.target_span, within(target.removeprefix(":"), link.quote))
                    if link.kind == "option"
                    else _rewritten(text, link, target, page)
                )
                if change:
                    yield change

    @staticmethod
    def _leads_there(target: LinkTarget, old: frozenset[Title], new: Title, fragment: str) -> bool:
        """Whether a link is one to change: to the old page, and not yet as it shall be."""
        if target.title not in old:
            return False
        return target.title != new or (bool(fragment) and not target.fragment)

    def _old(self, page: Page) -> frozenset[Title]:
        site = page.site
        titles = {site.title(self.from_)}
        if self.redirects == "follow":
            new, _ = self._new(site)
            redirects = page[self._redirects(site)]
            titles |= {one.title for one in redirects if one.title != new}
        return frozenset(titles)

    def _new(self, site: Site) -> tuple[Title, str]:
        target = site.link(self.to)
        if target.title is None:
            raise InvalidTitle(f"{self.to!r} is no page of {site.wiki}")
        return target.title, target.fragment

    def _redirects(self, site: Site) -> Known:
        return Known(RedirectsTo(to=site.title(self.from_), double=True))


def _target(old: LinkTarget, written: str, new: Title, fragment: str, page: Page) -> str:
    """What stands left of the pipe: the new title, with a colon where it needs or had one."""
    has_subpages = page.site.namespaces[page.title.namespace].has_subpages
    relative = has_subpages and new.text.startswith(("/", "../"))
    had_one = written.lstrip().startswith(":")
    colon = ":" if had_one or new.namespace in {FILE, CATEGORY} or relative else ""
    section = fragment or old.fragment
    return f"{colon}{new.text}#{section}" if section else colon + new.text


def _rewritten(text: str, link: Link, target: str, page: Page) -> Change | None:
    start, end = link.target_span
    written = text[start:end]
    comments = ""
    if "<" in written:
        regions = find_regions(written, page.site, whole=True)
        if any(region.name != COMMENT for region in regions):
            return None  # `[[Mer<noinclude>cury</noinclude>]]` is two links in one
        comments = "".join(written[region.start : region.end] for region in regions)
    if link.label_span is None:
        shown = written.lstrip() if comments else shown_text(written, page.site, page.title)
        return start, end, within(f"{target}|{shown}", link.quote)
    label_start, label_end = link.label_span
    label = text[label_start:label_end]
    if not comments and text[end:label_start] == "|" and _same(label, target, page.site):
        colon = ":" if target.startswith(":") and not label.startswith(":") else ""
        return start, label_end, colon + label
    return start, end, within(target, link.quote) + comments


def _same(shown: str, target: str, site: Site) -> bool:
    """Whether `[[shown]]` is a link to `target` that shows the same: spelled alike but for case."""
    bare = target.removeprefix(":")
    return shown[1:] == bare[1:] and _understood(shown, site) == _understood(bare, site)


def _understood(target: str, site: Site) -> LinkTarget | None:
    try:
        return site.link(target)
    except InvalidTitle:
        return None

"""Every link of a text with the places of its parts: a port of Parser::handleInternalLinks2.

Expands no template: what is written counts, `[[{{name}}]]` does not. Reads; never changes a text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote_to_bytes

import regex

from bot.errors import InvalidTitle
from bot.site import CATEGORY, FILE, Site
from bot.titles import LinkTarget, Title
from bot.wikitext.attributes import without_attributes
from bot.wikitext.live import GALLERY, GALLERY_LINE, Live, gallery_file, live_texts

MEDIA = -2
_NO_LINK = -2
Kind = Literal["link", "category", "file", "gallery", "option"]
Span = tuple[int, int]

# Title::legalChars() and "#%"; every character outside ASCII is legal.
_TARGET = re.compile(r"[ %!\"$&'()*,\-./0-9:;=?@A-Z\\^_`a-z~+#\u0080-\U0010ffff]+")
_PROTOCOL = re.compile(
    r"(?:bitcoin:|ftps?://|geo:|git://|gopher://|https?://|ircs?://|magnet:|mailto:|matrix:|mms://"
    r"|news:|nntp://|redis://|sftp://|sips?:|sms:|ssh://|svn://|tel(?:net://|:)|urn:|worldwind://"
    r"|xmpp:|//)",
    re.IGNORECASE,
)
_MAP_LINE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[ \t]*([^|\n#]+)(?:\|.*)?")
_OPTION = re.compile(r"\|[ \t\n\r]*link=([^|\[\]{}]*)")


class Link(NamedTuple):
    """A link: `start:end` with its brackets, and where its target and its label stand between.

    `trail_end` is where the letters behind it that show as part of it end; `label` is None where
    the link shows its target. Kinds: `link` is a plain one (to whatever namespace or wiki);
    `category` puts the page into a category; `file` shows a file, as does a line of a `gallery`;
    an `option` is the `link=` of a file, which has neither label nor brackets. `quote` is what
    would end the attribute in which the link stands, or empty (see `bot.wikitext.tags`).
    """

    kind: Kind
    target: LinkTarget
    start: int
    end: int
    target_span: Span
    label_span: Span | None
    trail_end: int
    quote: str = ""


def find_links(text: str, site: Site, page: Title, *, whole: bool = False) -> list[Link]:
    """The links of `text` as the wikitext of `page`, in the order of their beginnings.

    With `whole` those in `includeonly`, too. Links in the caption of a file follow it.
    """
    links: list[Link] = []
    if "[[" not in text and "<" not in text:
        return links
    for live in live_texts(text, site, whole=whole):
        scan = _Scan(live, site, page)
        if live.inside == GALLERY:
            links += scan.gallery()
        elif live.inside == "imagemap":
            links += scan.image_map()
        elif "[[" in live.text:
            links += scan.links()
    if "<" in text:
        links.sort(key=lambda link: link.start)
    return links


def written_target(link: str, site: Site, page: Title) -> LinkTarget | None:
    """What the left side of a link on `page` points to, subpages included; None for no link."""
    link = decoded_target(link)
    if _PROTOCOL.match(link):
        return None
    if link[:1] in {"/", "."} and site.namespaces[page.namespace].has_subpages:
        link = subpage(link, page)
    try:
        return site.link(link)
    except InvalidTitle:
        return None


def decoded_target(link: str) -> str:
    """The left side of a link without the percent signs of an address."""
    if "%" in link:
        link = _decoded(link).replace("<", "&lt;").replace(">", "&gt;")
    return link.lstrip(" ")


def subpage(link: str, page: Title) -> str:
    """`/Notes` and `../Other` as full titles (Linker::normalizeSubpageLink); others as they are."""
    path, hash_sign, fragment = link.partition("#")
    path = path.strip()
    suffix = hash_sign + fragment
    if path.startswith("/"):
        return f"{page.text}/{path.rstrip('/')[1:].strip()}{suffix}"
    ups = 0
    while path.startswith("../"):
        ups, path = ups + 1, path[3:]
    levels = page.text.split("/")
    if not ups or len(levels) <= ups:
        return link
    path = path.rstrip("/").strip()
    return "/".join([*levels[:-ups], *([path] if path else [])]) + suffix


@lru_cache(maxsize=64)
def _trail(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


class _Scan:
    """One live text being read."""

    def __init__(self, live: Live, site: Site, page: Title) -> None:
        self.live = live
        self.text = live.text
        if live.inside != GALLERY and "[[" in self.text:
            self.text = without_attributes(self.text)
        self.site = site
        self.page = page
        self.trail = _trail(site.link_trail)

    def links(self) -> Iterator[Link]:
        """The links of the whole text."""
        return self._between(0, len(self.text))

    def gallery(self) -> Iterator[Link]:
        """The files that the lines of a gallery show; captions are live texts of their own."""
        for line in GALLERY_LINE.finditer(self.text):
            if target := gallery_file(line[1], self.site):
                yield self._link("gallery", target, line.span(), line.span(1))
                yield from self._options(*line.span(2))

    def image_map(self) -> Iterator[Link]:
        """The file that the first line of an image map shows, and the links of its areas."""
        if line := _MAP_LINE.match(self.text):
            target = self._target(line[1])
            if target is not None and _is_file(target):
                yield self._link("gallery", target, line.span(), line.span(1))
        yield from self.links()

    def _between(self, start: int, stop: int) -> Iterator[Link]:
        """The links of `text[start:stop]`; each round reads the part from one `[[` to the next."""
        text = self.text
        here = text.find("[[", start, stop)
        while here >= 0:
            following = text.find("[[", here + 2, stop)
            part_end = following if following >= 0 else stop
            written = _TARGET.match(text, here + 2, part_end)
            close = -1 if written is None else self._close(written.end(), part_end)
            if written is None or close == _NO_LINK:
                here = following
                continue
            target = written_target(written[0], self.site, self.page)
            if target is None:
                here = following
                continue
            name = written.span()
            if not target.colon and _is_file(target):
                past = part_end
                if close < 0:
                    close, past = self._file_end(part_end, stop)
                if close >= 0:
                    yield self._bracketed("file", target, name, close)
                    yield from self._options(name[1], close)
                yield from self._between(name[1], close if close >= 0 else past)
                here = text.find("[[", past, stop)
                continue
            if close >= 0:
                yield self._bracketed(_kind(target), target, name, close)
            here = following

    def _close(self, name_end: int, part_end: int) -> int:
        """Where the `]]` of a link stands, -1 if its label has no end in this part, or _NO_LINK."""
        text = self.text
        if text.startswith("]]", name_end, part_end):
            return name_end
        if not text.startswith("|", name_end, part_end):
            return _NO_LINK
        # a label has at least one character, be it a bracket
        close = text.find("]]", name_end + 2, part_end)
        external = text.find("[", name_end, max(close, name_end)) >= 0
        # T1500: `[[A|[http://…]]]`, the label ends with an external link
        return close + 1 if external and text.startswith("]", close + 2, part_end) else close

    def _file_end(self, position: int, stop: int) -> tuple[int, int]:
        """Where the `]]` of a file whose caption has links stands (or -1), and where to go on."""
        text = self.text
        while position >= 0 and position < stop:
            following = text.find("[[", position + 2, stop)
            part_end = following if following >= 0 else stop
            inner = text.find("]]", position + 2, part_end)
            if inner < 0:
                return -1, part_end
            outer = text.find("]]", inner + 2, part_end)
            if outer >= 0:
                return outer, outer + 2
            position = following
        return -1, stop

    def _options(self, start: int, stop: int) -> Iterator[Link]:
        for option in _OPTION.finditer(self.text, start, stop):
            value = option[1].strip()
            if not value or _PROTOCOL.match(value):
                continue
            target = self._target(_decoded(value))
            if target is None:
                continue
            begin = option.start(1) + len(option[1]) - len(option[1].lstrip())
            span = (begin, begin + len(value))
            yield self._link("option", target, span, span)

    def _bracketed(self, kind: Kind, target: LinkTarget, name: Span, end: int) -> Link:
        """A link whose `]]` stands at `end`; its label, if any, begins behind the name."""
        label = None if name[1] == end else (name[1] + 1, end)
        trail = end + 2
        if kind == "link" and (letters := self.trail.match(self.text, trail)):
            trail = letters.end()
        return self._link(kind, target, (name[0] - 2, end + 2), name, label, trail)

    def _link(  # noqa: PLR0917 - private, and each call is read beside the others
        self,
        kind: Kind,
        target: LinkTarget,
        span: Span,
        name: Span,
        label: Span | None = None,
        trail: int | None = None,
    ) -> Link:
        start, end = self.live.start, self.live.end
        return Link(
            kind,
            target,
            start(span[0]),
            end(span[1]),
            (start(name[0]), end(name[1])),
            None if label is None else (start(label[0]), end(label[1])),
            end(span[1] if trail is None else trail),
            self.live.quote,
        )

    def _target(self, name: str) -> LinkTarget | None:
        try:
            return self.site.link(name)
        except InvalidTitle:
            return None


def _kind(target: LinkTarget) -> Kind:
    if not target.colon and target.title is not None and target.title.namespace == CATEGORY:
        return "category"
    return "link"


def _is_file(target: LinkTarget) -> bool:
    return target.title is not None and target.title.namespace == FILE


def _decoded(name: str) -> str:
    return unquote_to_bytes(name).decode(errors="replace") if "%" in name else name

"""The text that MediaWiki's link parser sees, and the way back from it to the places in the source.

Comments are gone, each other region is one character that no title may have, and `{{!}}` is a
pipe. What stands in a `ref` or a `poem` is a live text of its own, as is a gallery's caption.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

from bot.errors import InvalidTitle
from bot.site import FILE, Site
from bot.titles import LinkTarget
from bot.wikitext.regions import PARSED, Region, find_regions
from bot.wikitext.tags import gallery_caption

MARKER = "\x7f"
GALLERY = "gallery"
CAPTION = "caption"
GALLERY_LINE = re.compile(r"^([^|\n]+)(\|.*)?$", re.MULTILINE)
_PIPE = re.compile(r"(?<!\{)\{\{!\}\}(?!\})")
_Part = tuple[str, int, str, str]  # a text, where it begins, what it stands in, its quote


@dataclass(frozen=True, slots=True)
class Live:
    """A live text. `starts` and `sources` are where its pieces begin here and in the source.

    `ends` is where a piece that was replaced ends in the source, or -1 for one that was copied;
    `inside` names the tag whose content this is; `quote` is what would end the attribute that it
    is the value of, or empty where it is none's.
    """

    text: str
    inside: str
    starts: tuple[int, ...]
    sources: tuple[int, ...]
    ends: tuple[int, ...]
    quote: str = ""

    def start(self, position: int) -> int:
        """Where in the source the character at `position` begins."""
        if len(self.starts) == 1:
            return self.sources[0] + position
        piece = bisect_right(self.starts, position) - 1
        if self.ends[piece] >= 0:
            return self.sources[piece]
        return self.sources[piece] + position - self.starts[piece]

    def end(self, position: int) -> int:
        """Where in the source the character before `position` ends."""
        if len(self.starts) == 1:
            return self.sources[0] + position
        piece = bisect_right(self.starts, position - 1) - 1
        if self.ends[piece] >= 0:
            return self.ends[piece]
        return self.sources[piece] + position - self.starts[piece]


def live_texts(text: str, site: Site, *, whole: bool = False, pipes: bool = True) -> Iterator[Live]:
    """The live text of a page, then those of the tags in it.

    A gallery comes as it is written, and then the live text of each of its captions; the one of
    the gallery itself comes before it. `whole` counts `includeonly` as live, as `find_regions` has
    it; `pipes` reads `{{!}}` as one.
    """
    text = text.replace(MARKER, "?")  # as Parser::parse does, for the same reason
    pending = deque([(text, 0, "", "")])
    while pending:
        part, offset, inside, quote = pending.popleft()
        if inside == GALLERY:
            yield _live(part, [], offset, inside)
            pending += _captions(part, offset, site)
            continue
        regions = find_regions(part, site, whole=whole)
        holes = [(one.start, one.end, "" if one.invisible else MARKER) for one in regions]
        if pipes and "{{!}}" in part:
            holes = _with_pipes(part, holes)
        live = _live(part, holes, offset, inside)
        yield replace(live, quote=quote) if quote else live
        for one in regions:
            if one.name == GALLERY:
                pending += _caption(part, one, offset)
            if one.name in PARSED and one.inner_start < one.inner_end:
                inner = part[one.inner_start : one.inner_end]
                pending.append((inner, offset + one.inner_start, one.name, ""))


def _caption(text: str, gallery: Region, offset: int) -> Iterator[_Part]:
    end = gallery.inner_start - (2 if text[gallery.inner_start - 2] == "/" else 1)
    caption = gallery_caption(text, gallery.start + 1 + len(GALLERY), end)
    if caption:
        yield caption.text, offset + caption.start, CAPTION, caption.quote


def _captions(text: str, offset: int, site: Site) -> Iterator[_Part]:
    for line in GALLERY_LINE.finditer(text):
        if line[2] and gallery_file(line[1], site):
            yield line[2], offset + line.start(2), CAPTION, ""


def gallery_file(name: str, site: Site) -> LinkTarget | None:
    """What the beginning of a gallery's line names, a file unless it has another prefix."""
    if "%" in name:
        name = unquote_to_bytes(name).decode(errors="replace")
    try:
        return site.link(name, FILE)
    except InvalidTitle:
        return None


def _with_pipes(text: str, holes: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    found = []
    position = 0
    for start, end, _ in [*holes, (len(text), len(text), "")]:
        found += [(pipe.start(), pipe.end(), "|") for pipe in _PIPE.finditer(text, position, start)]
        position = end
    return sorted(holes + found)


def _live(text: str, holes: list[tuple[int, int, str]], offset: int, inside: str) -> Live:
    if not holes:
        return Live(text, inside, (0,), (offset,), (-1,))
    pieces, starts, sources, ends = [], [], [], []
    length = position = 0
    for start, end, shown in [*holes, (len(text), len(text), "")]:
        if start > position:
            pieces.append(text[position:start])
            starts.append(length)
            sources.append(offset + position)
            ends.append(-1)
            length += start - position
        if shown:
            pieces.append(shown)
            starts.append(length)
            sources.append(offset + start)
            ends.append(offset + end)
            length += 1
        position = end
    if not starts:
        starts, sources, ends = [0], [offset], [-1]
    return Live("".join(pieces), inside, tuple(starts), tuple(sources), tuple(ends))

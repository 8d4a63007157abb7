"""The transclusions of a text as written, with their places: the brace rules of the preprocessor.

A port of the stack of Preprocessor_Hash::buildDomTreeArrayFromText and of the name rules of
Parser::braceSubstitution. Magic words and parser functions are no templates; a name that is
itself made by a template is unknown and left out. Reads; never changes a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.errors import InvalidTitle
from bot.site import SPECIAL, TEMPLATE, Site
from bot.titles import Title
from bot.wikitext.links import subpage
from bot.wikitext.live import GALLERY, Live, live_texts
from bot.wikitext.magic import is_function, is_variable

_TOKENS = (
    r"\[\[[^\[\]{}\n]*\]\]"  # a link with nothing in it is passed over as a whole
    r"|\{\{+|-\{+|\[\[+|\}\}+|\}-|\]\]+|\|"
)
_TOKEN = re.compile(rf"{_TOKENS}|(?:\A|\n)=+")
_TOKEN_IN_HEADING = re.compile(rf"{_TOKENS}|\n=*")
_PREFIX = re.compile(r"(safesubst:)?(?:msgnw:|msg:)?(?:raw:)?", re.IGNORECASE)
_SUBST = re.compile(r"subst:", re.IGNORECASE)


class Transclusion(NamedTuple):
    """`{{name|…}}`: what it transcludes and where it and its name stand.

    `name_span` is the name as written without the blanks around it and without `safesubst:`.
    """

    title: Title
    start: int
    end: int
    name_span: tuple[int, int]


class Braces(NamedTuple):
    """A closed `{{…}}` of the live text; `pipe` is where its first argument or its end begins.

    `pipes` are all that part its arguments, `inner` the stretches in it that are closed things of
    their own: templates, parameters, links, headings.
    """

    start: int
    end: int
    pipe: int
    pipes: tuple[int, ...] = ()
    inner: tuple[tuple[int, int], ...] = ()


def find_transclusions(
    text: str, site: Site, page: Title, *, whole: bool = False
) -> list[Transclusion]:
    """The transclusions in `text` as the wikitext of `page`, inner ones before outer ones.

    With `whole` those in `includeonly`, too. `{{subst:…}}` is none.
    """
    return [found for found, _, _ in transclusions_in_live(text, site, page, whole=whole)]


def transclusions_in_live(
    text: str, site: Site, page: Title, *, whole: bool = False
) -> Iterator[tuple[Transclusion, Live, Braces]]:
    """The same, each with its braces in the live text that it stands in."""
    if "{{" not in text:
        return
    for live in live_texts(text, site, whole=whole, pipes=False):
        if live.inside == GALLERY:
            continue
        for piece in find_braces(live.text):
            title, name_start, name_end = _transcluded(live.text, piece, site, page)
            if title is not None:
                span = (live.start(name_start), live.end(name_end))
                found = Transclusion(title, live.start(piece.start), live.end(piece.end), span)
                yield found, live, piece


def template_titles(text: str, site: Site, page: Title) -> set[Title]:
    """The titles of everything that `text` transcludes, templates or not."""
    return {one.title for one in find_transclusions(text, site, page)}


@dataclass(slots=True)
class _Open:
    """A row of `count` opening marks that waits for its end (PPDStackElement)."""

    mark: str
    count: int
    after: int
    dashed: bool = False
    pipe: int = -1
    part: int = -1
    known: bool = True  # the name has no template in it
    pipes: list[int] = field(default_factory=list)
    inner: list[tuple[int, int]] = field(default_factory=list)


def _transcluded(
    text: str, piece: Braces, site: Site, page: Title
) -> tuple[Title | None, int, int]:
    start, end = piece.start + 2, piece.pipe
    written = text[start:end]
    start += len(written) - len(written.lstrip())
    name = written.strip()
    end = start + len(name)
    prefix = _PREFIX.match(name)
    if prefix is not None and prefix.end():
        start, name = start + prefix.end(), name[prefix.end() :]
    nothing = (None, start, end)
    if not name or name[0] == "#" or _SUBST.match(name):
        return nothing
    if piece.pipe == piece.end - 2 and is_variable(name):
        return nothing
    if ":" in name and is_function(name.partition(":")[0]):
        return nothing
    namespace = TEMPLATE
    if name[0] in "/." and site.namespaces[page.namespace].has_subpages:
        full = subpage(name, page)
        if full != name:
            name, namespace = full, page.namespace
    try:
        target = site.link(name, namespace)
    except InvalidTitle:
        return nothing
    title = target.title
    return (None if title is None or title.namespace == SPECIAL else title), start, end


def find_braces(text: str, *, any_name: bool = False) -> Iterator[Braces]:
    """The templates of a live text whose names are written out, as the preprocessor pairs them.

    With `any_name` those whose names are made by templates, too.
    """
    stack: list[_Open] = []
    position = 0
    while True:
        in_heading = bool(stack) and stack[-1].mark == "\n"
        token = (_TOKEN_IN_HEADING if in_heading else _TOKEN).search(text, position)
        if token is None:
            return
        start, position = token.span()
        first = text[start]
        if first == "[":
            if text[position - 1] == "[":
                stack.append(_Open("[", position - start, position))
            else:
                _note(stack, start, position)
        elif first == "{":
            stack.append(_Open("{", position - start, position))
        elif first == "|":
            if stack and stack[-1].mark in "{-":
                top = stack[-1]
                top.pipe = start if top.pipe < 0 else top.pipe
                top.part = position
                top.pipes.append(start)
        elif first in "]}":
            yield from _close(text, stack, start, position, any_name=any_name)
        elif first == "-":
            count = position - start - 1
            mark = "-" if count == 1 else "{"
            stack.append(_Open(mark, 2 if count == 1 else count, position, dashed=count > 1))
        else:
            _heading(text, stack, start, position, closes=in_heading)


def _heading(text: str, stack: list[_Open], start: int, end: int, *, closes: bool) -> None:
    """A line end that closes a heading, a line start that may open one, or both."""
    if closes:
        heading = stack.pop()
        _note(stack, heading.after - heading.count, start)
    marks = end - start - (text[start] == "\n")
    if not marks:
        return
    if marks == 1 and stack and stack[-1].mark in "{-":
        part = stack[-1].part
        if part >= 0 and text.find("=", part, start) < 0:
            return  # it separates a parameter's name from its value
    stack.append(_Open("\n", marks, end))


def _close(
    text: str, stack: list[_Open], position: int, end: int, *, any_name: bool
) -> Iterator[Braces]:
    """A row of `]` or `}` against what is open; a row may close several."""
    mark = text[position]
    dash = text[end - 1] == "-"
    end -= dash
    while stack and position < end:
        top = stack[-1]
        if top.mark == "-" and mark == "}":
            if dash or text.startswith("-", end):
                converted = stack.pop()
                _note(stack, converted.after - converted.count, end)
            return
        if top.mark != ("{" if mark == "}" else "["):
            return
        count = min(end - position, top.count, 3 if mark == "}" else 2)
        if count < 2:  # noqa: PLR2004 - one bracket closes nothing
            return
        stack.pop()
        position += count
        if mark == "}":
            opening = top.after - count
            if count == 2 and (top.known or any_name):  # noqa: PLR2004 - three are a parameter
                pipe = position - 2 if top.pipe < 0 else top.pipe
                yield Braces(opening, position, pipe, tuple(top.pipes), tuple(top.inner))
        _reopen(stack, top, count)
        _note(stack, top.after - count, position)
        if mark == "}" and stack and stack[-1].pipe < 0:
            stack[-1].known = False


def _note(stack: list[_Open], start: int, end: int) -> None:
    """What is open has a closed thing in it."""
    if stack:
        stack[-1].inner.append((start, end))


def _reopen(stack: list[_Open], top: _Open, closed: int) -> None:
    """Put back what is left of a row of opening marks."""
    left = top.count - closed
    if left >= 2:  # noqa: PLR2004
        stack.append(_Open(top.mark, left, top.after - closed, dashed=top.dashed))
    elif left == 1 and top.mark == "{" and top.dashed:
        stack.append(_Open("-", 2, top.after - closed))

"""A plan as one web page that stands alone: no network, no script but its own filter box.

It holds every change. Streamed: an item is rendered and forgotten. Whatever a wiki's text holds
stays text.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.diff import Hunk
from bot.plan import Numbered, Plan
from bot.render.excerpt import Shown, excerpt
from bot.render.harmless import harmless, one_line
from bot.render.reasons import notice_words, reason_words
from bot.render.sections import Notes, Section, no_notes, sections
from bot.render.templates import Templates
from bot.site import Site

_WIDTH = 400  # letters: a line of up to twice as many is shown whole, of a longer one every change

FILTERS: dict[str, Callable[..., Any]] = {
    "harmless": harmless,
    "one_line": one_line,
    "reason": reason_words,
    "notice": notice_words,
}


Part = tuple[Section, list[tuple[str, list[Shown]]]]


def plan_page(
    plan: Plan,
    entries: Iterable[Numbered],
    site: Site | None = None,
    folder: Path | None = None,
    notes: Notes = no_notes,
) -> Iterator[str]:
    """The page in pieces; `entries` are read while it is made.

    With a site, titles link to their pages. `folder` holds the user's own templates; raises
    UsageError for one that is faulty, BotError where reading the entries does.
    """
    values = {"plan": plan, "sections": parts(entries, site, notes)}
    return Templates(folder, FILTERS).stream("plan.html", values)


def parts(
    entries: Iterable[Numbered], site: Site | None = None, notes: Notes = no_notes
) -> Iterator[Part]:
    """What `items.html` shows: each section with the lines of its diff."""
    for section in sections(entries, site, notes):
        yield section, [_hunk(hunk) for hunk in section.hunks]


def _hunk(hunk: Hunk) -> tuple[str, list[Shown]]:
    return hunk.heading, [excerpt(line, _WIDTH) for line in hunk.lines]

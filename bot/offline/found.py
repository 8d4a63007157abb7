"""Rows of walks as candidates, and the walk from pages to the redirects to them. Reads only."""

from collections.abc import Iterator, Sequence

from bot.offline.store import REDIRECT, Key, Row, title
from bot.offline.walking import (
    PAGE_ID,
    PAGE_NAME,
    PAGE_NAMESPACE,
    PAGE_REDIRECT,
    Ask,
    Linking,
)
from bot.page import Candidate, Via
from bot.site import Site
from bot.wiki import Namespaces


def candidate(site: Site, row: Row, *, direct: bool = True, via: tuple[Via, ...] = ()) -> Candidate:
    """A row of a walk as a candidate."""
    return Candidate(
        title(site, row[PAGE_NAMESPACE], row[PAGE_NAME]),
        row[PAGE_ID],
        bool(row[PAGE_REDIRECT]),
        direct,
        via,
    )


def key_of(row: Row) -> Key:
    """How the page of a row stands in the tables."""
    return row[PAGE_NAMESPACE], row[PAGE_NAME]


def real_namespaces(site: Site, namespaces: Namespaces) -> Namespaces:
    """Without numbers that no page can have; None for all, which the API gives by page id alone."""
    if namespaces is None:
        return None
    real = {number for number in site.namespaces if number >= 0}
    wanted = real.intersection(namespaces)
    return None if wanted == real else tuple(sorted(wanted))


def walk_redirects(
    ask: Ask, targets: Sequence[Key], block: int, *, double: bool
) -> Iterator[tuple[Row, Key | None]]:
    """Breadth first, each with the redirect between it and a target, if there is one.

    Neither a target itself nor what was there already comes again (a loop).
    """
    seen, wave = set(targets), list(targets)
    first = frozenset(targets)
    while wave:
        found = []
        for one in wave:
            for row in Linking(kind=REDIRECT, block=block).walk(ask, one):
                if key_of(row) not in seen:
                    seen.add(key_of(row))
                    found.append(key_of(row))
                    yield row, None if one in first else one
        wave = found if double else []

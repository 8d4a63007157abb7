"""The question whether a wiki agrees with what a copy of it says, which may be old."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from bot.page import Candidate, Facets
from bot.wiki.facets import REDIRECT_FLAG
from bot.wiki.incoming import Orphans
from bot.wiki.links import Backlinks
from bot.wiki.listings import CategoryMembers
from bot.wiki.query import Query
from bot.wiki.usage import FileUsage, Transclusions


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Query):
    """Pages that a copy of the wiki names for a question, as far as the wiki says the same now.

    `found` gives what the copy names, with all ways that lead to each page; it is called when the
    first page is wanted. Each way that the wiki does not know (any more) is taken away, and pages
    without any left, which do not exist, or which the question leaves out. What the copy does not
    name is not found.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    question: Backlinks | Transclusions | FileUsage | CategoryMembers | Orphans
    found: Callable[[], Iterator[list[Candidate]]] = field(compare=False)

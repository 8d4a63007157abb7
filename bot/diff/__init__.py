"""What differs between two texts: lines, words in them, and spans that rebuild the second.

Knows nothing of pages or plans.
"""

from bot.diff.fingerprints import fingerprints
from bot.diff.hunks import Hunk, Line, hunks, unified
from bot.diff.merging import merge
from bot.diff.spans import Span, rebuild, spans
from bot.diff.stretch import Stretch, changed_stretch

__all__ = [
    "Hunk",
    "Line",
    "Span",
    "Stretch",
    "changed_stretch",
    "fingerprints",
    "hunks",
    "merge",
    "rebuild",
    "spans",
    "unified",
]

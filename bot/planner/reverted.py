"""Whether an edit was made before and somebody took it back; asks nothing itself.

A page's own text says that it was taken back: what is to be done stands to be done again.
"""

from collections.abc import Mapping
from typing import Final

from bot.diff import fingerprints
from bot.plan import Edit, Skip
from bot.planner.judge import Verdict

REVERTED: Final = "reverted"
WORDS: Final = (
    "a change of this edit was saved before, and somebody took it back; `edit.allow_reverted` "
    "makes it all the same"
)


def was_made(edit: Edit, made: Mapping[int, frozenset[str]]) -> bool:
    """Whether the edit would do again what was done to its page before, in part or in whole.

    `made` has the fingerprints of the edits that were saved on pages, by page id. Lines count
    whole, wherever they stand: an edit shares a fingerprint with an earlier one where it turns
    the same lines into the same other lines.
    """
    if edit.pageid is None:
        return False
    known = made.get(edit.pageid, frozenset())
    return bool(known) and not known.isdisjoint(fingerprints(edit.before, edit.after))


def unless_made(verdict: Verdict, made: Mapping[int, frozenset[str]]) -> Verdict:
    """The verdict without edits that were made before; a skip where nothing else is left."""
    kept = tuple(
        item for item in verdict.items if not (isinstance(item, Edit) and was_made(item, made))
    )
    if kept or not verdict.items:
        return Verdict(kept, verdict.skip)
    first = verdict.items[0]
    # no words of its own: they would be the same for thousands of pages
    return Verdict(skip=Skip(first.cause or first.title, REVERTED))

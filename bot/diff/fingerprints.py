"""Fingerprints of a change: what happened to each changed stretch of lines, wherever it stands.

By them an edit is known again that was made before and taken back since, even where other edits
came between. Pure.
"""

import hashlib

from bot.diff.alignment import align
from bot.diff.lines import lines_of


def fingerprints(before: str, after: str) -> frozenset[str]:
    """One for each stretch of changed lines: of its old lines and its new ones, as hexadecimal.

    White space at the ends of a stretch does not count. Two changes share one where they turn the
    same whole lines into the same other ones; a change of the same words in another line does not.
    """
    old, new = lines_of(before), lines_of(after)
    return frozenset(
        _fingerprint(old[change.before : change.before_end], new[slice(*change[2:])])
        for change in align(old, new)
    )


def _fingerprint(*stretches: list[str]) -> str:
    texts = ["\n".join(lines).strip() for lines in stretches]
    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = b"%d %d\n" % (len(pieces[0]), len(pieces[1]))
    return hashlib.sha256(lengths + b"".join(pieces)).hexdigest()[:32]

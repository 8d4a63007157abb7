"""What a mistyped name was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 12  # more known names than these are too many for one line


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the known name that is nearest to `word`, or all of them where they are few."""
    names = sorted(set(known))
    folded = {name.casefold().replace("-", "_").replace(" ", "_"): name for name in names}
    near = get_close_matches(
        word.casefold().replace("-", "_").replace(" ", "_"), folded, n=1, cutoff=0.6
    )
    if near:
        return f"did you mean `{folded[near[0]]}`?"
    if names and len(names) <= _LISTED:
        return "known: " + ", ".join(names)
    return ""

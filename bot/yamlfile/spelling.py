"""What a mistyped name was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 12  # more known names than these are too many for one line


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that `word` is most like, if any is near enough."""
    folded = {_folded(name): name for name in sorted(set(known))}
    near = get_close_matches(_folded(word), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the known name that is nearest to `word`, or all of them where they are few."""
    names = sorted(set(known))
    near = nearest(word, names)
    if near:
        return f"did you mean `{near}`?"
    return "known: " + ", ".join(names) if names and len(names) <= _LISTED else ""


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")

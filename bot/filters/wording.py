"""The words that a filter looks for in a name or a text: as they stand, or as patterns."""

from collections.abc import Iterable

from bot.patterns import Case, compile_pattern


def same(one: str, other: str, case: Case) -> bool:
    """Whether two texts are the same."""
    return one == other or (case == "ignore" and one.casefold() == other.casefold())


def fits_any(text: str, equals: Iterable[str], matches: Iterable[str], case: Case) -> bool:
    """Whether a text is one of those, or one of the patterns is found in it; raises Runaway."""
    return any(same(text, one, case) for one in equals) or any(
        compile_pattern(one, case=case).search(text) for one in matches
    )

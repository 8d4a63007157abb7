"""Gathers what is wrong with a file, so that its writer hears of everything at once."""

from collections.abc import Iterable, Iterator

from bot.errors import InvalidFile, Place, Problem
from bot.yamlfile import Mapping, Node, Scalar, did_you_mean, quote, quote_it

EMPTY_HINT = "for an empty text write ''"


class Problems:
    """The problems found so far."""

    def __init__(self, found: tuple[Problem, ...] = ()) -> None:
        self._found = list(found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note one problem; the same one twice is told once."""
        problem = Problem(place, message, hint)
        if problem not in self._found:
            self._found.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several."""
        for one in problems:
            self.add(one.place, one.message, one.hint)

    def unknown(self, name: Scalar, message: str, known: tuple[str, ...]) -> None:
        """Note a name that is not among the known ones, with what was probably meant."""
        self.add(name.place, message, did_you_mean(name.text, known))

    def raise_any(self) -> None:
        """Raise InvalidFile with all that was noted."""
        if self._found:
            raise InvalidFile(self._found)


def found(node: Node) -> str:
    """What stands in the file, in a few words."""
    if isinstance(node, Scalar):
        text = node.text if len(node.text) <= _LONGEST else node.text[:_LONGEST] + "…"
        return repr(text)
    return "a mapping" if isinstance(node, Mapping) else "a list"


_LONGEST = 60


def as_text_hint(node: Node) -> str:
    """How to write a list or mapping that was meant as a text."""
    if isinstance(node, Scalar) or not node.raw:
        return ""
    return f"if it is a text, {quote_it(node.raw)}"


def empty_hint(node: Scalar, otherwise: str = "") -> str:
    """What to do about a value that is not there, or that YAML took for a comment."""
    cut = node.comment_after.strip()
    return f"# begins a comment; if it belongs to the text, {quote_it(cut)}" if cut else otherwise


def comment_hint(node: Scalar) -> str:
    """How to write a text behind which YAML saw a comment."""
    whole = quote(node.text + node.comment_after)
    return f"if it belongs to the text, quote it: {whole}; a comment goes on a line of its own"

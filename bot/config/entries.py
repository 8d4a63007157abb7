"""Reads single entries of a config; what is wrong is gathered, and never told with a secret."""

from pathlib import Path

from bot.errors import Place, Problem
from bot.yamlfile import Mapping, Scalar, did_you_mean, nearest

_NO_REASONS = {"true", "false", "yes", "no", "on", "off"}


class Entries:
    """The entries of the config at `path`, and the problems found so far."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = list(problems)

    def note(self, place: Place, message: str, hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(place, message, hint))

    def check_keys(
        self, node: Mapping, known: tuple[str, ...], what: str, *, private: bool = False
    ) -> None:
        """Note the keys that nobody knows; of a `private` mapping one may be a secret itself."""
        for key, _ in node.entries:
            if key.text not in known:
                shown = not private or nearest(key.text, known)
                message = f"{what} has no key `{key.text}`" if shown else f"{what} has another key"
                self.note(key.place, message, did_you_mean(key.text, known))

    def text(self, node: Mapping, key: str) -> str:
        """The text of a key, empty where it is not there; anything else is noted."""
        name, value = node.key(key), node.get(key)
        if isinstance(value, Scalar) and not value.empty:
            return value.text.strip()
        if name:
            self.note(name.place, f"`{key}` should be a text")
        return ""

    def reason(self, node: Mapping, key: str) -> str:
        """The text of a key that takes a reason."""
        text = self.text(node, key)
        if text.casefold() in _NO_REASONS:
            self.note(self.place(node, key), f"`{key}` takes a reason, not {text!r}")
        return text

    def place(self, node: Mapping, key: str) -> Place:
        """Where the value of a key stands."""
        value = node.get(key)
        return value.place if value else node.place

    def file(self, node: Scalar) -> Path:
        """A path as written, relative to the config's folder."""
        return self.path.parent / Path(node.text.strip()).expanduser()

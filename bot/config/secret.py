"""Passwords and tokens: known by where they come from, read only at the moment of use."""

import os
from pathlib import Path
from typing import Literal

from bot.errors import UsageError
from bot.hiding import hide

Origin = Literal["text", "env", "file"]


class Secret:
    """A secret that no log, message or traceback shows; `reveal` is the one way to its text.

    What was revealed is hidden (`bot.hiding`) where others quote it to us.
    `value` is the text itself, the name of an environment variable, or the path of a file.
    """

    __slots__ = ("_origin", "_value")

    def __init__(self, value: str, origin: Origin = "text") -> None:
        self._value = value
        self._origin = origin

    @property
    def origin(self) -> Origin:
        """Where it is: in the config's own text, in a variable, in a file."""
        return self._origin

    @property
    def file(self) -> Path | None:
        """The file that it is in, if it is in one of its own."""
        return Path(self._value) if self._origin == "file" else None

    def reveal(self) -> str:
        """The text. Raises UsageError where the variable or file is not there or is empty."""
        if self._origin == "text":
            text = self._value
        else:
            text = self._from_env() if self._origin == "env" else self._from_file()
            if not text:
                raise UsageError(f"{self} is empty; put the secret there")
        hide(text)
        return text

    def _from_env(self) -> str:
        try:
            return os.environ[self._value]
        except KeyError:
            raise UsageError(
                f"the environment variable {self._value} is not set; a secret should be in it"
            ) from None

    def _from_file(self) -> str:
        try:
            return Path(self._value).read_text("utf-8").strip("\r\n")
        except OSError as error:
            raise UsageError(
                f"{self._value}: cannot read the secret that the config names: {error.strerror}"
            ) from error
        except UnicodeDecodeError:
            # `from None`: the foreign error quotes what it could not read
            raise UsageError(
                f"{self._value}: not UTF-8; the config names it for a secret"
            ) from None

    def __repr__(self) -> str:
        if self._origin == "text":
            return "<secret>"
        return f"<secret from {'$' if self._origin == 'env' else ''}{self._value}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return (self._origin, self._value) == (other._origin, other._value)

    def __hash__(self) -> int:
        return hash((self._origin, self._value))

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is not copied into files")

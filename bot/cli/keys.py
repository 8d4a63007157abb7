"""Reads single keys from the terminal, without waiting for the end of a line."""

import os
import sys
import termios
import tty
from typing import Any, Final, Self

END: Final = "\x04"  # ^D, and the end of the input
_AT_ONCE: Final = 64  # bytes: whatever one key, or a paste, sends


class Keys:
    """While it is entered, standard input gives keys as they are pressed; ^C interrupts."""

    def __enter__(self) -> Self:
        self._file = sys.stdin.fileno()
        self._before: list[Any] = termios.tcgetattr(self._file)
        tty.setcbreak(self._file, termios.TCSADRAIN)
        return self

    def __exit__(self, *_: object) -> None:
        termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

    def forget(self) -> None:
        """Forget what was pressed before: nobody answers a question not yet asked."""
        termios.tcflush(self._file, termios.TCIFLUSH)

    def read(self) -> str:
        """The next key, more than one letter where it sends more, or `END`."""
        return os.read(self._file, _AT_ONCE).decode("utf-8", "replace") or END

"""One line on stderr that says how far long work has come; only on a terminal."""

import os
import sys
from threading import Lock

import click

from bot.cli.endings import printable


class Status:
    """A line that is redrawn in place and taken away before other output is written.

    Any thread may call it: the one that fetches says that a wiki makes it wait.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._quiet = quiet
        self._shown = ""
        self._lock = Lock()

    def show(self, text: str) -> None:
        """Draw the line anew, cut to what the terminal is wide: a second line would stay."""
        if self._on:
            with self._lock:
                self._shown = text
                width = os.get_terminal_size(sys.stderr.fileno()).columns - 1
                click.echo(f"\r\x1b[K{printable(text)[:width]}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away, so that other output starts on an empty one."""
        with self._lock:
            if self._shown:
                self._shown = ""
                click.echo("\r\x1b[K", nl=False, err=True)

    def say(self, notice: str) -> None:
        """A notice that stays (the wiki lags, we wait): a line of its own, also off a terminal."""
        if not self._quiet:
            shown = self._shown
            self.clear()
            click.echo(f"wikisweep: {printable(notice)}", err=True)
            if shown:
                self.show(shown)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 page`, `2,000 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

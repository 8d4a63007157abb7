"""One line on stderr that says how far long work has come; only on a terminal."""

import os
import sys
from contextlib import suppress
from threading import Lock

import click

from bot.cli.endings import printable
from bot.cli.log import Level, Log


class Status:
    """A line that is redrawn in place and taken away before other output is written.

    Any thread may call it: the one that fetches says that a wiki makes it wait. With a `log` there
    is no such line, and notices are lines of the log. A standard error that is gone ends nothing.
    """

    def __init__(self, *, quiet: bool = False, log: Log | None = None) -> None:
        self._on = not quiet and log is None and sys.stderr.isatty()
        self._quiet = quiet
        self._log = log
        self._shown = ""
        self._lock = Lock()

    def show(self, text: str) -> None:
        """Draw the line anew, cut to what the terminal is wide: a second line would stay."""
        if self._on:
            with self._lock, suppress(OSError):
                self._shown = text
                width = os.get_terminal_size(sys.stderr.fileno()).columns - 1
                click.echo(f"\r\x1b[K{printable(text)[:width]}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away, so that other output starts on an empty one."""
        with self._lock, suppress(OSError):
            if self._shown:
                self._shown = ""
                click.echo("\r\x1b[K", nl=False, err=True)

    def about(self, **about: str) -> None:
        """Say what the next lines of the log are about: `task`, `run`, `wiki`."""
        if self._log:
            self._log.set(**about)

    def say(self, notice: str, level: Level = "info") -> None:
        """A notice that stays (the wiki lags, we wait): a line of its own, also off a terminal.

        `--quiet` silences it, unless its level is `error`.
        """
        if self._quiet and level != "error":
            return
        if self._log:
            self._log.write(notice, level)
        else:
            shown = self._shown
            self.clear()
            with suppress(OSError):
                click.echo(f"wikisweep: {printable(notice)}", err=True)
            if shown:
                self.show(shown)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 page`, `2,000 pages`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def lasting(seconds: float) -> str:
    """A length of time for people: `40 seconds`, `5 minutes`, `3 hours`, `9 days`."""
    minutes, hours, days = seconds / 60, seconds / 3600, seconds / 86400
    if minutes < 1.5:  # noqa: PLR2004 - 89 seconds, then 2 minutes; likewise below
        return counted(round(seconds), "second")
    if hours < 1.5:  # noqa: PLR2004
        return counted(round(minutes), "minute")
    return counted(round(hours), "hour") if days < 2 else counted(int(days), "day")  # noqa: PLR2004

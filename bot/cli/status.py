"""One line on stderr that says how far long work has come; only on a terminal."""

import sys

import click


class Status:
    """A line that is redrawn in place and taken away before other output is written."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._on = not quiet and sys.stderr.isatty()
        self._quiet = quiet
        self._shown = ""

    def show(self, text: str) -> None:
        """Draw the line anew."""
        if self._on:
            self._shown = text
            click.echo(f"\r\x1b[K{text}", nl=False, err=True)

    def clear(self) -> None:
        """Take the line away, so that other output starts on an empty one."""
        if self._shown:
            self._shown = ""
            click.echo("\r\x1b[K", nl=False, err=True)

    def say(self, notice: str) -> None:
        """A notice that stays (the wiki lags, we wait): a line of its own, also off a terminal."""
        if not self._quiet:
            shown = self._shown
            self.clear()
            click.echo(f"wikisweep: {notice}", err=True)
            if shown:
                self.show(shown)

"""The log of a command that nobody watches: a line of text or of JSON for each thing told.

Writes to standard error, where errors go, too; decides nothing. Without `--log` a command tells
what it has to tell as `bot.cli.status` does, without times.
"""

import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

import click

from bot.cli.endings import printable

Form = Literal["text", "json"]
Level = Literal["debug", "info", "warning", "error"]
FORMS: tuple[Form, ...] = ("text", "json")
_PREFIX = "wikisweep: "


@dataclass
class Log:
    """Writes lines in one form; `about` holds what the lines are about just now.

    Any thread may write. A standard error that is gone is no reason to end a run.
    """

    form: Form
    about: dict[str, str] = field(default_factory=dict)

    def set(self, **about: str) -> None:
        """Say what the next lines are about: `task`, `run`, `wiki`; an empty one is taken back."""
        self.about = {name: text for name, text in {**self.about, **about}.items() if text}

    def write(self, message: str, level: Level = "info") -> None:
        """One line: when (UTC, to the second), how grave, about what, and the message."""
        time = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        message = message.removeprefix(_PREFIX)
        if self.form == "json":
            told = {"time": time, "level": level, "message": message, **self.about}
            plain = all(text.isprintable() for text in told.values())
            line = json.dumps(told, ensure_ascii=not plain) + "\n"
        else:
            about = " ".join(f"{name}={text}" for name, text in self.about.items())
            shown = f"{about}: {message}" if about else message
            line = f"{time} {level.upper():7} {printable(shown)}\n"
        with contextlib.suppress(OSError):
            click.echo(line, nl=False, err=True)
            sys.stderr.flush()

    def error(self, message: str) -> None:
        """One line about what went wrong."""
        self.write(message, "error")


def asked_log(arguments: Sequence[str]) -> Log | None:
    """The log that a command line asks for; None for none, or one that there is not.

    For what is told when no command runs: its errors, and those of the command line itself.
    """
    asked = ""
    for before, one in zip(("", *arguments), arguments, strict=False):
        if before == "--log":
            asked = one
        elif one.startswith("--log="):
            asked = one.removeprefix("--log=")
    return next((Log(form) for form in FORMS if form == asked), None)

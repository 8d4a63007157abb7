"""`wikisweep doctor`: looks at all that tasks need, and says what is wrong and how to mend it."""

import sys
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.context import common, opened
from bot.cli.endings import FAILED, printable
from bot.cli.helping import ExampleCommand
from bot.render import json_line
from bot.services.doctor import Check, Examination

_MARKS: Final = {"ok": "ok", "warning": "!", "wrong": "✗"}


@click.command(
    name="doctor",
    cls=ExampleCommand,
    examples=(
        "wikisweep doctor",
        "wikisweep doctor tasks/mercury.yaml --wiki testwiki",
        "wikisweep doctor --send-test --format json",
    ),
)
@click.argument("tasks", nargs=-1, metavar="[TASK]...", type=Path)
@click.option("--send-test", is_flag=True, help="Send a test notice on every way of `notify:`.")
@common("format", "wiki", "config", "state", "quiet")
def command(tasks: tuple[Path, ...], *, send_test: bool, **options: Any) -> int:
    """Look at config, ledger, wikis, login, rights and limits; with a TASK at its stop page, too.

    One line for each check: ok, ! for a warning, ✗ for what is wrong, and what to do about it.
    With --quiet only what is not ok. Exit code 1: something is wrong.
    """
    form, quiet, wrong = options["format"], options["quiet"], False
    asked = {f"{name}_path": options[name] for name in ("config", "state")}
    with opened(options) as context:
        examination = Examination(
            wiki_name=context.wiki_name, files=tasks, send_test=send_test, **asked
        )
        context.status.show("looking")
        for check in examination.checks():
            wrong = wrong or check.state == "wrong"
            if quiet and check.state == "ok":
                continue
            context.status.clear()
            sys.stdout.write(json_line(_object(check)) if form == "json" else _line(check))
            sys.stdout.flush()
            context.status.show("looking")
    return FAILED if wrong else 0


def _line(check: Check) -> str:
    about = "".join(f"{one}: " for one in (check.wiki, check.task) if one)
    remedy = f"; {check.remedy}" if check.remedy else ""
    told = f"{about}{check.check}: {check.message}{remedy}"
    return f"{_MARKS[check.state]:<3}{printable(told)}\n"


def _object(check: Check) -> dict[str, str]:
    return {
        "check": check.check,
        "state": check.state,
        "message": check.message,
        "remedy": check.remedy,
        "wiki": check.wiki,
        "task": check.task,
    }

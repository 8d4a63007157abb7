"""Shows a plan on stdout, as text or JSON lines, and on a web page."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bot.plan import Decision, Numbered, Plan
from bot.render import OutcomeView, TextView, item_json, json_line, summary_json
from bot.render.jsonlines import skip_json
from bot.render.runs import decision_note
from bot.render.sections import Notes

_SIZE = (100, 24)  # columns and lines where there is no terminal
Decided = Mapping[int, Decision]
_NOTHING_DECIDED: Decided = {}


class Shown:
    """Items as they come, then the summary; as text for people or JSON for programs.

    `templates` is the folder of the user's own, if any.
    """

    def __init__(self, form: str, templates: Path | None) -> None:
        self._json = form == "json"
        self._view = text_view(templates)

    def items(self, entries: Iterable[Numbered], decided: Decided = _NOTHING_DECIDED) -> None:
        """Write a batch of items, with the decisions of a review by their numbers."""
        if self._json:
            for one in entries:
                decision = decided.get(one.number, "pending")
                told = {} if decision == "pending" else {"decision": decision}
                sys.stdout.write(json_line({**item_json(one), **told}))
        else:
            sys.stdout.writelines(self._view.items(entries, notes(decided)))
        sys.stdout.flush()

    def summary(self, plan: Plan) -> None:
        """Write where every page went; of a plan that takes a run back, each that is left."""
        if self._json:
            skips = plan.funnel.faults if plan.undoes else []
            sys.stdout.writelines(json_line(skip_json(skip)) for skip in skips)
            sys.stdout.write(json_line(summary_json(plan)))
        else:
            sys.stdout.write(self._view.summary(plan))
        sys.stdout.flush()

    def remark(self, line: str, say: Callable[[str], None]) -> None:
        """Write what else is to be said of a plan below it; beside JSON it is for `say`."""
        if self._json:
            say(line)
        else:
            sys.stdout.write(f"{line}\n")


def notes(decided: Decided) -> Notes:
    """What is to be said beside items that a review decided on."""
    return lambda number: decision_note(decided.get(number, "pending"))


def text_view(templates: Path | None) -> TextView:
    """The view that fits stdout: as wide as the terminal, with colours where it can show them.

    `templates` is the folder of the user's own, if any.
    """
    width = shutil.get_terminal_size(_SIZE).columns if sys.stdout.isatty() else _SIZE[0]
    return TextView(width=width, colour=_colours(), folder=templates)


def outcome_view(templates: Path | None) -> OutcomeView:
    """The view of outcomes that fits stdout."""
    return OutcomeView(colour=_colours(), folder=templates)


def _colours() -> bool:
    """Whether stdout shows colours, and its reader wants them (https://no-color.org)."""
    dumb = os.environ.get("TERM") == "dumb" or bool(os.environ.get("NO_COLOR"))
    return sys.stdout.isatty() and not dumb

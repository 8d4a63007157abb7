"""Shows a plan on stdout, as text or JSON lines, and on a web page."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Numbered, Plan
from bot.render import OutcomeView, TextView, item_json, json_line, plan_page, summary_json
from bot.site import Site

_SIZE = (100, 24)  # columns and lines where there is no terminal


class Shown:
    """Items as they come, then the summary; as text for people or JSON for programs.

    `templates` is the folder of the user's own, if any.
    """

    def __init__(self, form: str, templates: Path | None) -> None:
        self._json = form == "json"
        self._view = text_view(templates)

    def items(self, entries: Iterable[Numbered]) -> None:
        """Write a batch of items."""
        if self._json:
            sys.stdout.writelines(json_line(item_json(one)) for one in entries)
        else:
            sys.stdout.writelines(self._view.items(entries))
        sys.stdout.flush()

    def summary(self, plan: Plan) -> None:
        """Write where every page went."""
        sys.stdout.write(json_line(summary_json(plan)) if self._json else self._view.summary(plan))
        sys.stdout.flush()

    def remark(self, line: str, say: Callable[[str], None]) -> None:
        """Write what else is to be said of a plan below it; beside JSON it is for `say`."""
        if self._json:
            say(line)
        else:
            sys.stdout.write(f"{line}\n")


def check_page(path: str | None) -> None:
    """Raise UsageError where `--html` names a place that cannot be written to."""
    if path is not None:
        Outside().check(path, folders=False)


def write_page(
    path: str, plan: Plan, ledger: Ledger, templates: Path | None, site: Site | None = None
) -> Path:
    """Write one self-contained web page with all diffs; raises UsageError."""
    return Outside().write(path, plan_page(plan, ledger.items(plan.id), site, templates))


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

"""Shows a plan on stdout, as text or JSON lines, and on a web page."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Numbered, Plan
from bot.render import TextView, item_json, json_line, plan_page, summary_json
from bot.site import Site


class Shown:
    """Items as they come, then the summary; as text for people or JSON for programs."""

    def __init__(self, form: str) -> None:
        self._json = form == "json"
        self._view = TextView(width=_width(), colour=coloured())

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


def write_page(path: str, plan: Plan, ledger: Ledger, site: Site | None = None) -> Path:
    """Write one self-contained web page with all diffs; raises UsageError."""
    return Outside().write(path, plan_page(plan, ledger.items(plan.id), site))


def coloured() -> bool:
    """Whether to use colours: a terminal that can, and nobody said NO_COLOR (no-color.org)."""
    can = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return can and not os.environ.get("NO_COLOR")


def _width() -> int:
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100

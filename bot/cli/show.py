"""`wikisweep show`: a kept plan again, as text, JSON or HTML; without one, the list of plans."""

from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.showing import Shown
from bot.render import plan_json, plan_line
from bot.services.sites import site_of


@click.command(name="show")
@click.argument("plan", required=False)
@click.option("--html", metavar="FILE", help="Write one page with all diffs, too.")
@common("format", "config", "state", "quiet")
def command(plan: str | None, html: str | None, **options: Any) -> None:
    """Show PLAN again, by its id or the first four letters of it; without one, list the plans.

    \b
    wikisweep show
    wikisweep show k3fd --html plan.html
    """
    with opened(options) as context:
        if plan is None:
            _list(context, as_json=options["format"] == "json")
            return

"""`wikisweep show`: a kept plan again, as text, JSON or HTML; without one, the list of plans."""

import sys
from typing import Any

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.showing import Shown, check_page, write_page
from bot.errors import UsageError
from bot.render import json_line, plan_json, plan_text


@click.command(
    name="show",
    cls=ExampleCommand,
    examples=(
        "wikisweep show",
        "wikisweep show k3fd7m --html plan.html",
    ),
)
@click.argument("plan", required=False)
@click.option("--html", metavar="FILE", help="Also write one web page with all diffs.")
@common("format", "config", "state", "quiet")
def command(plan: str | None, html: str | None, **options: Any) -> None:
    """Show PLAN again, by its id or the first four letters of it; without one, list the plans.

    The wiki is not asked: a plan is shown as it was made.
    """
    as_json = options["format"] == "json"
    with opened(options) as context:
        ledger = kept(context)
        if plan is None:
            if html is not None:
                raise UsageError("--html writes the page of one plan; name the PLAN")
            plans = ledger.plans()
            write = (lambda one: json_line(plan_json(one))) if as_json else plan_text
            sys.stdout.writelines(write(one) for one in plans)
            if not plans:
                context.status.say("no plans yet; wikisweep plan TASK makes one")
            return
        found = ledger.plan(plan)
        check_page(html)
        shown = Shown(options["format"], context.config.templates)
        shown.items(ledger.items(found.id))
        shown.summary(found)
        if html is not None:
            path = write_page(html, found, ledger, context.config.templates)
            context.status.say(f"page written: {path}")

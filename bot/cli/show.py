"""`wikisweep show`: a kept plan or run again, as text, JSON or HTML; without one, the plans."""

import sys
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.files import Files
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import is_file, kept, plan_named
from bot.cli.linking import linking
from bot.cli.showing import Shown, outcome_view, text_view
from bot.errors import UsageError
from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Plan
from bot.render import json_line, plan_json, plan_text
from bot.render.runs import history_json, noted, record_json, run_page, run_text
from bot.run import Run


@click.command(
    name="show",
    cls=ExampleCommand,
    examples=(
        "wikisweep show",
        "wikisweep show k3fd7m --html plan.html",
        "wikisweep show k3fd7m --out reviewed.plan",
    ),
)
@click.argument("plan", required=False, metavar="[PLAN|RUN|FILE]")
@click.option("--html", metavar="FILE", help="Also write one web page with all diffs.")
@click.option(
    "--out", metavar="FILE", help="Also write the plan, with what was decided, to a file."
)
@common("format", "config", "state", "quiet")
def command(plan: str | None, html: str | None, out: str | None, **options: Any) -> None:
    """Show PLAN again, by its id or the first four letters of it; without one, list the plans.

    Of a RUN every edit as it was sent, and what became of it. The wiki is not asked: a plan is
    shown as it was made, with what a review decided. PLAN may be a file that --out wrote.
    """
    files = Files(html, out)
    as_json = options["format"] == "json"
    with opened(options) as context:
        ledger = kept(context)
        if plan is None:
            if files != Files():
                raise UsageError("--html and --out write one plan; name the PLAN")
            _list(context, ledger, as_json=as_json)
            return
        found = _found(ledger, plan)
        files.check()
        if isinstance(found, Run):
            if out is not None:
                raise UsageError(f"--out writes a plan; that of run {found.id} is {found.plan}")
            _show_run(context, ledger, found, html, as_json=as_json)
            return
        shown = Shown(options["format"], context.config.templates)
        shown.items(ledger.items(found.id), ledger.decided(found.id))
        shown.summary(found)
        files.write(found, ledger, context.config.templates, context.status.say)


def _list(context: Context, ledger: Ledger, *, as_json: bool) -> None:
    plans = ledger.plans()
    write = (lambda one: json_line(plan_json(one))) if as_json else plan_text
    sys.stdout.writelines(write(one) for one in plans)
    if not plans:
        context.status.say("no plans yet; wikisweep plan TASK makes one")


def _found(ledger: Ledger, name: str) -> Plan | Run:
    """The plan or the run of that name; raises UsageError where it is neither, or may be both."""
    if is_file(name):
        return plan_named(ledger, name)
    found: list[Plan | Run] = []
    faults: list[str] = []
    for find in (ledger.plan, ledger.runs.run):
        try:
            found.append(find(name))
        except UsageError as error:
            faults.append(str(error))
    if len(found) > 1:
        ids = " and of run ".join(one.id for one in found)
        raise UsageError(f"{name!r} is the beginning of plan {ids}; give more of it")
    if not found:
        raise UsageError("; ".join(dict.fromkeys(faults)))
    return found[0]


def _show_run(
    context: Context, ledger: Ledger, run: Run, html: str | None, *, as_json: bool
) -> None:
    """Every item as it was sent, what became of it, and the counts."""
    link, templates = linking(context.config, run), context.config.templates
    records = ledger.runs.records(run.id)
    if as_json:
        for record in records:
            sys.stdout.write(json_line(record_json(record, link(record.outcome), diff=True)))
        sys.stdout.write(json_line({"type": "run", **history_json(run)}))
    else:
        entries, notes = noted(records, link)
        sys.stdout.write(f"{run_text(run)}\n")
        sys.stdout.writelines(text_view(templates).items(entries, notes))
        left = ledger.runs.count_left(run.plan)
        sys.stdout.write(outcome_view(templates).run(run, left))
    if html is not None:
        page = run_page(run, ledger.runs.records(run.id), link, templates)
        context.status.say(f"page written: {Outside().write(html, page)}")

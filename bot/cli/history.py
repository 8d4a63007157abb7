"""`wikisweep history`: what was done, run by run; of one run every page. Asks no wiki."""

import sys
from datetime import datetime
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept
from bot.cli.linking import linking
from bot.cli.moments import moment
from bot.cli.showing import outcome_view
from bot.errors import UsageError
from bot.ledger import Ledger
from bot.plan import Plan
from bot.render import json_line
from bot.render.runs import (
    history_json,
    history_text,
    open_text,
    record_json,
    run_text,
    unapplied_json,
    unapplied_text,
)
from bot.run import Run

_FILTERS = {"task": "--task", "on_wiki": "--wiki", "since": "--since", "until": "--until"}


@click.command(
    name="history",
    cls=ExampleCommand,
    examples=(
        "wikisweep history --since 7d",
        "wikisweep history --task mercury --wiki testwiki --limit 10",
        "wikisweep history k3fd7m",
    ),
)
@click.argument("run", required=False)
@click.option("--task", metavar="NAME", help="Only runs of this task.")
@click.option("--wiki", "on_wiki", metavar="NAME", help="Only runs on this wiki.")
@click.option("--since", metavar="WHEN", help="Only runs begun since then: 2026-11-01, or 7d ago.")
@click.option("--until", metavar="WHEN", help="Only runs begun until then; a day counts whole.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Only the newest ones.")
@click.option("--plans", is_flag=True, help="Also plans that were never applied.")
@common("format", "config", "state", "quiet")
def command(run: str | None, **options: Any) -> None:
    """List the runs, the newest first, with what became of their items.

    With RUN, every page of that run, its outcome, what the wiki said, and a link to its diff.
    """
    as_json = options["format"] == "json"
    with opened(options) as context:
        ledger = kept(context)
        if run is None:
            _list(context, ledger, options, as_json=as_json)
            return
        given = [flag for name, flag in _FILTERS.items() if options[name] is not None]
        if given or options["limit"] or options["plans"]:
            raise UsageError("the filters are for the list of runs; leave out either RUN or them")
        found = ledger.runs.run(run)
        write = _json if as_json else _text
        write(context, ledger, found)


def _list(context: Context, ledger: Ledger, options: dict[str, Any], *, as_json: bool) -> None:
    since, until = _period(options)
    task, wiki, limit = options["task"] or "", options["on_wiki"] or "", options["limit"]
    runs = ledger.runs.runs(task=task, wiki=wiki, since=since, until=until, limit=limit)
    found: list[Run | Plan] = [*runs]
    if options["plans"]:
        applied = {run.plan for run in ledger.runs.runs(task=task, wiki=wiki)}
        found += [
            plan
            for plan in ledger.plans(task, wiki)
            if plan.id not in applied
            and (since is None or plan.started >= since)
            and (until is None or plan.started < until)
        ]
        found.sort(key=lambda one: one.started, reverse=True)
    sys.stdout.writelines(_line(one, as_json=as_json) for one in found[:limit])
    if not found:
        asked = any(options[name] for name in _FILTERS)
        hint = "no such runs" if asked else "no runs yet; wikisweep apply PLAN makes one"
        context.status.say(hint)


def _period(options: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    since, until = options["since"], options["until"]
    return (
        None if since is None else moment(since, "--since"),
        None if until is None else moment(until, "--until", end=True),
    )


def _line(one: Run | Plan, *, as_json: bool) -> str:
    if isinstance(one, Run):
        return json_line(history_json(one)) if as_json else history_text(one)
    return json_line(unapplied_json(one)) if as_json else unapplied_text(one)


def _text(context: Context, ledger: Ledger, run: Run) -> None:
    view, link = outcome_view(context.config.templates), linking(context.config, run)
    sys.stdout.write(run_text(run))
    told = 0
    for record in ledger.runs.records(run.id):
        told += 1
        outcome = record.outcome
        if outcome is None:
            sys.stdout.write(open_text(record))
        else:
            sys.stdout.write(view.outcome(record.title, outcome, link(outcome)))
    sys.stdout.write(view.run(run, ledger.runs.count_left(run.plan)))
    if not told and run.outcomes:
        context.status.say("its pages are told no more: wikisweep prune dropped them")


def _json(context: Context, ledger: Ledger, run: Run) -> None:
    link = linking(context.config, run)
    for record in ledger.runs.records(run.id):
        sys.stdout.write(json_line(record_json(record, link(record.outcome))))
    sys.stdout.write(json_line({"type": "run", **history_json(run)}))

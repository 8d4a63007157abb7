"""What a task does to one page of a wiki: what each filter saw, what each action changed, and why.

Reads that page, and what the task as a whole asks for; gives plain values and shows nothing.
"""

from collections.abc import Iterator
from typing import Any

from bot.diff import unified
from bot.outside import Outside
from bot.page import Page
from bot.plan import Edit, Row
from bot.planner.again import Again
from bot.planner.judge import ROW, Verdict
from bot.planner.sourcing import row_of
from bot.planner.tracing import ActionDone, ConditionSaid, FilterSeen, Trace, trace
from bot.plugin import Reach
from bot.render import item_json
from bot.task import Task
from bot.wiki import Wiki

Told = dict[str, Any]


def explain_page(task: Task, wiki: Wiki, title: str) -> Iterator[Told]:
    """What the task does to one page of the wiki, which is asked for that page alone.

    Where options name columns of rows, the source is listed until the page comes. Raises
    UsageError, InvalidTitle, NotOffered, and what `Wiki.fetch` and that source raise.
    """
    asked = wiki.site.title(title)
    row = row_of(task, Reach(wiki, Outside()), asked)
    page, verdict = Again(task, wiki)(asked, row)
    unmade = verdict.skip is not None and verdict.skip.reason == ROW
    seen = Trace(page, (), (), ()) if unmade else trace(task, page)
    yield {
        "type": "page",
        "task": task.name,
        "wiki": wiki.site.wiki,
        "title": page.title.text,
        "exists": page.exists,
        "pageid": page.pageid,
        "redirect": page.redirect,
        "revid": page.revid,
        "length": page.length,
        "model": page.model,
    }
    yield from (_filter(one) for one in seen.filters)
    yield from (_action(one, page) for one in seen.actions)
    yield from (_condition(one) for one in seen.conditions)
    yield _verdict(verdict)


def _filter(one: FilterSeen) -> Told:
    return {
        "type": "filter",
        "filter": one.plugin.yaml_name,
        "kept": one.kept,
        "finding": one.finding,
        "failed": one.failed,
        "within": [_filter(inner) for inner in one.within],
    }


def _action(one: ActionDone, page: Page) -> Told:
    changed = one.before != one.after
    return {
        "type": "action",
        "action": one.plugin.yaml_name,
        "acted": one.acted,
        "when": [_filter(inner) for inner in one.when],
        "diff": unified(one.before, one.after, page.title.text) if changed else "",
        "rows": [dict(item.columns) for item in one.items if isinstance(item, Row)],
        "items": [item_json(item) for item in one.items if not isinstance(item, Row)],
        "failed": one.failed,
    }


def _condition(one: ConditionSaid) -> Told:
    return {
        "type": "condition",
        "condition": one.plugin.yaml_name,
        "under": "require" if one.wanted else "skip_if",
        "holds": one.holds,
        "failed": one.failed,
    }


def _verdict(verdict: Verdict) -> Told:
    skip = verdict.skip
    edits = [one for one in verdict.items if isinstance(one, Edit)]
    return {
        "type": "verdict",
        "planned": bool(verdict.items),
        "skip": skip.reason if skip else "",
        "detail": skip.detail if skip else "",
        "summary": edits[0].summary if edits else "",
        "items": [one.kind for one in verdict.items],
    }

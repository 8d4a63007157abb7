"""What programs read: one JSON object a line, its keys documented in docs/json.md."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.diff import unified
from bot.page import Candidate
from bot.plan import Item, Numbered, Plan, Row, Skip, Written
from bot.render.harmless import harmless_json
from bot.titles import Title

_TAKEN = "type"


def json_line(value: Mapping[str, Any]) -> str:
    """One object as one line, its end included; letters stay letters, and nothing breaks it."""
    return harmless_json(json.dumps(value, ensure_ascii=False)) + "\n"


def item_json(entry: Numbered | Item) -> dict[str, Any]:
    """An item as `plan --format json` and `show --format json` give it."""
    item = entry.item if isinstance(entry, Numbered) else entry
    if isinstance(item, Written):
        return {
            "type": item.kind,
            "pageid": item.pageid,
            "title": item.title.text,
            "baserevid": item.baserevid,
            "summary": item.summary,
            "diff": unified(item.before, item.after, item.title.text),
        }
    if isinstance(item, Row):
        columns = item.columns
        if _TAKEN in columns:
            columns = {_free(name, columns): value for name, value in columns.items()}
        return {_TAKEN: "row", **columns}
    common = {field.name for field in dataclasses.fields(Item)}
    return {
        _TAKEN: item.kind,
        "pageid": item.pageid,
        "title": item.title.text,
        **{
            field.name: _plain(getattr(item, field.name))
            for field in dataclasses.fields(item)
            if field.name not in common
        },
    }


def summary_json(plan: Plan) -> dict[str, Any]:
    """The last line of a plan: where its pages went, and what it cost."""
    funnel = plan.funnel
    return {
        "type": "summary",
        "plan": plan.id,
        "task": plan.task,
        "seen": funnel.seen,
        "planned": funnel.planned,
        "skipped": dict(funnel.skipped),
        "items": dict(funnel.items),
        "requests": plan.requests,
        "seconds": round(plan.seconds, 3),
        "notices": dict(funnel.noticed),
        "pushed_down": funnel.pushed_down,
    }


def skip_json(skip: Skip) -> dict[str, Any]:
    """A page that an undo leaves as it is, and why."""
    return {
        "type": "skip",
        "title": skip.title.text,
        "reason": skip.reason,
        "detail": skip.detail,
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan in a list of plans."""
    return {
        "plan": plan.id,
        "task": plan.task,
        "wiki": plan.wiki,
        "account": plan.account,
        "state": plan.state,
        "started": plan.started.isoformat(timespec="seconds"),
        "finished": plan.finished and plan.finished.isoformat(timespec="seconds"),
        "seen": plan.funnel.seen,
        "planned": plan.funnel.planned,
        "items": dict(plan.funnel.items),
        "requests": plan.requests,
        "seconds": round(plan.seconds, 3),
    }


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """A page that a source found, as `list --format json` gives it; `row` where it has one."""
    row = {} if candidate.row is None else {"row": dict(candidate.row)}
    return {
        "pageid": candidate.pageid,
        "ns": candidate.title.namespace,
        "title": candidate.title.text,
        "redirect": candidate.redirect,
        "direct": candidate.direct,
        "via": [{"kind": via.kind, "title": via.title.text} for via in candidate.via],
        **row,
    }


def _free(name: str, columns: Mapping[str, str]) -> str:
    """A column named `type` gives way to the object's own: `type_`."""
    if name == _TAKEN:
        name += "_"
        while name in columns:
            name += "_"
    return name


def _plain(value: Any) -> Any:
    if isinstance(value, Title):
        return value.text
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value

"""The headers of plans and runs as rows and back; judges nothing."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.plan import Funnel, Notice, Plan, Skip
from bot.run import Run
from bot.titles import Title

_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # none to be mistaken for another, none to make words of
_ID_LENGTH = 6


def short_id() -> str:
    """Six letters and digits, by chance: a plan's or run's id."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))


def digest_of(text: str) -> str:
    """SHA-256 of a task's text, as hexadecimal: by it a task is known again unchanged."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_row(plan: Plan) -> dict[str, Any]:
    """A plan's header as a row of the table `plan`."""
    return {
        "id": plan.id,
        "task": plan.task,
        "task_text": plan.task_text,
        "wiki": plan.wiki,
        "account": plan.account,
        "site": plan.site,
        "undoes": plan.undoes,
        "versions": json.dumps(dict(plan.versions)),
        "started": plan.started.isoformat(),
        "finished": None if plan.finished is None else plan.finished.isoformat(),
        "state": plan.state,
        "funnel": funnel_text(plan.funnel),
        "requests": plan.requests,
        "seconds": plan.seconds,
    }


def funnel_text(funnel: Funnel) -> str:
    """A funnel as JSON."""
    return json.dumps(
        {
            "seen": funnel.seen,
            "planned": funnel.planned,
            "skipped": dict(funnel.skipped),
            "items": dict(funnel.items),
            "examples": funnel.examples,
            "faults": [[fault.title, fault.reason, fault.detail] for fault in funnel.faults],
            "noticed": dict(funnel.noticed),
            "notices": [[notice.title, notice.code, notice.detail] for notice in funnel.notices],
            "pushed_down": funnel.pushed_down,
        }
    )


def plan_of(row: Mapping[Any, Any]) -> Plan:
    """The header of a row of the table `plan`."""
    funnel = json.loads(row["funnel"])
    return Plan(
        id=row["id"],
        task=row["task"],
        task_text=row["task_text"],
        wiki=row["wiki"],
        account=row["account"],
        site=row["site"],
        undoes=row["undoes"],
        started=datetime.fromisoformat(row["started"]),
        finished=moment(row["finished"]),
        state=row["state"],
        funnel=Funnel(
            seen=funnel["seen"],
            planned=funnel["planned"],
            skipped=Counter(funnel["skipped"]),
            items=Counter(funnel["items"]),
            examples=funnel["examples"],
            faults=[
                Skip(Title(*title), reason, detail) for title, reason, detail in funnel["faults"]
            ],
            # plans of version 0.1 have no notices
            noticed=Counter(funnel.get("noticed", {})),
            notices=[
                Notice(Title(*title), code, detail)
                for title, code, detail in funnel.get("notices", ())
            ],
            pushed_down=funnel.get("pushed_down", []),
        ),
        requests=row["requests"],
        seconds=row["seconds"],
        versions=json.loads(row["versions"]),
    )


def run_of(row: Mapping[Any, Any], outcomes: Mapping[Any, int]) -> Run:
    """The header of a row of the table `run`; `outcomes` is counted from the records."""
    dropped = Counter(json.loads(row["outcomes"])) if row["outcomes"] else Counter()
    return Run(
        id=row["id"],
        plan=row["plan"],
        task=row["task"],
        wiki=row["wiki"],
        site=row["site"],
        account=row["account"],
        started=datetime.fromisoformat(row["started"]),
        state=row["state"],
        finished=moment(row["finished"]),
        reason=row["reason"],
        unattended=bool(row["unattended"]),
        approved=bool(row["approved"]),
        undoes=row["undoes"],
        planned=row["planned"],
        outcomes=Counter(outcomes) + dropped,
    )


def moment(text: str | None) -> datetime | None:
    """A time as the tables have it."""
    return None if text is None else datetime.fromisoformat(text)

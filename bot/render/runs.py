"""Runs in a list, and one run with all it did, as text, JSON lines and a web page.

Pure: gives text and values, and writes them nowhere. How a run that is watched goes on and ends is
in `bot.render.outcomes`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bot.plan import GOOD, Decision, Numbered, Outcome, OutcomeCode, Plan, Row
from bot.render.harmless import one_line
from bot.render.jsonlines import item_json
from bot.render.outcomes import count_words, outcome_word, run_json
from bot.render.sections import NO_NOTE, Note, Notes
from bot.render.templates import Templates
from bot.render.webpage import FILTERS, parts
from bot.run import Record, Run

_OFFLINE: Final = "offline:"  # how the identity of a wiki begins that no reader can visit
_STYLES: Final[Mapping[Decision, str]] = {"approved": "good", "rejected": "bad", "pending": "dim"}
_UNKNOWN: Final = "unknown"
Link = Callable[[Outcome | None], str]


def change_url(site: str, scheme: str, outcome: Outcome | None) -> str:
    """Where a reader sees what an edit changed; empty where it changed nothing, or offline.

    `site` is `Site.identity`: index.php stands beside api.php on every wiki (Manual:Index.php).
    """
    if outcome is None or outcome.revid is None or not site or site.startswith(_OFFLINE):
        return ""
    return f"{scheme}://{site}/index.php?diff={outcome.revid}"


def history_text(run: Run) -> str:
    """A run in a list of runs: one line."""
    rest = Counter(run.outcomes)
    del rest["saved"]
    notes = [
        *([] if run.state == "done" else [run.state]),
        *count_words(rest),
        *([f"takes back run {run.undoes}"] if run.undoes else []),
    ]
    return _listed(run, f"{run.outcomes.get('saved', 0):>6,} saved", notes)


def unapplied_text(plan: Plan) -> str:
    """A plan that was never applied, in a list of runs: one line with the plan's id."""
    count = _to_write(plan)
    notes = ["never applied" if plan.state == "ready" else f"plan, {plan.state}"]
    return _listed(plan, f"{count:>6,} {'item ' if count == 1 else 'items'}", notes)


def history_json(run: Run) -> dict[str, Any]:
    """A run, as `history --format json` gives it."""
    return {
        **run_json(run),
        "undoes": run.undoes or None,
        "reason": run.reason,
        "unattended": run.unattended,
        "outcomes": dict(run.outcomes),
    }


def unapplied_json(plan: Plan) -> dict[str, Any]:
    """A plan that was never applied under the same keys: `run` is null, `state` the plan's."""
    return {
        "run": None,
        "plan": plan.id,
        "task": plan.task,
        "wiki": plan.wiki,
        "account": plan.account,
        "started": plan.started.isoformat(timespec="seconds"),
        "finished": plan.finished and plan.finished.isoformat(timespec="seconds"),
        "state": plan.state,
        "planned": _to_write(plan),
        "saved": 0,
        "failed": 0,
        "conflicts": 0,
        "undoes": plan.undoes or None,
        "reason": "",
        "unattended": False,
        "outcomes": {},
    }


def run_text(run: Run) -> str:
    """The head of one run: what it was, and when."""
    began = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    ended = f" to {run.finished.astimezone().strftime('%Y-%m-%d %H:%M')}" if run.finished else ""
    undoes = f", takes back run {run.undoes}" if run.undoes else ""
    account = f" as {one_line(run.account)}" if run.account else ""
    return (
        f"Run {run.id} of plan {run.plan}: {one_line(run.task)} on {one_line(run.wiki)}{account}"
        f"{undoes}, {began}{ended}\n"
    )


def open_text(record: Record) -> str:
    """An item of which nobody knows yet what became of it: one line, as of an outcome."""
    return f"{_UNKNOWN:14}  {one_line(record.title.text)}: {_open_words(record)}\n"


def record_json(record: Record, url: str = "", *, diff: bool = False) -> dict[str, Any]:
    """What became of one item, as `history RUN` gives it; with `diff` as `show RUN` does."""
    outcome = record.outcome
    told = {
        "run": record.run,
        "item": record.number,
        "title": record.title.text,
        "outcome": outcome.code if outcome else None,
        "revid": outcome.revid if outcome else None,
        "merged": outcome is not None and outcome.merged,
        "detail": outcome.detail if outcome else _open_words(record),
    }
    if diff:
        return {**item_json(record.sent), **told, "link": url or None}
    return {"type": "outcome", **told, "diff": url or None}


def noted(records: Iterable[Record], link: Link) -> tuple[Iterator[Numbered], Notes]:
    """The items of these records as a stream, and what became of each, to be shown beside it."""
    notes: dict[int, Note] = {}

    def entries() -> Iterator[Numbered]:
        for record in records:
            notes[record.number] = _note(record, link(record.outcome))
            yield Numbered(record.number, record.sent)

    return entries(), lambda number: notes.pop(number, NO_NOTE)


def decision_note(decision: Decision) -> Note:
    """How a review decided; nothing for what it has not decided."""
    return NO_NOTE if decision == "pending" else Note(decision, _STYLES[decision])


def run_page(
    run: Run, records: Iterable[Record], link: Link, folder: Path | None = None
) -> Iterator[str]:
    """One web page that stands alone, in pieces, with every diff as it was sent.

    `link` gives the address of an outcome's diff. `folder` holds the user's own templates; raises
    UsageError for one that is faulty, BotError where reading the records does.
    """
    entries, notes = noted(records, link)
    values = {
        "run": run,
        "counts": list(count_words(run.outcomes)),
        "sections": parts(entries, None, notes),
    }
    return Templates(folder, FILTERS).stream("run.html", values)


def _listed(one: Run | Plan, count: str, notes: list[str]) -> str:
    when = one.started.astimezone().strftime("%Y-%m-%d %H:%M")
    told = f"  ({', '.join(notes)})" if notes else ""
    return f"{one.id}  {when}  {count}  {one_line(one.task)} on {one_line(one.wiki)}{told}\n"


def _to_write(plan: Plan) -> int:
    return plan.funnel.items.total() - plan.funnel.items[Row.kind]


def _note(record: Record, url: str) -> Note:
    outcome = record.outcome
    if outcome is None:
        return Note(_UNKNOWN, "warning", _open_words(record))
    word, style = outcome_word(outcome.code), _style(outcome.code)
    if outcome.revid is not None:
        word += f" as revision {outcome.revid}"
    merged = ["merged with another edit that came between"] if outcome.merged else []
    return Note(word, style, "; ".join([*merged, *filter(None, [outcome.detail])]), url)


def _style(code: OutcomeCode) -> str:
    if code in GOOD:
        return "good"
    return "bad" if code == "failed" else "warning"


def _open_words(record: Record) -> str:
    return f"sent, and nobody knows whether it was saved; wikisweep resume {record.run} finds out"

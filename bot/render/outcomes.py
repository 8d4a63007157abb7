"""What became of items and of whole runs, as lines for people and objects for programs.

Pure: gives text and values, and writes them nowhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bot.plan import GOOD, Outcome, OutcomeCode, Plan, Row
from bot.render.harmless import harmless, one_line
from bot.render.templates import Templates
from bot.run import Run, RunState
from bot.titles import Title

# each with the word for one and the words for several
_WORDS: Final[Mapping[OutcomeCode, tuple[str, str]]] = {
    "saved": ("saved", "saved"),
    "no_change": ("without change", "without change"),
    "conflict": ("conflict", "conflicts"),
    "missing": ("missing", "missing"),
    "exists": ("exists already", "exist already"),
    "protected": ("protected", "protected"),
    "refused": ("refused", "refused"),
    "too_big": ("too big", "too big"),
    "reverted": ("reverted before", "reverted before"),
    "failed": ("failed", "failed"),
}
# SGR parameters, ECMA-48 8.3.117
_STYLES: Final = {"good": "32", "left": "33", "bad": "31", "dim": "2"}
_NEVER: Final = ("refuse_over: ", "max_share: ")  # no resume helps a plan that is too large
_MERGED: Final = "merged with another edit that came between"
_SHORT: Final = 120  # characters of what a wiki says, in a line that stands among many


class OutcomeView:
    """Outcomes and runs as lines of text; `colour` is the caller's decision (a terminal, NO_COLOR).

    `folder` holds the user's own templates. Raises UsageError for one that is faulty.
    """

    def __init__(self, *, colour: bool = False, folder: Path | None = None) -> None:
        self._colour = colour
        self._templates = Templates(
            folder,
            {
                "paint": self._paint,
                "harmless": harmless,
                "one_line": one_line,
                "code": outcome_word,
                "style": _style,
            },
        )

    def outcome(self, title: Title, outcome: Outcome, url: str = "", *, short: bool = False) -> str:
        """One settled item on a line; `url` leads to its diff.

        With `short` what the wiki said is cut after 120 characters: a filter's warning may be
        whole paragraphs.
        """
        detail = _shortened(outcome.detail) if short else outcome.detail
        details = [*([_MERGED] if outcome.merged else []), detail]
        values = {
            "title": title.text,
            "outcome": outcome,
            "detail": "; ".join(filter(None, details)),
            "url": url,
        }
        return self._templates.render("outcome.txt", values)

    def run(self, run: Run, left: int) -> str:
        """How a run ended, on a line: counts, why it stopped, what to do about the rest.

        `left` is how many items of its plan are still to do.
        """
        values = {
            "run": run,
            "counts": list(count_words(run.outcomes)),
            "left": left,
            "next": _what_next(run, left, run.reason),
        }
        return self._templates.render("run.txt", values)

    def sweep(
        self, task: str, wiki: str, *, plan: Plan | None, run: Run | None, left: int, error: str
    ) -> str:
        """What `run` did with one task, on a line. `plan` and `run` are as far as it came.

        `error` says what ended it, where something did. A run that is still `running` is one
        whose end the ledger could not be told; its outcomes are those that are known.
        """
        counts = list(count_words(run.outcomes)) if run else []
        error = error or (run.reason if run else "")
        values = {
            "task": task,
            "wiki": wiki,
            "plan": plan,
            "run": run,
            "counts": counts,
            "left": left,
            "error": error,
            "next": _what_next(run, left, error) if run else "",
        }
        return self._templates.render("sweep.txt", values)

    def _paint(self, text: str, style: str) -> str:
        sign = _STYLES.get(style)
        return f"\x1b[{sign}m{text}\x1b[0m" if self._colour and sign and text else text


def outcome_word(code: OutcomeCode) -> str:
    """An outcome's code in plain words, for one item."""
    return _WORDS[code][0]


def count_words(outcomes: Mapping[OutcomeCode, int]) -> Iterator[str]:
    """`25 saved`, `2 conflicts`, …: every outcome that there was, the good ones first."""
    for code, (one, several) in _WORDS.items():
        if count := outcomes.get(code, 0):
            yield f"{count:,} {one if count == 1 else several}"


def outcome_json(
    run: str, number: int, title: Title, outcome: Outcome, url: str = ""
) -> dict[str, Any]:
    """One settled item, as `apply --format json` gives it."""
    return {
        "type": "outcome",
        "run": run,
        "item": number,
        "title": title.text,
        "outcome": outcome.code,
        "revid": outcome.revid,
        "merged": outcome.merged,
        "detail": outcome.detail,
        "diff": url or None,
    }


def run_json(run: Run) -> dict[str, Any]:
    """A run, as `history --format json` gives it."""
    return {
        "run": run.id,
        "plan": run.plan,
        "task": run.task,
        "wiki": run.wiki,
        "account": run.account,
        "started": run.started.isoformat(timespec="seconds"),
        "finished": run.finished and run.finished.isoformat(timespec="seconds"),
        "state": run.state,
        "planned": run.planned,
        "saved": run.outcomes.get("saved", 0),
        "failed": run.outcomes.get("failed", 0),
        "conflicts": run.outcomes.get("conflict", 0),
    }


def applied_json(run: Run) -> dict[str, Any]:
    """The last line of `apply --format json`: the run, and why it stopped."""
    return {"type": "run", **run_json(run), "reason": run.reason}


def swept_json(
    task: str, wiki: str, *, plan: Plan | None, run: Run | None, state: RunState, reason: str
) -> dict[str, Any]:
    """A task's line of `run --format json`; where it came to no run, `state` is what is told."""
    notices = {"notices": dict(plan.funnel.noticed) if plan else {}}
    if run:
        return {**applied_json(run), "reason": reason or run.reason, **notices}
    account, planned = (plan.account, plan.funnel.items) if plan else (None, Counter[str]())
    return {
        "type": "run",
        "run": None,
        "plan": plan.id if plan else None,
        "task": task,
        "wiki": wiki,
        "account": account,
        "started": None,
        "finished": None,
        "state": state,
        "planned": planned.total() - planned[Row.kind],
        "saved": 0,
        "failed": 0,
        "conflicts": 0,
        "reason": reason,
        **notices,
    }


def _what_next(run: Run, left: int, reason: str) -> str:
    """What to do about a run that left something undone; empty where its own reason says it."""
    if run.state == "done":
        return f"to go on: wikisweep apply {run.plan}" if left else ""
    if any(one in reason for one in _NEVER):
        return "change the task or its limits, and plan again"
    return "" if "wikisweep resume" in reason else f"to go on: wikisweep resume {run.id}"


def _shortened(detail: str) -> str:
    """The beginning of what a wiki said, up to a word's end."""
    detail = " ".join(detail.split())
    if len(detail) <= _SHORT:
        return detail
    cut = detail[: _SHORT - 1]
    whole = cut.rpartition(" ")[0]
    return f"{whole} …" if len(whole) > _SHORT // 2 else f"{cut}…"


def _style(code: OutcomeCode) -> str:
    if code in GOOD:
        return "good"
    return "bad" if code == "failed" else "left"

"""How many items a second the ledger takes: planned edits, and what a run notes for each of them.

    python benchmarks/ledger.py FILE

A fresh SQLite file, as a user has it. Prints one line of JSON with the seconds that both took.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bot.ledger import Ledger
from bot.plan import Edit, Funnel, Numbered, Outcome
from bot.titles import Title
from devwiki import load

EDITS: Final = 5000
PAIRS: Final = 500
SIZE: Final = 5500  # bytes of a text, about
_BATCH: Final = 500  # what planning keeps at a time


@dataclass(frozen=True, slots=True)
class Throughput:
    """Per second: edits that a plan takes, and pairs of an intent and its outcome."""

    edits: float
    pairs: float


def throughput(scratch: Path, rounds: int) -> Throughput:
    """The medians of so many rounds, each in a process and a file of its own."""
    runs = [_once(scratch / f"ledger-{number}.sqlite") for number in range(rounds)]
    return Throughput(
        EDITS / median(run["edits"] for run in runs), PAIRS / median(run["pairs"] for run in runs)
    )


def _once(file: Path) -> dict[str, float]:
    command = [sys.executable, __file__, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took: dict[str, float] = json.loads(done.stdout)
    return took


def _edits() -> Iterator[Edit]:
    for number in range(1, EDITS + 1):
        text = load.article(number, SIZE).text
        yield Edit(
            title=Title(0, load.article_title(number)),
            pageid=number,
            baserevid=number,
            read_at=datetime.now(UTC),
            before=text,
            after=text.replace("colour", "color"),
            summary="Bot: colour is spelled color here",
        )


def main() -> None:
    """Fill the file and print how long it took."""
    edits = list(_edits())
    with Ledger(Path(sys.argv[1])) as ledger:
        plan = ledger.begin(task="t", task_text="t", wiki="w", account="a", versions={}, site="s")
        started = time.perf_counter()
        for first in range(0, EDITS, _BATCH):
            ledger.add(plan.id, edits[first : first + _BATCH])
        added = time.perf_counter()
        plan = ledger.finish(plan, Funnel(), requests=1, seconds=1.0)
        run = ledger.runs.begin(plan, account="a")
        begun = time.perf_counter()
        for number in range(1, PAIRS + 1):
            ledger.runs.intend(run.id, Numbered(number, edits[number - 1]))
            outcome = Outcome(code="saved", revid=number, timestamp=datetime.now(UTC))
            ledger.runs.settle(run.id, number, outcome, frozenset({f"{number:032x}"}))
        settled = time.perf_counter()
    print(json.dumps({"edits": added - started, "pairs": settled - begun}))


if __name__ == "__main__":
    main()

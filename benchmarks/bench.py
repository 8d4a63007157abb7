"""`make bench`: wikisweep beside its rivals and the bare minimum, on one wiki, in one run.

    python benchmarks/bench.py [--quick | --write] [--rounds N] [--dir DIR]

It starts a devwiki of its own, loads it (minutes, the first time), and runs every contender in a
fresh process, one after the other, round by round, so that a slow minute of the machine hits all
of them. The claim is in the ratios; seconds are this machine's. It judges no time: its exit code
says only whether everything could be measured and the answers agree.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks import edited, instance, tables
from benchmarks.contenders import Contender, contenders, editors, missing, plan_only
from benchmarks.finders import finders
from benchmarks.ledger import throughput
from benchmarks.measuring import Failed, Run, measure
from benchmarks.offline import offline
from benchmarks.results import Result, Results
from benchmarks.streams import streams
from benchmarks.targets import targets
from devwiki import mediawiki
from devwiki.mediawiki import DevwikiError

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
ROUNDS: Final = 5
BUSY: Final = 0.5  # processes that want the processor beside ours, on average


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many pages the wikis have, how many of them are a sample, and how many are edited.

    Without a `large` wiki its jobs are done on the smaller one. `offline` are two offline wikis.
    """

    pages: int
    large: int
    sample: int
    edits: int
    offline: tuple[int, int]


FULL: Final = Sizes(5000, 20_000, 500, 500, (5000, 100_000))
QUICK: Final = Sizes(500, 0, 50, 50, (100, 200))


def rounds_of(
    every: Sequence[Contender], wiki: instance.Instance, scratch: Path, rounds: int
) -> list[Result]:
    """Run all contenders so many times in turn.

    Several rounds come after one more that warms the wiki's caches and does not count.
    """
    runs: list[list[Run]] = [[] for _ in every]
    for number in range(0 if rounds > 1 else 1, rounds + 1):
        for contender, kept in zip(every, runs, strict=True):
            print(f"round {number} of {rounds}: {contender.job}, {contender.name}", file=sys.stderr)
            run = measure(contender, wiki, scratch)
            if number:
                kept.append(run)
    return [
        Result(contender, tuple(kept), wiki.pages)
        for contender, kept in zip(every, runs, strict=True)
    ]


def edits_of(home: Path, scratch: Path, pages: int, rounds: int) -> list[Result]:
    """Let everybody edit a set of pages, so many times, each time on a fresh wiki.

    Who begins changes from round to round; a few edits before that warm the wiki's caches.
    """
    runs: dict[str, list[Run]] = {}
    for number in range(1, rounds + 1):
        with edited.fresh(home, pages) as wiki:
            warming, *every = editors(wiki, scratch)
            measure(warming, wiki, scratch)
            first = number % len(every)
            for one in (*every[first:], *every[:first]):
                print(f"round {number} of {rounds}: {one.job}, {one.name}", file=sys.stderr)
                runs.setdefault(one.name, []).append(measure(one, wiki, scratch))
    return [Result(one, tuple(runs[one.name]), pages) for one in every]


def bench(home: Path, sizes: Sizes, rounds: int) -> str:
    """Measure everything and give the report.

    Raises DevwikiError where no wiki can be had, Failed where a contender or an answer fails.
    """
    mediawiki.ensure_installed()
    if (load := os.getloadavg()[0]) > BUSY:
        print(f"bench: the machine is busy (load {load:.1f}); ratios suffer, too", file=sys.stderr)
    home.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="scratch-", dir=home))  # a disk, as /tmp need not be
    try:
        with instance.running(home, sizes.pages) as wiki:
            every = [
                *contenders(wiki, scratch, sizes.sample),
                *finders(wiki, scratch, sizes.sample),
            ]
            if not sizes.large:
                every += streams(wiki, scratch)
            measured = rounds_of(every, wiki, scratch, rounds)
        measured += edits_of(home, scratch, sizes.edits, rounds)
        large = None
        if sizes.large:
            large, *differences = _large(home, scratch, sizes, rounds)
            measured += differences
        results = Results(measured)
        results.check()
        planned = offline(home, scratch, *sizes.offline)
        kept = throughput(scratch, rounds)
    finally:
        shutil.rmtree(scratch)
    judged = [*targets(results, large), *planned.targets()]
    return tables.report(results, large, planned, kept, judged, rounds=rounds)


def _large(home: Path, scratch: Path, sizes: Sizes, rounds: int) -> list[Result]:
    """The dry run on the larger wiki, and the other jobs there."""
    with instance.running(home, sizes.large, start_from=sizes.pages) as wiki:
        every = [plan_only(wiki, scratch), *streams(wiki, scratch)]
        plan, *others = rounds_of(every, wiki, scratch, rounds)
    if len(plan.pages) != sizes.large:
        raise Failed(f"bench: the plan has {len(plan.pages)} pages, not {sizes.large}")
    return [plan, *others]


def _full(home: Path, rounds: int) -> str:
    if rivals := missing():
        raise Failed(f"bench: {', '.join(rivals)} missing: run pip install -e '.[bench]'")
    return bench(home, FULL, rounds)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="wikisweep beside its rivals, on the same wiki")
    parser.add_argument("--quick", action="store_true", help="500 pages, one round: does it work?")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md, too")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"{ROUNDS} if not said")
    parser.add_argument("--dir", type=Path, default=instance.HOME, help="where its wikis are kept")
    options = parser.parse_args()
    if options.quick and options.write:
        parser.error("--quick is too short to be written down")
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    home: Path = options.dir.resolve()
    try:
        text = bench(home, QUICK, 1) if options.quick else _full(home, options.rounds)
        print(text)
        if options.write:
            tables.write(DOCUMENT, text)
    except (DevwikiError, Failed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What wikisweep means to reach, held against what was measured. Judges; measures nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.contenders import BARE, OURS, Job
from benchmarks.finders import ONE_BY_ONE
from benchmarks.results import Result, Results

TIME_RATIO: Final = 1.25
REDIRECT_REQUESTS: Final = 4
PEAK_MIB: Final = 140
PEAK_GROWTH: Final = 1.10
HELP_SECONDS: Final = 0.15
EDIT_REQUESTS: Final = 1.02
EDIT_RATIO: Final = 1.15
ORPHAN_REQUESTS: Final = 0.01
ORPHAN_RATIO: Final = 1.5
ONE_BY_ONE_RATIO: Final = 30


@dataclass(frozen=True, slots=True)
class Target:
    """One target, what was measured in words, and whether it was reached."""

    claim: str
    measured: str
    reached: bool


def targets(results: Results, large: Result | None) -> Iterator[Target]:
    """Every target; those about the larger wiki only where it was measured."""
    jobs: tuple[tuple[Job, str], ...] = (
        ("titles", "titles"),
        ("dry run", "whole dry run"),
        ("category tree", "category tree"),
    )
    for job, words in jobs:
        ours, bare = results.one(job, OURS), results.one(job, BARE)
        ratio = results.loop_ratio(ours)
        yield Target(
            f"{words}: no more requests for pages than the bare loop",
            f"{ours.work_requests} and {bare.work_requests}",
            ours.work_requests <= bare.work_requests,
        )
        yield Target(
            f"{words}: at most {TIME_RATIO} times the bare loop's time",
            f"{ratio:.2f} times; with start-up and login of both {results.ratio(ours):.2f}",
            ratio <= TIME_RATIO,
        )
    asked = results.one("redirects", OURS).work_requests
    yield Target(
        f"backlinks through 60 redirects: at most {REDIRECT_REQUESTS} requests for pages",
        f"{asked}",
        asked <= REDIRECT_REQUESTS,
    )
    plan = results.one("dry run", OURS)
    yield Target(
        f"dry run: peak memory at {plan.all_pages:,} pages at most {PEAK_MIB} MiB",
        f"{plan.peak_mib:.0f} MiB",
        plan.peak_mib <= PEAK_MIB,
    )
    if large:
        growth = large.peak_mib / plan.peak_mib
        yield Target(
            f"dry run: peak memory at {large.all_pages:,} pages at most 10 % more",
            f"{large.peak_mib:.0f} MiB, {growth - 1:+.1%}",
            growth <= PEAK_GROWTH,
        )
    ours, bare = results.one("filters", OURS), results.one("filters", BARE)
    yield Target(
        "category and template: at most one request more for pages than the bare loop",
        f"{ours.work_requests} and {bare.work_requests}",
        ours.work_requests <= bare.work_requests + 1,
    )
    yield from _orphans(results)
    yield from _edits(results)
    help_ = results.one("help", OURS).seconds
    yield Target(
        f"`wikisweep --help`: at most {HELP_SECONDS} s", f"{help_:.2f} s", help_ <= HELP_SECONDS
    )


def _orphans(results: Results) -> Iterator[Target]:
    ours, slow = results.one("orphans", OURS), results.one("orphans", ONE_BY_ONE)
    asked, ratio = ours.work_requests / ours.all_pages, results.loop_ratio(ours)
    faster = slow.loop_seconds / ours.loop_seconds
    yield Target(
        f"orphans: at most {ORPHAN_REQUESTS} requests a page",
        f"{asked:.4f}",
        asked <= ORPHAN_REQUESTS,
    )
    yield Target(
        f"orphans: at least {ONE_BY_ONE_RATIO} times faster than one `list=backlinks` a page",
        f"{faster:.0f} times",
        faster >= ONE_BY_ONE_RATIO,
    )
    yield Target(
        f"orphans: at most {ORPHAN_RATIO} times the bare loop's time",
        f"{ratio:.2f} times; with start-up and login of both {results.ratio(ours):.2f}",
        ratio <= ORPHAN_RATIO,
    )


def _edits(results: Results) -> Iterator[Target]:
    ours = results.one("edits", OURS)
    asked, ratio = ours.work_requests / ours.all_pages, results.loop_ratio(ours)
    yield Target(
        f"editing: at most {EDIT_REQUESTS} requests an edit",
        f"{asked:.3f}",
        asked <= EDIT_REQUESTS,
    )
    yield Target(
        f"editing: at most {EDIT_RATIO} times the bare loop's time",
        f"{ratio:.2f} times; with start-up, login and planning {results.ratio(ours):.2f}",
        ratio <= EDIT_RATIO,
    )

"""Writes results as Markdown, for the terminal and for docs/performance.md. Measures nothing."""

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.contenders import BARE, Job, missing
from benchmarks.ledger import SIZE, Throughput
from benchmarks.measuring import Failed
from benchmarks.offline import COLUMNS, HEAD, Offline
from benchmarks.results import Result, Results
from benchmarks.targets import Target
from devwiki import mediawiki

_START: Final = "<!-- written by `benchmarks/bench.py --write`: from here -->"
_END: Final = "<!-- written by `benchmarks/bench.py --write`: to here -->"
_KIB_PER_GIB: Final = 1024**2
_HEADS: Final[dict[Job, str]] = {
    "titles": "Titles of all backlinks",
    "dry run": "The whole dry run",
    "redirects": "Backlinks through 60 redirects",
    "category tree": "Text filters over a tree of categories",
    "filters": "Filters by category and template over {pages:,} pages",
    "orphans": "Orphans among {pages:,} pages",
    "difference": "The difference of two lists of {pages:,} pages",
    "edits": "Edits, one page after the other",
}


def report(
    results: Results,
    large: Result | None,
    offline: Offline,
    ledger: Throughput,
    targets: Iterable[Target],
    *,
    rounds: int,
) -> str:
    """Everything that was measured, as Markdown that is also readable as it is."""
    parts = [_machine(), _size(results, rounds), *_jobs(results)]
    if large:
        parts.append(
            f"The dry run over {large.all_pages:,} pages: {large.work_requests} requests for "
            f"pages, {large.seconds:.1f} s, {large.peak_mib:.0f} MiB."
        )
    parts.append(f"### {HEAD}\n\n{_table(COLUMNS, offline.rows())}")
    parts.append(
        f"The ledger takes {ledger.edits:,.0f} planned edits of {SIZE / 1000:.1f} kB a second, and "
        f"{ledger.pairs:,.0f} edits a second with the intent before each and the outcome after it, "
        "both on disk before it goes on."
    )
    parts += ["### Targets", _table(("target", "measured", ""), _verdicts(targets))]
    return "\n\n".join(parts)


def write(document: Path, text: str) -> None:
    """Put the text between the document's two markers; raises Failed if it has none."""
    old = document.read_text(encoding="utf-8")
    head, start, rest = old.partition(_START)
    _, end, foot = rest.partition(_END)
    if not start or not end:
        raise Failed(f"bench: {document} lacks the two markers between which to write")
    document.write_text(f"{head}{_START}\n\n{text}\n\n{_END}{foot}", encoding="utf-8")


def _jobs(results: Results) -> Iterator[str]:
    for job, head in _HEADS.items():
        rows = (_row(results, one) for one in results.of(job))
        columns = (
            "",
            "requests",
            "seconds",
            "times bare",
            "in all",
            "times bare",
            "MiB",
            "remarks",
        )
        words = head.format(pages=results.one(job, BARE).all_pages)
        yield f"### {words}\n\n{_table(columns, rows)}"


def _row(results: Results, one: Result) -> tuple[str, ...]:
    about = "≈ " if one.is_sample else ""
    quickest, slowest = one.spread
    return (
        one.contender.name,
        f"{about}{one.setup_requests} + {one.work_requests:,}",
        f"{about}{one.loop_seconds:.2f}",
        f"{about}{results.loop_ratio(one):.2f}",
        f"{about}{one.seconds:.2f} ({quickest:.2f}-{slowest:.2f})",
        f"{about}{results.ratio(one):.2f}",
        f"{one.peak_mib:.0f}",
        "; ".join(_remarks(results, one)),
    )


def _remarks(results: Results, one: Result) -> Iterator[str]:
    if one.contender.note:
        yield one.contender.note
    if one.is_sample:
        yield f"measured on {one.contender.pages:,} pages, scaled up"
    lacking, beyond = results.odds(one)
    if lacking:
        yield f"{lacking:,} pages of the answer missing"
    if beyond:
        yield f"{beyond:,} pages too many"


def _verdicts(targets: Iterable[Target]) -> Iterator[tuple[str, ...]]:
    for one in targets:
        yield one.claim, one.measured, "reached" if one.reached else "**not reached**"


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    every = [columns, *rows]
    widths = [max(len(row[at]) for row in every) for at in range(len(columns))]
    every.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in every
    )


def _size(results: Results, rounds: int) -> str:
    bare = results.one("dry run", BARE)
    figures = (
        f"Each time is the median of {rounds} interleaved rounds after one that does not count "
        "(in brackets the quickest and the slowest)"
        if rounds > 1
        else "Each time is that of one run"
    )
    return (
        f"{bare.all_pages:,} articles link to the target. {figures}: from the first request for "
        "pages to the end of the process, and in all, from its start. MiB are the largest peak. "
        "Requests are those for the set-up (login, site information) + those for pages."
    )


def _machine() -> str:
    rivals = () if missing() else ("pywikibot",)
    packages = ("wikisweep", "requests", "mwclient", *rivals)
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({_processor()}), "
        f"{_memory_gib()} GiB, {platform.system()}; Python {platform.python_version()}; "
        f"MediaWiki {mediawiki.version()} on SQLite and PHP {_php()}'s server on loopback; "
        f"{versions}."
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gib() -> int:
    total = Path("/proc/meminfo").read_text(encoding="utf-8").split(maxsplit=2)[1]
    return round(int(total) / _KIB_PER_GIB)


def _php() -> str:
    code = "echo PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION;"
    answer = subprocess.run(["php", "-r", code], capture_output=True, text=True, check=True)
    return answer.stdout.strip()

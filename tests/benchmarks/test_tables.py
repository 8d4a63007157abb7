"""What is written of the results, and where."""

from pathlib import Path

import pytest

from benchmarks import tables
from benchmarks.contenders import BARE, FINDING, OURS, Contender, Job
from benchmarks.instance import Requests
from benchmarks.ledger import Throughput
from benchmarks.measuring import Failed, Run, Took
from benchmarks.offline import Offline, Planned
from benchmarks.results import Result, Results
from benchmarks.targets import Target

LEDGER = Throughput(6543.2, 512.3)
SMALL = Planned(5000, Took(0, 12.34, 90), Took(0, 23.45, 100))
LARGE = Planned(100_000, Took(0, 123.4, 95), Took(0, 234.5, 101))
OFFLINE = Offline(SMALL, LARGE)
ALL = frozenset({"A", "B", "C", "D"})
TARGETS = [
    Target("quick enough", "1.10 times", reached=True),
    Target("small", "9 MiB", reached=False),
]
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def result(
    job: Job, name: str, pages: frozenset[str] = ALL, at_most: int = 4, note: str = ""
) -> Result:
    run = Run(0.5, 0.4, 60.4, Requests(2, 1000, 0.0), pages)
    return Result(Contender(job, name, (), at_most, note=note), (run,), 4)


@pytest.fixture
def results() -> Results:
    jobs: tuple[Job, ...] = ("titles", "dry run", "redirects", *FINDING, "edits")
    every = [result(job, name) for job in jobs for name in (BARE, OURS)]
    every += [
        result("redirects", "forgetful", ALL - {"A", "B"} | {"X"}),
        result("dry run", "slow", frozenset({"A"}), at_most=1, note="a request a page"),
    ]
    return Results(every)


def rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def test_a_row_tells_requests_time_ratio_and_memory(results: Results) -> None:
    text = tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)
    assert [OURS, "2 + 1,000", "0.40", "1.00", "0.50 (0.50-0.50)", "1.00", "60", ""] in rows(text)


def test_a_sample_is_marked_as_one(results: Results) -> None:
    text = tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)
    (slow,) = [row for row in rows(text) if row[0] == "slow"]
    assert slow[1:4] == ["≈ 2 + 4,000", "≈ 1.60", "≈ 4.00"]
    assert slow[7] == "a request a page; measured on 1 pages, scaled up"


def test_what_an_answer_lacks_and_has_too_much_is_told(results: Results) -> None:
    text = tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)
    (forgetful,) = [row for row in rows(text) if row[0] == "forgetful"]
    assert forgetful[7] == "2 pages of the answer missing; 1 pages too many"


def test_a_missed_target_is_told_as_plainly_as_a_reached_one(results: Results) -> None:
    found = rows(tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1))
    assert ["quick enough", "1.10 times", "reached"] in found
    assert ["small", "9 MiB", "**not reached**"] in found


def test_the_larger_wiki_is_told_where_it_was_measured(results: Results) -> None:
    large = results.one("dry run", OURS)
    assert "The dry run over 4 pages" in tables.report(
        results, large, OFFLINE, LEDGER, TARGETS, rounds=5
    )
    assert "The dry run over" not in tables.report(
        results, None, OFFLINE, LEDGER, TARGETS, rounds=5
    )


def test_every_job_has_a_table_and_pages_are_counted_in_its_head(results: Results) -> None:
    text = tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)
    heads = [line.removeprefix("### ") for line in text.splitlines() if line.startswith("###")]
    assert heads == [
        "Titles of all backlinks",
        "The whole dry run",
        "Backlinks through 60 redirects",
        "Text filters over a tree of categories",
        "Filters by category and template over 4 pages",
        "Orphans among 4 pages",
        "The difference of two lists of 4 pages",
        "Edits, one page after the other",
        "A plan over an offline wiki",
        "Targets",
    ]


def test_the_offline_wikis_have_a_table(results: Results) -> None:
    found = rows(tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1))
    assert ["plan", "100,000", "234.5", "101"] in [row[:4] for row in found]


def test_what_the_ledger_takes_is_told(results: Results) -> None:
    text = tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)
    assert "takes 6,543 planned edits of 5.5 kB a second, and 512 edits a second with" in text


def test_how_often_was_measured_is_told(results: Results) -> None:
    assert "median of 5 interleaved" in tables.report(
        results, None, OFFLINE, LEDGER, TARGETS, rounds=5
    )
    assert "that of one run" in tables.report(results, None, OFFLINE, LEDGER, TARGETS, rounds=1)


def test_the_document_is_rewritten_between_its_markers_only(tmp_path: Path) -> None:
    copy = tmp_path / "performance.md"
    copy.write_text(DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    tables.write(copy, "figures of May")
    once = copy.read_text(encoding="utf-8")
    tables.write(copy, "figures of June")
    assert once.count("figures of May") == 1
    assert copy.read_text(encoding="utf-8") == once.replace("of May", "of June")
    assert once.splitlines()[0] == DOCUMENT.read_text(encoding="utf-8").splitlines()[0]


def test_a_document_without_markers_is_left_alone(tmp_path: Path) -> None:
    plain = tmp_path / "plain.md"
    plain.write_text("Nothing here.", encoding="utf-8")
    with pytest.raises(Failed, match="lacks the two markers"):
        tables.write(plain, "text")
    assert plain.read_text(encoding="utf-8") == "Nothing here."

"""Each target is reached at its bound and missed just beyond it."""

from itertools import product

import pytest

from benchmarks.contenders import BARE, FINDING, OURS, Contender, Job
from benchmarks.finders import ONE_BY_ONE
from benchmarks.instance import Requests
from benchmarks.measuring import Run
from benchmarks.results import Result, Results
from benchmarks.targets import Target, targets

JOBS: tuple[Job, ...] = ("titles", "dry run", "redirects", "help", "edits", *FINDING)


def result(job: Job, name: str, seconds: float, work: int, mib: float = 100) -> Result:
    run = Run(seconds, seconds, mib, Requests(2, work, 0.0), frozenset({"A"}))
    return Result(Contender(job, name, (), 0 if job == "help" else 5000), (run,), 5000)


def judged(changed: dict[tuple[Job, str], Result], large_mib: float = 110) -> list[Target]:
    """The verdicts where everything stands at its bound, but for what was changed."""
    bounds = {
        (job, name): result(job, name, 0.12 if job == "help" else 1.0, 3)
        for job, name in product(JOBS, (BARE, OURS))
    }
    bounds["orphans", ONE_BY_ONE] = result("orphans", ONE_BY_ONE, 60.0, 5001)
    large = Result(
        Contender("dry run", OURS, (), 20_000),
        (Run(1.0, 1.0, large_mib, Requests(2, 40, 0.0), frozenset({"A"})),),
        20_000,
    )
    return list(targets(Results(list({**bounds, **changed}.values())), large))


def test_everything_at_its_bound_is_reached() -> None:
    at_bound: dict[tuple[Job, str], Result] = {
        ("titles", OURS): result("titles", OURS, 1.25, 3),
        ("dry run", OURS): result("dry run", OURS, 1.25, 3, mib=140),
        ("redirects", OURS): result("redirects", OURS, 9.0, 4),
        ("help", OURS): result("help", OURS, 0.15, 0),
        ("edits", OURS): result("edits", OURS, 1.15, 5100),
        ("category tree", OURS): result("category tree", OURS, 1.25, 3),
        ("filters", OURS): result("filters", OURS, 9.0, 4),
        ("orphans", OURS): result("orphans", OURS, 1.5, 50),
        ("orphans", ONE_BY_ONE): result("orphans", ONE_BY_ONE, 45.0, 5001),
    }
    verdicts = judged(at_bound, large_mib=154)
    assert len(verdicts) == 16
    assert all(one.reached for one in verdicts)


@pytest.mark.parametrize(
    ("job", "beyond", "claim"),
    [
        ("titles", result("titles", OURS, 1.26, 3), "titles: at most 1.25 times"),
        ("titles", result("titles", OURS, 1.0, 4), "titles: no more requests"),
        ("dry run", result("dry run", OURS, 1.26, 3), "whole dry run: at most 1.25 times"),
        ("dry run", result("dry run", OURS, 1.0, 4), "whole dry run: no more requests"),
        ("dry run", result("dry run", OURS, 1.0, 3, mib=141), "at 5,000 pages at most 140 MiB"),
        ("redirects", result("redirects", OURS, 1.0, 5), "60 redirects: at most 4"),
        ("help", result("help", OURS, 0.16, 0), "`wikisweep --help`"),
        ("edits", result("edits", OURS, 1.0, 5101), "editing: at most 1.02 requests an edit"),
        ("edits", result("edits", OURS, 1.16, 5000), "editing: at most 1.15 times"),
        (
            "category tree",
            result("category tree", OURS, 1.26, 3),
            "category tree: at most 1.25 times",
        ),
        ("category tree", result("category tree", OURS, 1.0, 4), "category tree: no more requests"),
        ("filters", result("filters", OURS, 1.0, 5), "template: at most one request more"),
        ("orphans", result("orphans", OURS, 1.51, 3), "orphans: at most 1.5 times"),
        ("orphans", result("orphans", OURS, 1.0, 51), "orphans: at most 0.01 requests a page"),
    ],
)
def test_just_beyond_its_bound_a_target_is_missed(job: Job, beyond: Result, claim: str) -> None:
    (missed,) = [one for one in judged({(job, OURS): beyond}) if not one.reached]
    assert claim in missed.claim


def test_one_request_a_page_that_is_not_much_slower_is_told() -> None:
    rival = result("orphans", ONE_BY_ONE, 29.9, 5001)
    (missed,) = [one for one in judged({("orphans", ONE_BY_ONE): rival}) if not one.reached]
    assert "at least 30 times faster than one `list=backlinks` a page" in missed.claim


def test_memory_that_grows_with_the_wiki_is_missed() -> None:
    (missed,) = [one for one in judged({}, large_mib=111) if not one.reached]
    assert "at 20,000 pages at most 10 % more" in missed.claim
    assert missed.measured == "111 MiB, +11.0%"

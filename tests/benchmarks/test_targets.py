"""Each target is reached at its bound and missed just beyond it."""

from itertools import product

import pytest

from benchmarks.contenders import BARE, OURS, Contender, Job
from benchmarks.instance import Requests
from benchmarks.measuring import Run
from benchmarks.results import Result, Results
from benchmarks.targets import Target, targets

JOBS: tuple[Job, ...] = ("titles", "dry run", "redirects", "help", "edits")


def result(job: Job, name: str, seconds: float, work: int, mib: float = 100) -> Result:
    run = Run(seconds, seconds, mib, Requests(2, work, 0.0), frozenset({"A"}))
    return Result(Contender(job, name, (), 0 if job == "help" else 5000), (run,), 5000)


def judged(changed: dict[tuple[Job, str], Result], large_mib: float = 110) -> list[Target]:
    """The verdicts where everything stands at its bound, but for what was changed."""
    bounds = {
        (job, name): result(job, name, 0.12 if job == "help" else 1.0, 3)
        for job, name in product(JOBS, (BARE, OURS))
    }
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
    }
    verdicts = judged(at_bound, large_mib=154)
    assert len(verdicts) == 10
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
    ],
)
def test_just_beyond_its_bound_a_target_is_missed(job: Job, beyond: Result, claim: str) -> None:
    (missed,) = [one for one in judged({(job, OURS): beyond}) if not one.reached]
    assert claim in missed.claim


def test_memory_that_grows_with_the_wiki_is_missed() -> None:
    (missed,) = [one for one in judged({}, large_mib=111) if not one.reached]
    assert "at 20,000 pages at most 10 % more" in missed.claim
    assert missed.measured == "111 MiB, +11.0%"

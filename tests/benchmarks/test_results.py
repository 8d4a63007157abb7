"""Medians, samples scaled up, and answers held against the bare loop's."""

import pytest

from benchmarks.contenders import BARE, FINDING, OURS, Contender, Job
from benchmarks.instance import Requests
from benchmarks.measuring import Failed, Run
from benchmarks.results import Result, Results

PAGES = frozenset(f"Page {number}" for number in range(20))
JOBS: tuple[Job, ...] = ("titles", "dry run", "redirects", *FINDING, "edits")


def run(seconds: float = 1.0, pages: frozenset[str] = PAGES, mib: float = 50.0) -> Run:
    return Run(seconds, seconds / 2, mib, Requests(setup=2, work=4, begun=0.0), pages)


def result(job: Job, name: str, *runs: Run, pages: int = 20) -> Result:
    return Result(Contender(job, name, (), pages), runs or (run(),), 20)


def whole(**changed: Result) -> Results:
    """Results in which all is well, but for the changed ones."""
    results = {f"{job} {name}": result(job, name) for job in JOBS for name in (BARE, OURS)}
    return Results(list({**results, **changed}.values()))


def test_the_time_is_the_median_and_the_memory_the_largest() -> None:
    one = result("titles", BARE, run(3.0, mib=40), run(1.0, mib=60), run(1.5, mib=50))
    assert (one.seconds, one.loop_seconds) == (1.5, 0.75)
    assert one.spread == (1.0, 3.0)
    assert one.peak_mib == 60
    assert (one.setup_requests, one.work_requests) == (2, 4)


def test_a_sample_is_scaled_to_all_pages_but_its_memory_and_start_up_are_not() -> None:
    one = result("dry run", "mwclient", run(2.0, frozenset(list(PAGES)[:5])), pages=5)
    assert one.is_sample
    assert one.loop_seconds == 4.0
    assert (one.seconds, one.spread) == (5.0, (5.0, 5.0))
    assert (one.setup_requests, one.work_requests) == (2, 16)
    assert one.peak_mib == 50.0


def test_a_ratio_is_to_the_bare_loop_of_the_same_job() -> None:
    ours = result("titles", OURS, run(1.2))
    results = whole(**{f"titles {OURS}": ours, f"titles {BARE}": result("titles", BARE, run(1.0))})
    assert results.ratio(ours) == pytest.approx(1.2)
    assert results.loop_ratio(ours) == pytest.approx(1.2)


def test_a_rival_may_answer_differently_and_it_is_counted() -> None:
    rival = result("redirects", "rival", run(pages=PAGES - {"Page 1", "Page 2"} | {"Another"}))
    results = whole(rival=rival)
    results.check()
    assert results.odds(rival) == (2, 1)


def test_a_sample_lacks_nothing_by_being_one() -> None:
    rival = result("dry run", "rival", run(pages=frozenset({"Page 1"})), pages=1)
    results = whole(rival=rival)
    results.check()
    assert results.odds(rival) == (0, 0)


@pytest.mark.parametrize("job", JOBS)
def test_our_own_answer_may_not_differ(job: Job) -> None:
    results = whole(**{f"{job} {OURS}": result(job, OURS, run(pages=PAGES - {"Page 3"}))})
    with pytest.raises(Failed, match=f"disagree about {job}: 19 and 20 pages"):
        results.check()


def test_an_answer_that_changes_between_rounds_is_no_answer() -> None:
    fickle = result("titles", "rival", run(), run(pages=PAGES - {"Page 3"}))
    with pytest.raises(Failed, match="not give the same answer"):
        whole(fickle=fickle).check()


def test_a_sample_of_another_size_than_said_is_refused() -> None:
    short = result("dry run", "rival", run(pages=frozenset({"Page 1"})), pages=5)
    with pytest.raises(Failed, match="did 1 pages, not 5"):
        whole(short=short).check()


@pytest.mark.parametrize("job", FINDING)
def test_where_only_some_pages_are_the_answer_a_sample_may_be_of_any_size(job: Job) -> None:
    some = result(job, "rival", run(pages=frozenset({"Page 1"})), pages=5)
    results = whole(some=some)
    results.check()
    assert results.odds(some) == (0, 0)


@pytest.mark.parametrize("job", FINDING)
def test_an_answer_of_nobody_and_nothing_is_noticed(job: Job) -> None:
    empty = {f"{job} {name}": result(job, name, run(pages=frozenset())) for name in (BARE, OURS)}
    with pytest.raises(Failed, match=f"disagree about {job}: 0 and 0 pages"):
        whole(**empty).check()


def test_a_wiki_that_was_not_loaded_to_the_end_is_noticed() -> None:
    few = run(pages=frozenset({"Page 1"}))
    results = whole(
        **{
            f"titles {BARE}": result("titles", BARE, few),
            f"titles {OURS}": result("titles", OURS, few),
        }
    )
    with pytest.raises(Failed, match="lists 1 backlinks, not 20"):
        results.check()


def test_pages_that_the_bare_loop_did_not_edit_once_are_noticed() -> None:
    few = run(pages=frozenset({"0001"}))
    results = whole(
        **{
            f"edits {BARE}": result("edits", BARE, few),
            f"edits {OURS}": result("edits", OURS, few),
        }
    )
    with pytest.raises(Failed, match="edited 1 of 20 pages once"):
        results.check()

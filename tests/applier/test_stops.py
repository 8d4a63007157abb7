"""The fuses of a run."""

from dataclasses import replace

from bot.plan import Outcome
from tests.applier.conftest import codes
from tests.applier.stormy import answering
from tests.planner.conftest import make_task

STOP = "Testwiki:Stop"
PAGES = {**{f"Page {number}": f"old {number}" for number in range(6)}, STOP: "run"}
FAILED = answering(Outcome(code="failed", detail="badformat: no"))
REFUSED = answering(Outcome(code="refused", detail="abusefilter-disallowed: no"))
MISSING = answering(Outcome(code="missing"))


def test_errors_in_a_row_stop_the_run(house):
    house = house(PAGES)
    house.wiki.faults.extend((FAILED, REFUSED))
    run, done = house.run("limits: {errors_in_a_row: 2}")
    assert codes(done) == ["failed", "refused"]
    assert run.state == "stopped"
    assert run.reason == (
        "limits: 2 items in a row failed or were refused, the last one Page 1: "
        "abusefilter-disallowed: no"
    )


def test_an_edit_that_is_saved_begins_the_row_anew(house):
    house = house(PAGES)
    house.wiki.faults.extend((FAILED, house.wiki.save_fault, FAILED))
    run, done = house.run("limits: {errors_in_a_row: 2}")
    assert codes(done) == ["failed", "saved", "failed", "saved", "saved", "saved"]
    assert run.state == "done"


def test_a_page_that_is_gone_is_no_error(house):
    house = house(PAGES)
    house.wiki.faults.extend((FAILED, MISSING, MISSING))
    run, _ = house.run("limits: {errors_in_a_row: 2}")
    assert run.state == "done"


def test_errors_at_the_very_end_stop_nothing_any_more(house):
    house = house({"Page": "old"})
    house.wiki.faults.append(FAILED)
    run, _ = house.run("limits: {errors_in_a_row: 1}")
    assert run.state == "done"


def test_bytes_are_counted_before_they_are_sent(house):
    house = house(PAGES)  # each edit takes three bytes and gives three
    run, done = house.run("limits: {max_bytes: 13}")
    assert len(done) == 2
    assert run.reason == ("limits: with Page 2 the run would have changed more than max_bytes: 13")


def test_bytes_up_to_the_limit_are_made(house):
    _, done = house(PAGES).run("limits: {max_bytes: 36}")
    assert len(done) == 6


def test_reverts_of_the_runs_own_edits_stop_it(house):
    house = house(PAGES)

    def revert(item):
        if item.title.text in {"Page 2", "Page 3"}:
            house.wiki.somebody(
                f"Page {int(item.title.text[-1]) - 1}", f"old {int(item.title.text[-1]) - 1}"
            )

    house.wiki.before_write = revert
    run, done = house.run(
        "limits: {reverts: 2}\nbots: {stop_page: 'Testwiki:Stop', check_every: 2}"
    )
    assert run.state == "stopped"
    assert run.reason.startswith("reverts: 2 of this run's edits were taken back (Page 1, Page 2)")
    assert len(done) == 4


def test_other_edits_of_the_same_pages_are_no_reverts(house):
    house = house(PAGES)

    def edit(item):
        number = int(item.title.text[-1])
        if number:
            house.wiki.somebody(f"Page {number - 1}", "quite another text")

    house.wiki.before_write = edit
    run, done = house.run(
        "limits: {reverts: 1}\nbots: {stop_page: 'Testwiki:Stop', check_every: 1}"
    )
    assert (run.state, len(done)) == ("done", 6)


def test_a_resumed_run_remembers_what_it_saved(house):
    house = house(PAGES)
    task = make_task(
        "limits: {reverts: 2, canary: 3}\nbots: {stop_page: 'Testwiki:Stop', check_every: 1}"
    )
    plan = house.plan(task)
    run, done = house.apply(plan, task)
    assert (run.state, len(done)) == ("stopped", 3)
    house.wiki.before_write = lambda item: house.wiki.somebody(
        f"Page {int(item.title.text[-1]) - 3}", f"old {int(item.title.text[-1]) - 3}"
    )
    again, more = house.apply(plan, task, resume=run)
    assert again.state == "stopped"
    assert "(Page 0, Page 1)" in again.reason
    assert len(more) == 2


def test_who_resumes_a_run_knows_of_the_reverts_that_stopped_it(house):
    house = house(PAGES)
    task = make_task("limits: {reverts: 1}\nbots: {stop_page: 'Testwiki:Stop', check_every: 2}")
    plan = house.plan(task)
    house.wiki.before_write = lambda item: (
        house.wiki.somebody("Page 0", "old 0") if item.title.text == "Page 1" else None
    )
    run, done = house.apply(plan, task)
    assert (run.state, len(done)) == ("stopped", 2)
    again, more = house.apply(plan, task, resume=run)
    assert (again.state, len(more)) == ("done", 4)


def test_a_page_deleted_since_is_no_revert(house):
    house = house(PAGES)
    task = make_task("limits: {reverts: 1}\nbots: {stop_page: 'Testwiki:Stop', check_every: 1}")
    plan = house.plan(task)
    real = house.wiki

    class Gone:
        """The same wiki, on which Page 0 is gone."""

        def __getattr__(self, name):
            return getattr(real, name)

        def fetch(self, wanted, facets):
            for batch in real.fetch(wanted, facets):
                yield [
                    replace(one, exists=False) if one.title.text == "Page 0" else one
                    for one in batch
                ]

    applying = house.applying(plan, task)
    first = next(steps := iter(applying))
    assert first.outcome.code == "saved"
    steps.close()
    house.wiki = Gone()
    run, done = house.apply(plan, task, resume=applying.run)
    assert (run.state, len(done)) == ("done", 5)


def test_an_edit_that_the_wiki_merged_is_not_watched(house):
    house = house(PAGES)
    merged = answering(Outcome(code="saved", revid=1, merged=True))
    house.wiki.faults.append(merged)  # its page stays as it was before: that is no revert
    run, done = house.run(
        "limits: {reverts: 1}\nbots: {stop_page: 'Testwiki:Stop', check_every: 1}"
    )
    assert (run.state, len(done)) == ("done", 6)


def test_bytes_count_for_the_whole_run_however_often_it_is_resumed(house):
    house = house(PAGES)
    task = make_task("limits: {max_bytes: 13}")
    plan = house.plan(task)
    run, done = house.apply(plan, task)
    assert (run.state, len(done)) == ("stopped", 2)
    again, more = house.apply(plan, task, resume=run)
    assert (again.state, more) == ("stopped", [])


def test_a_run_that_people_took_back_binds_the_next_one_of_the_task(house):
    house = house(PAGES)
    task = make_task("limits: {reverts: 1}\nbots: {stop_page: 'Testwiki:Stop', check_every: 1}")
    plan = house.plan(task)
    house.wiki.before_write = lambda item: (
        house.wiki.somebody("Page 0", "old 0") if item.title.text == "Page 1" else None
    )
    run, _ = house.apply(plan, task)
    other, none = house.apply(house.plan(task), task)
    assert (other.state, none) == ("stopped", [])
    assert f"run {run.id} of task waits for a person: reverts: 1 of" in other.reason
    again, _ = house.apply(plan, task, resume=run)
    assert (again.state, again.approved) == ("done", True)
    assert house.apply(house.plan(task), task)[0].state == "done"

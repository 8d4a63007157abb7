"""Pages that did not change since a task was last done are left out; where nobody knows, none."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotOffered
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.page import Candidate
from bot.plan import Outcome
from bot.planner.planning import Planning
from bot.planner.since import SLACK, Changes
from bot.plugin import Reach
from bot.titles import Title
from bot.wiki.changed import ChangedSince
from tests.offline.exports import NOON, Entry, Rev
from tests.planner.conftest import make_task

DAY = timedelta(days=1)


def page(title: str, number: int, when: datetime) -> Entry:
    stamp = f"{when:%Y-%m-%dT%H:%M:%SZ}" if when else ""
    return Entry(title, (Rev(f"old {number}", 100 + number, stamp),), number)


@pytest.fixture
def wiki(reach):
    """A wiki with a page of yesterday, one of last year and one of no time."""
    return reach(
        {},
        page("Fresh", 1, NOON - DAY),
        page("Stale", 2, NOON - 365 * DAY),
        Entry("Timeless", (Rev("old 3", 103, ""),), 3),
    ).wiki


def at(wiki, when=NOON) -> Reach:
    return Reach(wiki, Outside(), lambda: when)


def planned(task, reach, ledger):
    planning = Planning(task, reach, ledger)
    titles = [one.item.title.text for batch in planning for one in batch]
    return titles, planning.plan


def done(plan, ledger, code="saved", state="done"):
    """A run of the plan that tried every item."""
    run = ledger.runs.begin(plan, account="")
    for numbered in list(ledger.runs.left(plan.id)):
        ledger.runs.intend(run.id, numbered)
        ledger.runs.settle(run.id, numbered.number, Outcome(code=code))
    ledger.runs.finish(run.id, state)


@pytest.mark.parametrize("since", ["7 days", "2026-04-29", "2026-04-29T13:00"])
def test_a_date_or_an_age(wiki, ledger, since):
    titles, plan = planned(make_task(f"since: {since}"), at(wiki), ledger)
    assert titles == ["Fresh", "Timeless"]
    assert dict(plan.funnel.skipped) == {"unchanged_since": 1}
    assert plan.funnel.seen == 3
    assert not plan.funnel.noticed


def test_without_it_all_pages_are_looked_at(wiki, ledger):
    assert planned(make_task(), at(wiki), ledger)[0] == ["Fresh", "Stale", "Timeless"]


def test_the_first_run_looks_at_all_pages_and_says_so(wiki, ledger):
    titles, plan = planned(make_task("since: last_run"), at(wiki), ledger)
    assert titles == ["Fresh", "Stale", "Timeless"]
    (notice,) = plan.funnel.notices
    assert (notice.title.text, notice.code) == ("Special:RecentChanges", "all_looked_at")
    assert "is done to its end" in notice.detail


def test_the_next_run_leaves_out_what_did_not_change(wiki, ledger):
    task = make_task("since: last_run")
    _, first = planned(task, at(wiki), ledger)
    done(first, ledger)
    titles, plan = planned(task, at(wiki), ledger)
    assert titles == ["Timeless"]
    assert dict(plan.funnel.skipped) == {"unchanged_since": 2}


def test_another_text_of_the_task_looks_at_all_pages(wiki, ledger):
    done(planned(make_task("since: last_run"), at(wiki), ledger)[1], ledger)
    titles, plan = planned(make_task("since: last_run\nabout: other"), at(wiki), ledger)
    assert len(titles) == 3
    assert plan.funnel.noticed["all_looked_at"] == 1


@pytest.mark.parametrize(("code", "state"), [("failed", "done"), ("saved", "stopped")])
def test_a_run_that_did_not_end_well_is_none(wiki, ledger, code, state):
    task = make_task("since: last_run")
    done(planned(task, at(wiki), ledger)[1], ledger, code, state)
    assert len(planned(task, at(wiki), ledger)[0]) == 3


class Forgetful(OfflineWiki):
    """A wiki whose recent changes reach nowhere."""

    def enumerate(self, query):
        if isinstance(query, ChangedSince):
            raise NotOffered("they reach nowhere")
        return super().enumerate(query)


def test_a_wiki_that_does_not_remember_so_long_has_all_pages_looked_at(wiki, ledger, tmp_path):
    wiki.close()
    other = Forgetful("testwiki", tmp_path / "export.xml", cache=tmp_path / "cache")
    titles, plan = planned(make_task("since: 7 days"), at(other), ledger)
    other.close()
    assert len(titles) == 3
    assert [one.detail for one in plan.funnel.notices] == ["they reach nowhere"]


def test_a_page_counts_by_its_number_or_by_its_title(wiki, ledger):
    unchanged = Changes(make_task("since: 7 days"), at(wiki), ledger)()
    assert unchanged
    assert unchanged(Candidate(Title(0, "Moved since"), 1)) is None
    assert unchanged(Candidate(Title(0, "Fresh"))) is None
    skip = unchanged(Candidate(Title(0, "Stale"), 2))
    assert skip
    assert skip.reason == "unchanged_since"


def test_the_plan_begins_before_the_changes_are_asked_for(wiki, ledger):
    before = datetime.now(UTC)
    _, plan = planned(make_task("since: 7 days"), at(wiki), ledger)
    assert before <= plan.started <= plan.finished
    assert timedelta(minutes=1) < SLACK < timedelta(hours=1)

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.diff import fingerprints
from bot.plan import Numbered, Outcome, Publish
from bot.titles import Title
from tests.ledger.making import SITE, edit, planned, saved

OTHER = "https://another.example/w/api.php"


@pytest.fixture
def settle(ledger):
    """Settles the only item of a plan of its own."""

    def settle(pageid, outcome, found=frozenset(), site=SITE):
        plan = planned(ledger, [edit(1, pageid=pageid)], site=site)
        run = ledger.runs.begin(plan, account="")
        ledger.runs.settle(run.id, 1, outcome, found)

    return settle


def test_nothing_is_known_of_pages_nobody_edited(ledger):
    assert ledger.runs.made(SITE, [1, 2]) == {}
    assert ledger.runs.made(SITE, []) == {}
    assert ledger.runs.our_revisions(SITE, 1) == frozenset()


def test_the_changes_of_a_page_add_up_over_runs(ledger, settle):
    first, second = fingerprints("a\n", "b\n"), fingerprints("b\n", "c\nd\n")
    settle(7, saved(70), first)
    settle(7, saved(71), first | second)
    settle(8, saved(80), second)
    settle(9, Outcome(code="conflict"))
    assert ledger.runs.made(SITE, [7, 8, 9, 10]) == {7: first | second, 8: second}
    assert ledger.runs.our_revisions(SITE, 7) == {70, 71}
    assert ledger.runs.our_revisions(SITE, 8) == {80}


def test_pages_of_another_wiki_are_others(ledger, settle):
    settle(7, saved(70), frozenset({"ab"}), OTHER)
    assert ledger.runs.made(SITE, [7]) == {}
    assert ledger.runs.our_revisions(SITE, 7) == frozenset()
    assert ledger.runs.made(OTHER, [7]) == {7: {"ab"}}


def test_many_pages_can_be_asked_for_at_once(ledger, settle):
    for pageid in (1, 700, 1_500):
        settle(pageid, saved(pageid), frozenset({f"{pageid}"}))
    found = ledger.runs.made(SITE, range(1, 2_000))
    assert found == {1: {"1"}, 700: {"700"}, 1_500: {"1500"}}


def test_a_page_without_an_id_is_not_remembered(ledger, settle):
    settle(None, saved(5), frozenset({"ab"}))
    assert ledger.runs.made(SITE, [0, 1]) == {}


PAGE = Title(2, "User:SweepBot/Report")


@pytest.fixture
def publish(ledger):
    """Publishes a text on a page, by a plan of its own."""

    def publish(text, outcome, *, title=PAGE, pageid=None, site=SITE):
        item = Publish(
            title=title,
            pageid=pageid,
            baserevid=None,
            read_at=None,
            before="",
            after=text,
            summary="s",
        )
        plan = planned(ledger, [item], site=site)
        run = ledger.runs.begin(plan, account="")
        ledger.runs.intend(run.id, Numbered(1, item))
        ledger.runs.settle(run.id, 1, outcome)

    return publish


def test_the_last_report_on_a_page_is_known_also_where_it_made_the_page(ledger, publish):
    assert ledger.runs.published(SITE, PAGE) is None
    publish("one", saved(70))
    publish("two", saved(71), pageid=7)
    last = ledger.runs.published(SITE, PAGE)
    assert last.revid == 71
    assert last.stands(71, "whatever the wiki made of it")
    assert last.stands(72, "two \n")
    assert not last.stands(70, "one")
    assert not last.stands(72, "")


def test_reports_elsewhere_are_others(ledger, publish):
    publish("one", saved(70))
    publish("two", saved(80), title=Title(4, "Testwiki:SweepBot/Report"))
    publish("three", saved(90), site=OTHER)
    assert ledger.runs.published(SITE, PAGE).revid == 70
    assert ledger.runs.published(OTHER, PAGE).revid == 90
    assert ledger.runs.published(SITE, Title(2, "User:sweepBot/Report")) is None


@pytest.mark.parametrize(
    "outcome",
    [Outcome(code="conflict"), Outcome(code="no_change"), replace(saved(71), merged=True)],
)
def test_a_report_that_was_not_saved_as_it_was_is_not_the_last_one(ledger, publish, outcome):
    publish("one", saved(70))
    publish("two", outcome)
    assert ledger.runs.published(SITE, PAGE).revid == 70


def test_an_edit_is_no_report(ledger, settle):
    settle(7, saved(70))
    assert ledger.runs.published(SITE, Title(0, "Page 1")) is None


def test_the_last_report_is_known_when_its_plan_is_pruned(ledger, publish):
    publish("one", saved(70))
    (run,) = ledger.runs.runs()
    ledger.runs.finish(run.id, "done")
    assert ledger.prune(datetime.now(UTC) + timedelta(days=1)).plans == 1
    assert ledger.runs.published(SITE, PAGE).revid == 70

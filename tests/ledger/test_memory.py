import pytest

from bot.diff import fingerprints
from bot.plan import Outcome
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

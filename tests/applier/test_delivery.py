"""One item on its way: doubts settled by the history, bounded in number."""

from dataclasses import replace

import pytest

from bot.applier.ending import Ending
from bot.errors import ApiError, Unreachable
from bot.page import TEXT
from bot.plan import Item, Outcome
from tests.applier.conftest import codes
from tests.applier.stormy import answering, lost_request
from tests.planner.conftest import make_task


class Impatient(Ending):
    """Lets no pause last."""

    def wait(self, seconds=0.0):
        super().wait(0.0 * seconds)


@pytest.fixture
def one(house):
    """A house with one page, and nobody waits in it."""
    house = house({"Page": "old"})
    house.ending = Impatient()
    return house


def saved_behind_a_lagging_replica(wiki):
    """The edit is saved, its answer lost, and reads show it only after the next write."""

    def fault(_, item):
        wiki.behind[item.title] = item.baserevid
        wiki.before_write = lambda _: wiki.behind.clear()
        wiki.save(item)
        raise Unreachable("cut", unsettled=True)

    return fault


def test_a_second_try_that_meets_the_first_one_is_our_own_edit(one):
    """The history was read too early, from a replica: the wiki says `nochange`, then it shows."""
    one.wiki.faults.append(saved_behind_a_lagging_replica(one.wiki))
    _, done = one.run()
    assert codes(done) == ["saved"]
    assert done[0].outcome.revid
    assert len(one.wiki.sent) == 2
    assert [len(one) for one in one.wiki.history.values()] == [1]


def test_a_conflict_after_a_doubt_may_be_with_ourselves(one):
    conflict = answering(Outcome(code="conflict"))
    one.wiki.faults.extend([saved_behind_a_lagging_replica(one.wiki), conflict])
    _, done = one.run()
    assert codes(done) == ["saved"]
    assert one.wiki.page("Page").text == "new"


def test_what_is_in_doubt_is_never_sent_to_a_page_that_moved_on(house):
    """A wiki would merge it with what nobody has judged; so it is planned anew."""
    house = house({"Page": "old\n\nend"})
    house.ending = Impatient()

    def meddle(wiki, item):
        house.wiki.somebody("Page", "{{nobots}}\nold\n\nend")
        return lost_request(wiki, item)

    house.wiki.faults.append(meddle)
    _, done = house.run()
    assert codes(done) == ["refused"]
    assert len(house.wiki.sent) == 1
    assert house.wiki.page("Page").text == "{{nobots}}\nold\n\nend"


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("{{nobots}}\nold\n\nend", "refused", "{{nobots}}\nold\n\nend"),
        ("old\n\nend\n\nmore", "saved", "new\n\nend\n\nmore"),
        ("old\n\nold\n\nend", "conflict", "old\n\nold\n\nend"),
    ],
)
def test_an_intent_that_was_left_open_is_not_sent_to_a_page_that_moved_on(house, text, code, after):
    house = house({"Page": "old\n\nend"})
    task = make_task()
    plan = house.plan(task)

    def killed(_wiki, _item):
        raise SystemExit

    house.wiki.faults.append(killed)
    applying = house.applying(plan, task)
    with pytest.raises(SystemExit):
        list(applying)
    house.wiki.somebody("Page", text)
    base = house.wiki.page("Page").revid
    house.wiki.sent.clear()
    _, done = house.apply(plan, task, resume=applying.run)
    assert codes(done) == [code]
    assert house.wiki.page("Page").text == after
    assert all(item.baserevid == base for item in house.wiki.sent)


def test_an_edit_that_lands_late_beside_another_one_is_still_ours(house):
    """While it is planned anew, the first request lands: nothing is left to do, and it is saved."""
    house = house({"Page": "old\n\nend"})
    sent = []

    def late(_wiki, item):
        house.wiki.somebody("Page", "old\n\nend\n\nmore")
        sent.append(item)
        raise Unreachable("no answer", unsettled=True)

    house.wiki.faults.append(late)
    fetch = house.wiki.fetch

    class Landing:
        """The same wiki, on which the first request lands, merged, before the page is read."""

        def __getattr__(self, name):
            return getattr(real, name)

        def fetch(self, wanted, facets):
            if sent and any(facet == TEXT for facet in facets):
                page, item = real.page("Page"), sent.pop()
                after = page.text.replace("old", "new")
                real.save(replace(item, baserevid=page.revid, before=page.text, after=after))
            return fetch(wanted, facets)

    real, house.ending = house.wiki, Impatient()
    task = make_task()
    plan = house.plan(task)
    house.wiki = Landing()
    _, done = house.apply(plan, task)
    assert codes(done) == ["saved"]
    assert done[0].outcome.merged
    assert real.page("Page").text == "new\n\nend\n\nmore"
    assert len(real.sent) == 1


def test_no_change_without_a_doubt_is_no_edit_of_ours(one):
    one.wiki.faults.append(answering(Outcome(code="no_change")))
    _, done = one.run()
    assert codes(done) == ["no_change"]


def test_what_never_answers_is_left_open(one):
    one.wiki.faults.extend([lost_request] * 50)
    task = make_task()
    plan = one.plan(task)
    applying = one.applying(plan, task)
    with pytest.raises(Unreachable, match="6 times, and no answer told"):
        list(applying)
    assert len(one.wiki.sent) == 6
    assert applying.run.state == "failed"
    assert [record.number for record in one.ledger.runs.open_intents(plan.id)] == [1]
    one.wiki.faults.clear()
    _, done = one.apply(plan, task, resume=applying.run)
    assert codes(done) == ["saved"]


def test_a_page_on_which_the_wiki_itself_fails_is_one_bad_page(one):
    def broken(_wiki, _item):
        raise Unreachable("broken", unsettled=True) from ApiError(
            "internal_api_error_TypeError", "Exception caught"
        )

    one.wiki.faults.extend([broken] * 3)
    run, done = one.run()
    assert codes(done) == ["failed"]
    assert done[0].outcome.detail == "internal_api_error_TypeError: Exception caught"
    assert run.state == "done"


def test_an_error_that_is_sure_after_a_doubt_leaves_the_intent_open(one):
    def gone(_wiki, _item):
        raise Unreachable("it refuses the connection")

    one.wiki.faults.extend([lost_request, gone])
    task = make_task()
    plan = one.plan(task)
    with pytest.raises(Unreachable, match="refuses"):
        list(one.applying(plan, task))
    assert [record.number for record in one.ledger.runs.open_intents(plan.id)] == [1]


def test_a_doubt_carried_over_to_a_new_run_is_closed_in_the_old_one(one):
    one.wiki.faults.extend([lost_request] * 6)
    task = make_task()
    plan = one.plan(task)
    first = one.applying(plan, task)
    with pytest.raises(Unreachable):
        list(first)
    run, done = one.apply(plan, task)
    assert codes(done) == ["saved"]
    assert run.id != first.run.id
    assert list(one.ledger.runs.records(first.run.id)) == []


def test_an_edit_of_our_account_by_somebody_else_is_not_taken_for_ours(house):
    """Its request is lost; another program edits with the same account and summary."""
    house = house({"Page": "old\n\nend"})
    house.ending = Impatient()

    def lost(wiki, item):
        page = house.wiki.page("Page")
        other = replace(item, baserevid=page.revid, before=page.text, after="old\n\nend\n\nmore")
        house.wiki.save(other)
        return lost_request(wiki, item)

    house.wiki.faults.append(lost)
    _, done = house.run()
    assert codes(done) == ["saved"]
    assert house.wiki.page("Page").text == "new\n\nend\n\nmore"
    assert done[0].outcome.detail == ""


def test_an_edit_that_lands_while_we_wait_is_not_sent_again(house):
    house = house({"Page": "old"})
    sent: list[Item] = []

    class Landing(Ending):
        """In the pause after the doubt the first request lands, and somebody takes it back."""

        def wait(self, seconds=0.0):
            if seconds and sent:
                house.wiki.save(sent.pop())
                house.wiki.somebody("Page", "old")

    def late(_wiki, item):
        sent.append(item)
        raise Unreachable("no answer", unsettled=True)

    house.ending = Landing()
    house.wiki.faults.append(late)
    _, done = house.run()
    assert codes(done) == ["saved"]
    assert len(house.wiki.sent) == 1
    assert house.wiki.page("Page").text == "old"

"""Pages that moved on since the plan: only the very change that was approved is still made."""

from dataclasses import replace
from typing import Any

from bot.applier import Manner
from bot.applier.moved import Moved
from bot.plan import Outcome
from tests.applier.conftest import AT_ONCE, codes
from tests.planner.conftest import make_task

TEXT = "one old line\n\nanother line\n\na last line\n"
PAGES = {"Page": TEXT}


def applied_after(house, after, more="", manner=AT_ONCE):
    """What becomes of the one edit of a plan after which somebody edited its page."""
    house = house(PAGES)
    task = make_task(more)
    plan = house.plan(task)
    house.wiki.somebody("Page", after)
    _, done = house.apply(plan, task, manner)
    return house, done


def test_an_edit_elsewhere_on_the_page_is_kept_and_ours_laid_beside_it(house):
    house, done = applied_after(house, lambda text: f"A new beginning.\n{text}")
    assert codes(done) == ["saved"]
    assert house.wiki.page("Page").text == f"A new beginning.\n{TEXT.strip()}".replace("old", "new")
    assert house.wiki.sent == [done[0].sent]


def test_the_words_moved_to_another_place_are_the_same_change(house):
    moved = "another line\n\na last line\n\none old line"
    _, done = applied_after(house, moved)
    assert codes(done) == ["saved"]


def test_a_page_where_more_would_change_by_now_is_left(house):
    house, done = applied_after(house, TEXT + "one more old line")
    assert codes(done) == ["conflict"]
    assert "plan again" in done[0].outcome.detail
    assert house.wiki.page("Page").text.count("old") == 2
    assert house.wiki.sent == []


def test_a_page_where_nothing_is_left_to_do_is_no_change(house):
    _, done = applied_after(house, TEXT.replace("old", "new"))
    assert codes(done) == ["no_change"]


def test_a_page_that_a_filter_would_drop_by_now_is_left(house):
    _, done = applied_after(house, TEXT + "stop word", "where: [{not: {text: stop word}}]")
    assert codes(done) == ["conflict"]
    assert "leaves it out: not" in done[0].outcome.detail


def test_bots_is_judged_on_the_revision_that_is_edited(house):
    house, done = applied_after(house, "{{nobots}}\n" + TEXT)
    assert codes(done) == ["refused"]
    assert house.wiki.sent == []


def test_the_row_of_a_page_comes_back_where_it_is_planned_anew(house, tmp_path):
    rows = tmp_path / "list.csv"
    rows.write_text("page,old,new\nPage,old,new\n")
    replaced = "{find: '${row.old}', with: '${row.new}'}"
    more = f"for_each: {{file: {rows}}}\ndo: [{{replace: {replaced}}}]"
    house, done = applied_after(house, f"A new beginning.\n{TEXT}", more)
    assert codes(done) == ["saved"]
    assert house.wiki.page("Page").text == f"A new beginning.\n{TEXT.strip()}".replace("old", "new")


def test_the_summary_stays_as_it_was_approved(house):
    _, done = applied_after(house, TEXT + "more", "edit: {summary: '{{ title }} made new'}")
    assert done[0].sent.summary == "Page made new"


def test_a_page_edited_between_the_look_and_the_save_is_planned_anew(house):
    house = house(PAGES)
    edits = ["First.\n", "Second.\n"]

    def meddle(_item):
        if edits:
            start = edits.pop(0)
            house.wiki.somebody("Page", lambda text: start + text)

    house.wiki.before_write = meddle
    _, done = house.run()
    assert codes(done) == ["saved"]
    assert house.wiki.page("Page").text == "Second.\nFirst.\n" + TEXT.replace("old", "new").strip()
    assert len(house.wiki.sent) == 3


def test_a_page_edited_faster_than_we_are_is_left(house):
    house = house(PAGES)
    house.wiki.before_write = lambda _: house.wiki.somebody("Page", lambda text: "More.\n" + text)
    run, done = house.run()
    assert codes(done) == ["conflict"]
    assert run.state == "done"
    assert "new" not in house.wiki.page("Page").text


def test_an_edit_of_ours_that_was_taken_back_is_not_made_again(house):
    house = house(PAGES)
    task = make_task()
    early, late = house.plan(task), house.plan(task)
    _, done = house.apply(early, task)
    assert codes(done) == ["saved"]
    house.wiki.somebody("Page", "Somebody was here.\n" + TEXT)
    _, done = house.apply(late, task)
    assert codes(done) == ["reverted"]
    assert "new" not in house.wiki.page("Page").text


def test_with_a_reason_it_is_made_again(house):
    house = house(PAGES)
    task = make_task("edit: {summary: s, allow_reverted: agreed on the talk page}")
    early, late = house.plan(task), house.plan(task)
    house.apply(early, task)
    house.wiki.somebody("Page", "Somebody was here.\n" + TEXT)
    _, done = house.apply(late, task, Manner(interval=0))
    assert codes(done) == ["saved"]


def test_a_page_that_changes_its_meaning_between_the_look_and_the_save_is_left(house):
    house = house(PAGES)
    house.wiki.before_write = lambda _: house.wiki.somebody("Page", TEXT + "one more old line")
    _, done = house.run()
    assert codes(done) == ["conflict"]
    assert len(house.wiki.sent) == 1


def test_a_page_that_goes_away_while_it_is_planned_anew_is_missing(house):
    house = house(PAGES)
    task = make_task()
    plan = house.plan(task)
    house.wiki.somebody("Page", TEXT + "more")
    [one] = house.ledger.items(plan.id)
    fetched = house.wiki.fetch

    class Going:
        """The same wiki, from which the page goes away."""

        def __getattr__(self, name):
            return getattr(house.wiki, name)

        def fetch(self, wanted, facets):
            return (
                [replace(page, exists=False) for page in batch] for batch in fetched(wanted, facets)
            )

    going: Any = Going()
    outcome = Moved(task, going, house.ledger).anew(one.item)
    assert isinstance(outcome, Outcome)
    assert outcome.code == "missing"


def test_without_a_task_nothing_is_planned_anew(house):
    house = house(PAGES)
    task = make_task()
    shown = house.plan(task)
    back = house.ledger.begin(
        task=shown.task,
        task_text="",
        wiki=shown.wiki,
        account=shown.account,
        site=shown.site,
        versions={},
        undoes="abcdef",
    )
    house.ledger.add(back.id, [one.item for one in house.ledger.items(shown.id)])
    back = house.ledger.finish(back, shown.funnel, 0, 0.0)
    house.wiki.somebody("Page", TEXT + "more")
    run, done = house.apply(back, None)
    assert codes(done) == ["conflict"]
    assert (run.state, run.undoes) == ("done", "abcdef")

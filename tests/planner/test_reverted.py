"""An edit that somebody took back is known again; another one on the same page is not."""

import pytest

from bot.diff import fingerprints
from bot.plan import Edit, Funnel, Row, Skip
from bot.planner.judge import Verdict
from bot.planner.reverted import REVERTED, unless_made, was_made
from bot.titles import Title

PAGE = Title(0, "A")
MADE = {7: fingerprints("intro\nold", "intro\nnew")}


def edit(before, after, pageid=7):
    return Edit(
        title=PAGE,
        pageid=pageid,
        baserevid=70,
        read_at=None,
        before=before,
        after=after,
        summary="s",
    )


ROW = Row(title=PAGE, report="r", columns={"title": "A"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("intro\nold", "intro\nnew"),
        ("another intro\n\nold", "another intro\n\nnew"),
        ("old\n\nsee also old", "new\n\nsee also new"),
    ],
)
def test_the_same_lines_turned_into_the_same_others_were_made_before(before, after):
    assert was_made(edit(before, after), MADE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("old words", "new words"),
        ("new", "old"),
        ("intro\nold", "intro\nnewer"),
        ("intro\nold", "intro"),
    ],
)
def test_any_other_change_was_not(before, after):
    assert not was_made(edit(before, after), MADE)


@pytest.mark.parametrize("pageid", [8, None])
def test_another_page_is_another_matter(pageid):
    assert not was_made(edit("intro\nold", "intro\nnew", pageid), MADE)


def test_an_edit_that_was_made_before_is_a_reason_to_skip_its_page():
    verdict = unless_made(Verdict((edit("old", "new"),)), MADE)
    assert verdict.items == ()
    assert verdict.skip == Skip(PAGE, REVERTED)


def test_pages_that_were_reverted_are_counted_and_none_is_a_fault():
    funnel = Funnel()
    for _ in range(1_000):
        verdict = unless_made(Verdict((edit("old", "new"),)), MADE)
        assert verdict.skip
        funnel.skip(verdict.skip)
    assert dict(funnel.skipped) == {REVERTED: 1_000}
    assert funnel.examples == {REVERTED: ["A"] * 5}
    assert funnel.faults == []


def test_what_else_the_page_led_to_stays():
    assert unless_made(Verdict((edit("old", "new"), ROW)), MADE) == Verdict((ROW,))


@pytest.mark.parametrize(
    "verdict",
    [
        Verdict((edit("old words", "new words"),)),
        Verdict((ROW,)),
        Verdict(skip=Skip(PAGE, "unchanged")),
        Verdict(),
    ],
)
def test_every_other_verdict_stays_as_it_is(verdict):
    assert unless_made(verdict, MADE) == verdict

"""Whether an edit whose answer was lost is in the page's history."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.applier.settling import landed, sha1
from bot.plan import Edit
from bot.wiki import Revision

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def sent(house):
    """A wiki with one page, and an edit of it that was sent."""
    house = house({"Page": "old"})
    page = house.wiki.page("Page")
    edit = Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before="old",
        after="new text",
        summary="Bot: [[A]]  and B",
    )
    return house.wiki, edit


def revision(edit, **more):
    told = {
        "revid": edit.baserevid + 1,
        "parent": edit.baserevid,
        "user": "Offline",
        "timestamp": NOON,
        "sha1": sha1(edit.after),
        "summary": edit.summary,
    }
    return Revision(**told | more)


def test_our_text_by_our_account_after_the_base_is_our_edit(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [revision(edit)]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert (outcome.code, outcome.revid, outcome.timestamp) == ("saved", edit.baserevid + 1, NOON)
    assert not outcome.merged
    assert "history" in outcome.detail


@pytest.mark.parametrize(
    "other",
    [
        {"user": "Human"},
        {"revid": 1},
        {"sha1": "0" * 40, "summary": "something else"},
    ],
)
def test_a_revision_of_somebody_or_something_else_is_not(sent, other):
    wiki, edit = sent
    base = 1 if "revid" in other else edit.baserevid
    wiki.history[edit.title] = [revision(edit, **other)]
    assert landed(wiki, replace(edit, baserevid=base), ()) is None


def test_a_revision_that_another_item_made_is_not(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [revision(edit)]
    assert landed(wiki, edit, {edit.baserevid + 1}) is None


def test_a_text_that_the_wiki_changed_is_known_by_its_summary(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [revision(edit, sha1="0" * 40, summary="Bot: [[A]] and B")]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert not outcome.merged


def test_a_merge_is_known_by_its_parent(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [
        revision(edit, user="Human", sha1="1" * 40, summary="by hand"),
        revision(edit, revid=edit.baserevid + 2, parent=edit.baserevid + 1, sha1="0" * 40),
    ]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.merged
    assert outcome.revid == edit.baserevid + 2


def test_the_very_text_goes_before_the_summary(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [
        revision(edit, sha1="0" * 40),
        revision(edit, revid=edit.baserevid + 2, summary="cut"),
    ]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.revid == edit.baserevid + 2


def test_a_page_that_is_gone_has_no_history(sent):
    wiki, edit = sent
    assert landed(wiki, replace(edit, title=wiki.site.title("No such page")), ()) is None


def test_texts_are_compared_as_the_wiki_keeps_them():
    assert sha1("cafe\u0301\r\nx \n") == sha1("caf\u00e9\nx")
    assert sha1("a") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"

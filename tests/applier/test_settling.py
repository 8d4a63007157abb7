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
    wiki.history[edit.title] = [revision(edit, **other)]
    assert landed(wiki, edit, ()) is None


def test_a_revision_that_another_item_made_is_not(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [revision(edit)]
    assert landed(wiki, edit, {edit.baserevid + 1}) is None


OTHER = "0" * 40


def test_a_text_that_the_wiki_changed_at_the_save_is_known_by_its_summary(sent):
    wiki, edit = sent
    edit = replace(edit, after="new text ~~~~")
    signed = revision(edit, sha1=OTHER, summary="Bot: [[A]] and B", text="new text [[User:X]]")
    wiki.history[edit.title] = [signed]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert not outcome.merged


def test_a_merge_is_known_by_the_change_in_it(sent):
    wiki, edit = sent
    edit = replace(edit, before="old\n\nend", after="new\n\nend")
    wiki.history[edit.title] = [
        revision(edit, user="Human", sha1="1" * 40, summary="by hand", text="old\n\nend\n\nmore"),
        revision(
            edit,
            revid=edit.baserevid + 2,
            parent=edit.baserevid + 1,
            sha1=OTHER,
            text="new\n\nend\n\nmore",
        ),
    ]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.merged
    assert outcome.revid == edit.baserevid + 2


@pytest.mark.parametrize("text", ["old\n\nend\n\nmore", "other\n\nend", "old\n\nend"])
def test_our_account_and_summary_without_our_change_is_somebody_elses_edit(sent, text):
    """By another program with the same account, or another ledger."""
    wiki, edit = sent
    edit = replace(edit, before="old\n\nend", after="new\n\nend")
    wiki.history[edit.title] = [revision(edit, sha1=OTHER, text=text)]
    assert landed(wiki, edit, ()) is None


def test_only_a_revision_with_our_summary_is_looked_into(sent):
    wiki, edit = sent
    edit = replace(edit, before="old\n\nend", after="new\n\nend")
    by_hand = revision(edit, sha1=OTHER, summary="by hand", text="new\n\nend\n\nmore")
    ours = revision(edit, revid=edit.baserevid + 2, sha1=OTHER, text="new\n\nend\n\nand more")
    wiki.history[edit.title] = [by_hand, ours]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.revid == ours.revid


def test_what_is_hidden_is_taken_for_ours_and_not_sent_again(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [revision(edit, sha1="", text=None)]
    assert landed(wiki, edit, ())


def test_the_very_text_goes_before_the_summary(sent):
    wiki, edit = sent
    wiki.history[edit.title] = [
        revision(edit, sha1=OTHER, text="new text and more"),
        revision(edit, revid=edit.baserevid + 2, summary="cut"),
    ]
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.revid == edit.baserevid + 2


def test_a_page_that_moved_on_is_told_from_one_that_did_not(sent):
    wiki, edit = sent
    assert landed(wiki, edit, ()) is None
    wiki.somebody("Page", "by hand")
    outcome = landed(wiki, edit, ())
    assert outcome
    assert outcome.code == "conflict"


def test_a_page_that_is_gone_is_missing(sent):
    wiki, edit = sent
    outcome = landed(wiki, replace(edit, title=wiki.site.title("No such page")), ())
    assert outcome
    assert outcome.code == "missing"


def test_texts_are_compared_as_the_wiki_keeps_them():
    assert sha1("cafe\u0301\r\nx \n") == sha1("caf\u00e9\nx")
    assert sha1("a") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"

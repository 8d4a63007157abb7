"""Whether an edit whose answer was lost is in the page's history."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.applier.settling import in_doubt, landed, sha1
from bot.plan import Edit, Outcome
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
    return house.wiki, house.ledger, edit


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
    wiki, ledger, edit = sent
    wiki.history[edit.title] = [revision(edit)]
    outcome = landed(wiki, ledger, edit)
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
    wiki, ledger, edit = sent
    wiki.history[edit.title] = [revision(edit, **other)]
    assert landed(wiki, ledger, edit) is None


def test_a_revision_that_another_item_made_is_not(sent):
    wiki, ledger, edit = sent
    site = wiki.site
    plan = ledger.begin(
        task="t",
        task_text="",
        wiki=site.wiki,
        account=site.account.name,
        site=site.identity,
        versions={},
    )
    ledger.add(plan.id, [edit])
    run = ledger.runs.begin(plan, account=site.account.name)
    ledger.runs.settle(run.id, 1, Outcome(code="saved", revid=edit.baserevid + 1))
    wiki.history[edit.title] = [revision(edit)]
    assert landed(wiki, ledger, edit) is None


OTHER = "0" * 40


def test_a_text_that_the_wiki_changed_at_the_save_is_known_by_its_summary(sent):
    wiki, ledger, edit = sent
    edit = replace(edit, after="new text ~~~~")
    signed = revision(edit, sha1=OTHER, summary="Bot: [[A]] and B", text="new text [[User:X]]")
    wiki.history[edit.title] = [signed]
    outcome = landed(wiki, ledger, edit)
    assert outcome
    assert not outcome.merged


def test_a_merge_is_known_by_the_change_in_it(sent):
    wiki, ledger, edit = sent
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
    outcome = landed(wiki, ledger, edit)
    assert outcome
    assert outcome.merged
    assert outcome.revid == edit.baserevid + 2


@pytest.mark.parametrize("text", ["old\n\nend\n\nmore", "other\n\nend", "old\n\nend"])
def test_our_account_and_summary_without_our_change_is_somebody_elses_edit(sent, text):
    """By another program with the same account, or another ledger."""
    wiki, ledger, edit = sent
    edit = replace(edit, before="old\n\nend", after="new\n\nend")
    wiki.history[edit.title] = [revision(edit, sha1=OTHER, text=text)]
    assert landed(wiki, ledger, edit) is None


def test_only_a_revision_with_our_summary_is_looked_into(sent):
    wiki, ledger, edit = sent
    edit = replace(edit, before="old\n\nend", after="new\n\nend")
    by_hand = revision(edit, sha1=OTHER, summary="by hand", text="new\n\nend\n\nmore")
    ours = revision(edit, revid=edit.baserevid + 2, sha1=OTHER, text="new\n\nend\n\nand more")
    wiki.history[edit.title] = [by_hand, ours]
    outcome = landed(wiki, ledger, edit)
    assert outcome
    assert outcome.revid == ours.revid


def test_what_is_hidden_is_taken_for_ours_and_not_sent_again(sent):
    wiki, ledger, edit = sent
    wiki.history[edit.title] = [revision(edit, sha1="", text=None)]
    assert landed(wiki, ledger, edit)


def test_the_very_text_goes_before_the_summary(sent):
    wiki, ledger, edit = sent
    wiki.history[edit.title] = [
        revision(edit, sha1=OTHER, text="new text and more"),
        revision(edit, revid=edit.baserevid + 2, summary="cut"),
    ]
    outcome = landed(wiki, ledger, edit)
    assert outcome
    assert outcome.revid == edit.baserevid + 2


def test_what_did_not_land_may_be_sent_again_to_a_page_that_is_as_it_was(sent):
    wiki, ledger, edit = sent
    assert in_doubt(wiki, ledger, edit) is None
    wiki.somebody("Page", "by hand")
    outcome = in_doubt(wiki, ledger, edit)
    assert outcome
    assert outcome.code == "conflict"
    assert landed(wiki, ledger, edit) is None


def test_what_did_not_land_is_missing_where_the_page_is_gone(sent):
    wiki, ledger, edit = sent
    gone = replace(edit, title=wiki.site.title("No such page"))
    outcome = in_doubt(wiki, ledger, gone)
    assert outcome
    assert outcome.code == "missing"
    assert landed(wiki, ledger, gone) is None


def test_what_landed_did_so_whatever_came_after(sent):
    wiki, ledger, edit = sent
    wiki.history[edit.title] = [revision(edit)]
    wiki.somebody("Page", "by hand")
    outcome = in_doubt(wiki, ledger, edit)
    assert outcome
    assert outcome.code == "saved"


def test_texts_are_compared_as_the_wiki_keeps_them():
    assert sha1("cafe\u0301\r\nx \n") == sha1("caf\u00e9\nx")
    assert sha1("a") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"

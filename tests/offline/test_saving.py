from datetime import timedelta

import pytest

from bot.offline.saving import LARGEST_TEXT
from bot.page import INFO, TEXT, Candidate
from bot.plan import Edit, Outcome, Publish
from bot.titles import Title
from bot.wiki import Backlinks, Categories, RedirectsTo, Since
from tests.offline.exports import NOON, Entry, Rev

A = Title(0, "A")
ALL = frozenset({INFO, TEXT, Categories()})


def _edit(after, base=101, title=A, pageid=None):
    return Edit(
        title=title, pageid=pageid, baserevid=base, read_at=None, before="", after=after, summary=""
    )


def _page(wiki, title=A):
    [[page]] = wiki.fetch([[Candidate(title)]], ALL)
    return page


def _names(wiki, query):
    return [one.title.text for batch in wiki.enumerate(query) for one in batch]


def test_a_saved_edit_is_the_newest_revision(wiki_of):
    wiki = wiki_of({"A": "before", "B": "b"})
    outcome = wiki.write(_edit("äfter"))
    assert outcome == Outcome(code="saved", revid=103, timestamp=NOON)
    page = _page(wiki)
    assert (page.text, page.revid, page.timestamp, page.length) == ("äfter", 103, NOON, 6)


def test_every_edit_has_a_revision_of_its_own(wiki_of):
    wiki = wiki_of({"A": "a", "B": "b"})
    one = wiki.write(_edit("a2"))
    two = wiki.write(_edit("b2", 102, Title(0, "B")))
    three = wiki.write(_edit("a3", one.revid))
    assert [one.revid, two.revid, three.revid] == [103, 104, 105]


def test_the_clock_is_kept_to_whole_seconds(open_wiki, export_file):
    path = export_file(Entry("A", (Rev("x", 101),), 1))
    wiki = open_wiki(path, clock=lambda: NOON + timedelta(microseconds=5))
    assert wiki.write(_edit("y")).timestamp == NOON
    assert _page(wiki).timestamp == NOON


def test_an_edit_on_an_old_base_is_a_conflict_and_changes_nothing(wiki_of):
    wiki = wiki_of({"A": "one\n\ntwo"})
    wiki.write(_edit("ONE\n\ntwo"))
    outcome = wiki.write(_edit("one\n\nTWO"))
    assert outcome == Outcome(code="conflict", detail="revision 102 came in between")
    assert _page(wiki).text == "ONE\n\ntwo"


def test_an_edit_of_a_page_that_is_not_there_is_missing(wiki_of):
    wiki = wiki_of({"A": "x"})
    outcome = wiki.write(_edit("y", title=Title(0, "B")))
    assert outcome == Outcome(code="missing", detail="there is no page B")
    assert not _page(wiki, Title(0, "B")).exists


def test_a_title_that_is_another_page_by_now_is_a_conflict(wiki_of):
    wiki = wiki_of({"A": "x"})
    assert wiki.write(_edit("y", pageid=7)).code == "conflict"
    assert wiki.write(_edit("y", pageid=1)).code == "saved"


@pytest.mark.parametrize("after", ["é\nb", "e\u0301\nb", "é\r\nb", "é\rb", "é\nb \n\t\n"])
def test_a_text_that_mediawiki_would_store_alike_is_no_change(wiki_of, after):
    wiki = wiki_of({"A": "é\nb"})
    assert wiki.write(_edit(after)) == Outcome(code="no_change")
    assert _page(wiki).revid == 101


def test_an_edit_that_was_made_already_is_no_change_even_on_an_old_base(wiki_of):
    wiki = wiki_of({"A": "x"})
    wiki.write(_edit("y"))
    assert wiki.write(_edit("y")).code == "no_change"


@pytest.mark.parametrize("after", ["  indented", "two  spaces", "é", ""])
def test_a_text_that_differs_at_all_is_saved(wiki_of, after):
    wiki = wiki_of({"A": "indented two spaces"})
    assert wiki.write(_edit(after)).code == "saved"
    assert _page(wiki).text == after


def test_a_text_is_stored_as_mediawiki_would_store_it(wiki_of):
    wiki = wiki_of({"A": "x"})
    wiki.write(_edit("e\u0301\r\nb\n\n"))
    assert _page(wiki).text == "é\nb"


def test_a_text_over_the_limit_is_too_big_and_one_at_it_is_not(wiki_of):
    wiki = wiki_of({"A": "x"})
    outcome = wiki.write(_edit("x" * (LARGEST_TEXT + 1)))
    assert (outcome.code, outcome.detail) == ("too_big", "2097153 bytes are more than 2097152")
    assert wiki.write(_edit("x" * LARGEST_TEXT + "\n")).code == "saved"


def test_a_text_with_half_a_character_is_not_saved(wiki_of):
    outcome = wiki_of({"A": "x"}).write(_edit("ab\ud800"))
    assert (outcome.code, outcome.detail) == (
        "failed",
        "the new text has a character that is none, at 2",
    )


def test_links_follow_the_text(wiki_of):
    wiki = wiki_of({"A": "[[Old]] [[Category:Old]]", "B": "[[Old]]"})
    wiki.write(_edit("[[New]] [[Category:New]]"))
    assert _names(wiki, Backlinks(to=Title(0, "Old"))) == ["B"]
    assert _names(wiki, Backlinks(to=Title(0, "New"))) == ["A"]
    assert _page(wiki)[Categories()] == {Title(14, "Category:New")}


def test_a_page_becomes_a_redirect_and_ceases_to_be_one(wiki_of):
    wiki = wiki_of({"A": "x"})
    saved = wiki.write(_edit("#REDIRECT [[B]]"))
    assert _page(wiki).redirect
    assert _names(wiki, RedirectsTo(to=Title(0, "B"))) == ["A"]
    wiki.write(_edit("x", saved.revid))
    assert not _page(wiki).redirect
    assert _names(wiki, RedirectsTo(to=Title(0, "B"))) == []


def test_a_redirect_that_only_the_export_could_tell_stays_one(wiki_of):
    page = Entry("A", (Rev("/* [[C]] */", 101, model="javascript"),), 1, redirect="B")
    wiki = wiki_of({}, page)
    assert wiki.write(_edit("/* [[D]] */")).code == "saved"
    assert _page(wiki).redirect
    assert _names(wiki, RedirectsTo(to=Title(0, "B"))) == ["A"]
    assert _names(wiki, Backlinks(to=Title(0, "C"))) == []
    assert _names(wiki, Backlinks(to=Title(0, "D"))) == ["A"]


def _creation(name, after="new", namespace=0):
    return Publish(
        title=Title(namespace, name),
        baserevid=None,
        read_at=None,
        before="",
        after=after,
        summary="made",
    )


def test_a_page_that_is_made_has_an_id_and_a_revision_of_its_own(wiki_of):
    wiki = wiki_of({"A": "a", "C": "c"})
    outcome = wiki.write(_creation("B b", "See [[A]]."))
    assert outcome == Outcome(code="saved", revid=103, timestamp=NOON)
    page = _page(wiki, Title(0, "B b"))
    assert (page.pageid, page.revid, page.text, page.length) == (3, 103, "See [[A]].", 10)
    assert _names(wiki, Backlinks(to=A)) == ["B b"]
    assert wiki.write(_creation("B b")).code == "exists"
    assert wiki.write(_edit("More.", 103, Title(0, "B b"))).code == "saved"


def test_the_first_page_of_all_may_be_made(wiki_of):
    wiki = wiki_of({})
    assert wiki.write(_creation("A")) == Outcome(code="saved", revid=1, timestamp=NOON)
    assert _page(wiki).pageid == 1


def test_a_page_that_is_made_may_be_a_redirect_and_empty(wiki_of):
    wiki = wiki_of({"A": "a"})
    wiki.write(_creation("B", "#REDIRECT [[A]]"))
    assert _names(wiki, RedirectsTo(to=A)) == ["B"]
    assert wiki.write(_creation("C", "")).code == "saved"
    assert _page(wiki, Title(0, "C")).exists


def test_no_page_is_made_in_a_namespace_that_holds_none(wiki_of):
    outcome = wiki_of({"A": "a"}).write(_creation("Special:B", namespace=-1))
    assert outcome == Outcome(code="failed", detail="there can be no page Special:B")


def _since(wiki, revid=0, title=A):
    [[page]] = wiki.fetch([[Candidate(title)]], frozenset({Since(revid)}))
    return page[Since(revid)]


def test_the_history_begins_with_the_export_and_says_who_edited_here(wiki_of):
    wiki = wiki_of({"A": "a", "B": "b"})
    (exported,) = _since(wiki)
    assert (exported.revid, exported.user, exported.summary) == (101, "", "")
    wiki.write(_edit("a2"))
    assert _since(wiki)[0] == exported
    (ours,) = _since(wiki, 101)
    assert (ours.revid, ours.parent, ours.user, ours.timestamp) == (103, 101, "Offline", NOON)


def test_what_an_export_does_not_tell_is_empty_in_the_history(wiki_of):
    wiki = wiki_of({}, Entry("A", (Rev("x", 101, timestamp="", deleted=True),), 1))
    (exported,) = _since(wiki)
    assert (exported.sha1, exported.timestamp.year) == ("", 1970)

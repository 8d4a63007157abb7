"""How the account stands and what the stop page says: both wikis answer in one request."""

import pytest

from bot.page import INFO, TEXT, Candidate
from bot.titles import Title


def test_the_account_is_ours_and_nothing_stands_against_it(wiki):
    standing = wiki.look()
    assert standing.account == wiki.site.account
    assert (standing.block, standing.messages) == ("", False)
    assert standing.stop_page is None


@pytest.mark.parametrize("name", ["Mercury", "Category:Astronomy"])
def test_the_stop_page_comes_with_its_text(wiki, name):
    title = wiki.site.title(name)
    page = wiki.look(title).stop_page
    assert (page.title, page.exists, page.model) == (title, True, "wikitext")
    assert page.text
    assert page[INFO] is None
    assert page.length == len(page.text.encode())


def test_a_stop_page_that_is_not_there_does_not_exist(wiki):
    page = wiki.look(Title(2, "User:SweepBot/Halt")).stop_page
    assert not page.exists
    assert TEXT not in page.facets


def test_the_talk_page_s_newest_revision_is_told_and_it_may_be_the_stop_page(wiki):
    talk = wiki.site.in_namespace(3, wiki.site.account.name)
    ((page,),) = wiki.fetch([[Candidate(talk)]])
    standing = wiki.look(talk)
    assert standing.talk == page.revid
    assert standing.stop_page.title == talk
    assert standing.stop_page.exists == page.exists


def test_it_is_one_request(wiki):
    _ = wiki.site
    before = wiki.requests
    wiki.look(Title(0, "Mercury"))
    assert wiki.requests == before + 1


def test_nothing_slows_us_down(wiki):
    assert wiki.slowed == 0

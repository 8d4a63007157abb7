"""The redirects to several pages at once, and those of some namespaces."""

import pytest

from bot.mediawiki.questions import QUESTIONS
from bot.titles import Title
from bot.wiki import RedirectsTo
from tests.mediawiki.asking import all_own, entry, missing, pages
from tests.mediawiki.scripted import SWEEP, siteinfo

A, B, R = Title(0, "A"), Title(0, "B"), Title(0, "R")


@pytest.fixture
def ask(session):
    def ways(query):
        found = QUESTIONS[RedirectsTo].candidates(session(SWEEP), query)
        return {
            one.title.text: (one.direct, [via.title.text for via in one.via])
            for batch in found
            for one in batch
        }

    return ways


def test_several_pages_are_asked_about_in_one_request(wiki, ask):
    wiki.will(
        pages(
            missing("A", redirects=[entry(11, "R1")]),
            entry(2, "B", redirects=[entry(12, "R2"), entry(13, "Talk:R3", 1)]),
        ),
        pages(entry(11, "R1", redirects=[entry(21, "DR")]), entry(12, "R2"), entry(13, "Talk:R3")),
        pages(entry(21, "DR")),
    )
    assert ask(RedirectsTo(to=(A, B))) == {
        "R1": (True, []),
        "R2": (True, []),
        "Talk:R3": (True, []),
        "DR": (False, ["R1"]),
    }
    assert all_own(wiki)[0]["titles"] == "A|B"


def test_a_page_that_was_named_is_not_told_although_it_redirects_to_another(wiki, ask):
    wiki.will(
        pages(entry(1, "A", redirects=[entry(3, "R")]), entry(3, "R", redirects=[entry(4, "S")]))
    )
    assert ask(RedirectsTo(to=(A, R), double=False)) == {"S": (True, [])}


def test_namespaces_are_those_of_the_redirects_told_and_not_of_those_between(wiki, ask):
    wiki.will(
        pages(entry(1, "A", redirects=[entry(11, "R1"), entry(12, "Talk:R2", 1)])),
        pages(entry(11, "R1", redirects=[entry(21, "Talk:DR", 1)]), entry(12, "Talk:R2", 1)),
        pages(entry(21, "Talk:DR", 1)),
    )
    assert ask(RedirectsTo(to=A, namespaces=(1,))) == {
        "Talk:R2": (True, []),
        "Talk:DR": (False, ["R1"]),
    }


def test_more_pages_than_one_request_may_have_are_asked_in_parts(wiki, ask):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(pages(), pages())
    assert ask(RedirectsTo(to=tuple(Title(0, f"P{n}") for n in range(60)))) == {}
    assert [asked["titles"].count("|") + 1 for asked in all_own(wiki)] == [50, 10]

"""All pages of a size, under protection, with language links; sizes where the API forgets them."""

import pytest

from bot.errors import UsageError
from bot.page import INFO
from bot.wiki import AllPages
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything, titles, values
from tests.mediawiki.scripted import SWEEP

AP = {"apnamespace": "0", "apfilterredir": "all", "aplimit": "max", "apdir": "ascending"}


def told(number, title="", **more):
    return entry(number, title, lastrevid=1, contentmodel="wikitext", **more)


KNOWN = values(prtype=["edit", "move"], prlevel=["", "sysop"])


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (AllPages(smallest=0), {"apminsize": "0"}),
        (AllPages(language_links="with"), {"apfilterlanglinks": "withlanglinks"}),
        (AllPages(language_links="without"), {"apfilterlanglinks": "withoutlanglinks"}),
    ],
)
def test_what_the_api_can_leave_out_it_is_asked_to(wiki, session, query, parameters):
    wiki.will(answer("allpages", entry(1)))
    assert titles(session(SWEEP), query) == ["P1"]
    assert own(wiki.asked[0]) == {"list": "allpages", **AP, **parameters}


def test_pages_that_are_too_long_are_left_out_here(wiki, session):
    wiki.will(
        answer(
            "pages",
            told(1, "Z", length=9, redirect=True),
            told(2, "B", length=10),
            told(3, "A", length=11),
            more={"gapcontinue": "Zz"},
        )
        | {"batchcomplete": True},
        answer("pages", told(4, "Zz", length=99)),
    )
    found = everything(session(SWEEP), AllPages(largest=10, smallest=1))
    assert [(one.title.text, one.redirect) for one in found] == [("B", False), ("Z", True)]
    assert own(wiki.asked[0]) == {
        "generator": "allpages",
        "gapnamespace": "0",
        "gapfilterredir": "all",
        "gapdir": "ascending",
        "gapminsize": "1",
        "gapmaxsize": "10",
        "gaplimit": "5000",
        "prop": "info",
    }


def test_pages_that_are_too_long_are_not_read_either(wiki, mediawiki):
    wiki.will(
        answer("pages", told(1, length=9), told(2, length=11)),
        answer("pages", told(1, length=9)),
    )
    [[page]] = mediawiki(SWEEP).fetch(AllPages(largest=10), frozenset({INFO}))
    assert page.length == 9
    assert wiki.asked[1].parameters["pageids"] == "1"


def test_protections_are_looked_up_in_one_request(wiki, session):
    wiki.will(KNOWN, answer("allpages", entry(1)))
    query = AllPages(protected=("edit", "move"), levels=("sysop",))
    assert titles(session(SWEEP), query) == ["P1"]
    assert own(wiki.asked[0]) == {"modules": "query+allpages"}
    asked = {"list": "allpages", **AP, "apprtype": "edit|move", "apprlevel": "sysop"}
    assert own(wiki.asked[1]) == asked


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (AllPages(protected=("edti",)), "no kind of protection called 'edti'; did you mean `edit`"),
        (AllPages(protected=("edit",), levels=("",)), "no level of protection called ''"),
    ],
)
def test_protections_that_the_wiki_does_not_have_are_told(wiki, session, query, told):
    wiki.will(KNOWN)
    with pytest.raises(UsageError, match=told):
        everything(session(SWEEP), query)

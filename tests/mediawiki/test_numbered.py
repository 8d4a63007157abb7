"""Pages by number: named in batches, or read without being named first."""

from bot.page import INFO, NOTHING, Candidate
from bot.titles import Title
from bot.wiki import PageIds
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything
from tests.mediawiki.scripted import SWEEP, siteinfo


def told(number, **more):
    return entry(number, lastrevid=1, length=2, contentmodel="wikitext", **more)


def test_pages_come_in_the_order_of_their_numbers(wiki, session):
    wiki.will(answer("pages", entry(2, redirect=True), {"pageid": 9, "missing": True}, entry(7)))
    assert everything(session(SWEEP), PageIds(ids=(7, 9, 2, 7))) == [
        Candidate(Title(0, "P7"), 7, redirect=False),
        Candidate(Title(-1, "Special:Redirect/page/9"), 9),
        Candidate(Title(0, "P2"), 2, redirect=True),
    ]
    assert own(wiki.asked[0]) == {"pageids": "7|9|2", "prop": "info"}


def test_more_than_one_request_takes_are_asked_for_in_parts(wiki, session):
    wiki.about = siteinfo(rights=("read",))
    wiki.will(answer("pages", entry(1)), answer("pages", entry(60)))
    found = everything(session(SWEEP), PageIds(ids=tuple(range(1, 61))))
    assert [one.pageid for one in found] == list(range(1, 61))
    assert [one.title.text for one in found if one.title.namespace == 0] == ["P1", "P60"]


def test_whoever_reads_the_pages_learns_their_names_in_the_same_request(wiki, mediawiki):
    wiki.will(answer("pages", told(1), {"pageid": 9, "missing": True}))
    [pages] = mediawiki(SWEEP).fetch(PageIds(ids=(9, 1)), frozenset({INFO}))
    assert [(page.title.text, page.exists) for page in pages] == [
        ("Special:Redirect/page/9", False),
        ("P1", True),
    ]
    assert len(wiki.asked) == 1


def test_whoever_reads_nothing_is_told_the_names(wiki, mediawiki):
    wiki.will(answer("pages", entry(1)))
    [[page]] = mediawiki(SWEEP).fetch(PageIds(ids=(1,)), NOTHING)
    assert page.title.text == "P1"

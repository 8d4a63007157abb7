"""Random pages: as many as are wanted, none twice, over as many requests as it takes."""

import pytest

from bot.errors import NotOffered
from bot.wiki import RandomPages
from tests.mediawiki.asking import own
from tests.mediawiki.lists import answer, everything, titles
from tests.mediawiki.scripted import SWEEP


def drawn(*numbers, more=None, **told):
    entries = [{"id": one, "ns": 0, "title": f"P{one}", **told} for one in numbers]
    return answer("random", *entries, more=more)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        (RandomPages(count=3), {"rnlimit": "3", "rnfilterredir": "nonredirects"}),
        (
            RandomPages(count=9999, namespaces=(0, 4), redirects="include"),
            {"rnlimit": "5000", "rnfilterredir": "all", "rnnamespace": "0|4"},
        ),
        (
            RandomPages(count=3, redirects="only", request_size=2),
            {"rnlimit": "2", "rnfilterredir": "redirects"},
        ),
    ],
)
def test_a_draw_is_asked_for_as_it_is_meant(wiki, session, query, parameters):
    wiki.will(answer("random"))
    assert everything(session(SWEEP), query) == []
    assert own(wiki.asked[0]) == {"list": "random", **parameters}


def test_a_draw_goes_on_until_there_are_enough(wiki, session):
    wiki.will(drawn(5, 3, more={"rncontinue": "a"}), drawn(3, 9, 1, more={"rncontinue": "b"}))
    assert titles(session(SWEEP), RandomPages(count=3, request_size=2)) == ["P5", "P3", "P9"]


def test_a_small_wiki_gives_what_it_has(wiki, session):
    wiki.will(drawn(5, 3, redirect=True))
    found = everything(session(SWEEP), RandomPages(count=30, redirects="include"))
    assert [(one.pageid, one.redirect) for one in found] == [(5, True), (3, True)]
    wiki.will(drawn(5))
    assert everything(session(SWEEP), RandomPages(count=30))[0].redirect is False


def test_a_wiki_has_no_seed_and_draws_nothing_from_nowhere(session):
    with pytest.raises(NotOffered, match="draws by itself"):
        everything(session(SWEEP), RandomPages(count=1, seed=3))
    assert everything(session(SWEEP), RandomPages(count=1, namespaces=(99,))) == []

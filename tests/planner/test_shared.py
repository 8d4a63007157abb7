"""What the whole task asks for, once."""

from bot.page import INFO, TEXT, Candidate, FacetValues, Page
from bot.planner.shared import Asking, shared_facets, with_known, with_shared
from bot.titles import Title
from bot.wiki import AllPages, Backlinks, Known, RedirectsTo

TEXTS = {"Old": "", "Older": "#REDIRECT [[Old]]", "Oldest": "#REDIRECT [[Old]]"}


def test_each_question_is_answered_with_all_its_candidates(reach):
    asked = Known(RedirectsTo(to=Title(0, "Old")))
    wiki = reach(TEXTS).wiki
    values = shared_facets(frozenset({asked, INFO, TEXT}), wiki)
    assert values.keys() == {asked}
    assert sorted(one.title.text for one in values[asked]) == ["Older", "Oldest"]


def test_a_task_that_asks_nothing_makes_no_request(reach):
    wiki = reach(TEXTS).wiki
    before = wiki.requests
    assert shared_facets(frozenset({INFO}), wiki) == {}
    assert wiki.requests == before


def test_each_question_is_asked_when_it_is_first_wanted_and_answers_are_kept_for_a_while(reach):
    wiki = reach(TEXTS).wiki
    one, other = (Known(RedirectsTo(to=Title(0, name))) for name in ("Old", "New"))
    ask = Asking(wiki, kept=1)
    before = wiki.requests
    assert ask(frozenset()) == {}
    assert wiki.requests == before
    first = ask(frozenset({one}))
    asked = wiki.requests
    assert asked > before
    assert ask(frozenset({one, TEXT})) == first
    assert wiki.requests == asked
    assert ask(frozenset({other})) == {other: ()}
    again = wiki.requests
    assert ask(frozenset({one})) == first
    assert wiki.requests > again


def test_every_page_has_what_is_shared(reach):
    wiki = reach(TEXTS).wiki
    asked = Known(RedirectsTo(to=Title(0, "Old")))
    pages = [Page.unread(Candidate(Title(0, name)), wiki.site) for name in "AB"]
    assert with_shared(pages, {}) == pages
    assert [page[asked] for page in with_shared(pages, {asked: ()})] == [(), ()]


def test_redirects_that_the_task_asked_for_are_not_asked_for_by_its_source():
    mars = Title(0, "Mars")
    known: FacetValues = {Known(RedirectsTo(to=mars, double=True)): (Candidate(Title(0, "M"), 2),)}
    through = Backlinks(to=mars, through_redirects=True)
    found = with_known(through, known)
    assert isinstance(found, Backlinks)
    assert found.known == (Candidate(Title(0, "M"), 2),)
    for other in (
        Backlinks(to=mars),
        Backlinks(to=7, through_redirects=True),
        Backlinks(to=Title(0, "Venus"), through_redirects=True),
        AllPages(),
    ):
        assert with_known(other, known) is other

"""What the whole task asks for, once."""

from bot.page import INFO, TEXT, Candidate, Page
from bot.planner.shared import shared_facets, with_shared
from bot.titles import Title
from bot.wiki import Known, RedirectsTo

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


def test_every_page_has_what_is_shared(reach):
    wiki = reach(TEXTS).wiki
    asked = Known(RedirectsTo(to=Title(0, "Old")))
    pages = [Page.unread(Candidate(Title(0, name)), wiki.site) for name in "AB"]
    assert with_shared(pages, {}) == pages
    assert [page[asked] for page in with_shared(pages, {asked: ()})] == [(), ()]

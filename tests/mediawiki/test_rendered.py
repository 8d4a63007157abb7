"""The words of pages as readers see them, from the revision that was read."""

from typing import Any

import pytest

from bot.errors import ApiError
from bot.filters.text import Text
from bot.mediawiki import BotPassword, MediaWiki
from bot.page import INFO, TEXT, Candidate, Page
from bot.titles import Title
from bot.wiki import AllPages
from bot.wiki.facts import Rendered
from tests.mediawiki.asking import all_own, entry, missing, own, pages
from tests.mediawiki.scripted import error

WORDS = Rendered()
A, NOWHERE = Candidate(Title(0, "A")), Candidate(Title(0, "Nowhere"))
READ: dict[str, Any] = {"lastrevid": 7, "length": 1, "contentmodel": "wikitext"}


def parsed(text):
    return {"parse": {"title": "A", "pageid": 1, "revid": 7, "text": text}}


def words(wiki, *candidates):
    found = wiki.fetch([list(candidates)], frozenset({INFO, WORDS}))
    return [page[WORDS] for batch in found for page in batch]


def test_the_revision_that_was_read_is_rendered_and_a_missing_page_is_not(wiki, mediawiki):
    wiki.will(pages(entry(1, "A", **READ), missing("Nowhere")), parsed("<p>An <i>A</i></p>"))
    assert words(mediawiki(), A, NOWHERE) == ["An A", ""]
    assert wiki.asked[1].parameters["action"] == "parse"
    assert own(wiki.asked[1]) == {
        "prop": "text",
        "oldid": "7",
        "disableeditsection": "1",
        "disabletoc": "1",
        "uselang": "content",
    }


@pytest.mark.parametrize(
    "code", ["nosuchrevid", "permissiondenied", "missingcontent-revid", "internal_api_error_X"]
)
def test_what_the_wiki_does_not_show_has_no_words(wiki, mediawiki, code):
    wiki.will(pages(entry(1, "A", **READ)), error(code))
    assert words(mediawiki(), A) == [None]


def test_more_than_fits_into_an_answer_is_not_shown(wiki, mediawiki):
    cut = {"warnings": {"result": {"warnings": "This result was truncated"}}, "batchcomplete": True}
    wiki.will(pages(entry(1, "A", **READ)), cut)
    assert words(mediawiki(), A) == [None]


def test_a_page_whose_revision_nobody_knows_is_not_shown(wiki, mediawiki):
    one = mediawiki()
    assert one.site
    unread = Page.unread(Candidate(Title(0, "A"), 1), one.site)
    ((page,),) = one.further([[unread]], frozenset({WORDS}))
    assert page[WORDS] is None
    assert not wiki.asked


def test_any_other_error_is_told(wiki, mediawiki):
    wiki.will(pages(entry(1, "A", **READ)), error("unknown_action"))
    with pytest.raises(ApiError, match="unknown_action"):
        words(mediawiki(), A)


def test_a_page_that_nobody_read_is_not_rendered(wiki, mediawiki):
    wiki.will(pages(entry(1, "A", **READ)))
    one = mediawiki()
    (found,) = one.fetch([[A]], frozenset({INFO}))
    wiki.will(parsed("a"))
    assert [
        page[WORDS] for batch in one.further([found], frozenset({WORDS})) for page in batch
    ] == ["a"]
    assert all_own(wiki)[-1]["oldid"] == "7"
    assert one.effort(WORDS) == "each"


@pytest.fixture(scope="module")
def live(devwiki):
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    one = MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    yield one
    one.close()


def page_of(live, title, *facets):
    candidate = Candidate(live.site.title(title))
    ((page,),) = live.fetch([[candidate]], frozenset({INFO, *facets}))
    return page


@pytest.mark.live
def test_words_that_a_navbox_brings_are_rendered_and_not_written(live):
    page = page_of(live, "Mercury (planet)", TEXT, WORDS)
    navbox = "Mercury · Venus · Earth · Mars · Jupiter"
    written, rendered = Text(text=(navbox,)), Text(text=(navbox,), rendered=True)
    assert (written.keep(page), rendered.keep(page)) == (False, True)
    assert rendered.finding(page) == navbox
    markup = Text(text=("{{", "[[", "<ref", "</"))
    assert markup.keep(page)
    assert not markup.model_copy(update={"rendered": True}).keep(page)


@pytest.mark.live
def test_every_kind_of_page_has_words_or_none(live):
    assert page_of(live, "Nowhere at all", WORDS)[WORDS] == ""
    some = [one for batch in live.enumerate(AllPages(namespace=0)) for one in batch][:40]
    for batch in live.fetch([some], frozenset({INFO, WORDS})):
        for page in batch:
            assert "<" not in page[WORDS] or page.model != "wikitext"
            assert page[WORDS] == "\n".join(filter(None, page[WORDS].split("\n")))

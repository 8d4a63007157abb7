"""Who uses what, and what stands on pages: both wikis answer alike, over the whole corpus.

What templates bring is known to `expanded` (see `test_agreement`); which templates a page uses is
known to `offline` as far as its own text has them, and there it must agree exactly.
"""

import pytest

from bot.errors import NotOffered
from bot.page import INFO, TEXT
from bot.titles import Title
from bot.wiki import (
    CategoriesOn,
    Disambiguations,
    ExternalLinksTo,
    FilesOn,
    FileUsage,
    GlobalFileUsage,
    LanguageLinksTo,
    LinksOn,
    RedirectsTo,
    TemplatesOn,
    Transclusions,
    WrittenTransclusions,
)
from bot.wikitext.extract import extract
from tests.contract.expanded import all_pages

pytestmark = pytest.mark.live

# What MediaWiki puts a page into by itself (Special:TrackingCategories): no text says so.
TRACKING = {"Category:Pages with broken file links"}
INFOBOX = Title(10, "Template:Infobox planet")
NAMES = (Title(0, "Mercury"), Title(0, "Mercury (planet)"), Title(0, "Nowhere at all"))


@pytest.fixture(scope="session")
def used(offline):
    """Every template and file that a text of the corpus names, or that has a page."""
    templates: set[Title] = set()
    files: set[Title] = set()
    for page in all_pages(offline):
        found = extract(page.text, offline.site, page.title)
        templates |= found.templates | ({page.title} if page.title.namespace == 10 else set())
        files |= found.files | ({page.title} if page.title.namespace == 6 else set())
    assert len(templates) > 20
    assert len(files) > 5
    return sorted(templates), sorted(files)


@pytest.fixture(scope="session")
def some_pages(offline):
    """Every third page, redirects and all namespaces among them."""
    return sorted(page.title for page in all_pages(offline))[::3]


def told(wiki, query):
    """What a wiki says of each page; the ways are in no order."""
    found = [one for batch in wiki.enumerate(query) for one in batch]
    assert len({one.title for one in found}) == len(found), query
    return {
        one.title.text: (one.pageid, one.direct, {(via.kind, via.title.text) for via in one.via})
        for one in found
    }


@pytest.mark.parametrize("through_redirects", [True, False])
def test_what_is_written_is_the_same_for_every_template(offline, live, used, through_redirects):
    for template in used[0]:
        query = WrittenTransclusions(of=(template,), through_redirects=through_redirects)
        assert told(offline, query) == told(live, query), template


def test_every_written_user_is_one_of_the_real_wiki_s(offline, live, used):
    for template in used[0]:
        query = Transclusions(of=(template,))
        assert told(offline, query).items() <= told(live, query).items(), template


def test_the_real_wiki_does_not_tell_whether_a_user_of_a_redirect_is_direct(offline, live):
    query = Transclusions(of=(INFOBOX,), through_redirects=True)
    mine, theirs = told(offline, query), told(live, query)
    differing = {name for name in mine if mine[name] != theirs[name]}
    assert differing == {"Old template names"}
    assert (mine["Old template names"][1], theirs["Old template names"][1]) == (True, False)
    written = WrittenTransclusions(of=(INFOBOX,))
    assert told(live, written)["Old template names"] == mine["Old template names"]


def test_a_page_that_gets_a_template_by_another_is_a_user_and_has_it_not_written(live):
    nested = Title(10, "Template:Nobots")
    everyone = set(told(live, Transclusions(of=(nested,))))
    written = set(told(live, WrittenTransclusions(of=(nested,))))
    assert written < everyone


@pytest.mark.parametrize("through_redirects", [True, False])
def test_every_file_has_the_same_users(expanded, live, used, through_redirects):
    for one in used[1]:
        query = FileUsage(of=(one,), through_redirects=through_redirects)
        assert told(expanded, query) == told(live, query), one
    several = FileUsage(of=tuple(used[1]), through_redirects=through_redirects)
    assert told(expanded, several) == told(live, several) != {}


@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
@pytest.mark.parametrize("namespaces", [None, (0,), (2, 10, 0), (-1,)])
def test_every_option_of_users_means_the_same(offline, live, redirects, namespaces):
    for of in ((INFOBOX,), (INFOBOX, Title(10, "Template:Cn"), Title(10, "Template:Nowhere"))):
        for size in ("max", 2):
            query = WrittenTransclusions(
                of=of, redirects=redirects, namespaces=namespaces, request_size=size
            )
            assert told(offline, query) == told(live, query)


def test_a_written_query_is_fetched_alike(offline, live):
    query = WrittenTransclusions(of=(INFOBOX,))
    answers = [
        {
            page.title: (page.revid, page.text, page.candidate.direct, set(page.candidate.via))
            for batch in wiki.fetch(query, frozenset({INFO, TEXT}))
            for page in batch
        }
        for wiki in (offline, live)
    ]
    assert answers[0] == answers[1]
    assert answers[0]


@pytest.mark.parametrize("which", ["all", "red", "blue"])
@pytest.mark.parametrize("namespaces", [None, (0,), (1, 14)])
def test_the_same_links_stand_on_every_page(expanded, live, some_pages, which, namespaces):
    options = {"which": which, "namespaces": namespaces}
    for page in some_pages[::4]:
        query = LinksOn(pages=(page,), **options)
        listed = [one for batch in expanded.enumerate(query) for one in batch]
        assert listed == [one for batch in live.enumerate(query) for one in batch], page
    for size in ("max", 30):
        query = LinksOn(pages=tuple(some_pages), request_size=size, **options)
        mine, theirs = told(expanded, query), told(live, query)
        if which == "all":  # the API then tells of several pages titles alone
            mine = {title: (None, *rest) for title, (_, *rest) in mine.items()}
        assert mine == theirs


@pytest.mark.parametrize("which", ["all", "red", "blue"])
@pytest.mark.parametrize("pages", [(Title(0, "Links to near names"),), NAMES])
def test_what_stands_on_pages_is_fetched_alike(expanded, live, which, pages):
    query = LinksOn(pages=pages, which=which, request_size=7)
    answers = [
        {
            page.title: (page.exists, page.pageid, page.redirect, set(page.candidate.via))
            for batch in wiki.fetch(query, frozenset({INFO, TEXT}))
            for page in batch
        }
        for wiki in (expanded, live)
    ]
    assert answers[0] == answers[1]
    assert answers[0]


@pytest.mark.parametrize("kind", [FilesOn, CategoriesOn])
def test_the_same_files_and_categories_are_on_every_page(expanded, live, some_pages, kind):
    for pages in (tuple(some_pages), *((one,) for one in some_pages[::4])):
        mine, theirs = (
            {
                (title, frozenset(ways))
                for title, (_, _, ways) in told(wiki, kind(pages=pages)).items()
                if title not in TRACKING
            }
            for wiki in (expanded, live)
        )
        assert mine == theirs, pages[0]


def test_every_written_template_is_on_the_real_page(offline, live, some_pages):
    for page in some_pages[::4]:
        query = TemplatesOn(pages=(page,))
        assert set(told(offline, query)) <= set(told(live, query)), page
    several = TemplatesOn(pages=tuple(some_pages), namespaces=(10,))
    mine, theirs = told(offline, several), told(live, several)
    assert mine
    for title, (_, _, ways) in mine.items():
        assert ways <= theirs[title][2]


@pytest.mark.parametrize("double", [True, False])
def test_redirects_to_several_pages_are_the_same(offline, live, double):
    for namespaces in (None, (0, 2), (4,)):
        query = RedirectsTo(to=NAMES, double=double, namespaces=namespaces)
        mine, theirs = told(offline, query), told(live, query)
        assert mine.keys() == theirs.keys() != set()
        assert mine == theirs


@pytest.mark.parametrize("language", ["de", "fr", "zh", "xx"])
@pytest.mark.parametrize("redirects", ["include", "only", "exclude"])
def test_language_links_lead_back_to_the_same_pages(offline, live, language, redirects):
    for more in ({}, {"title": "Merkur (Planet)"}, {"title": "merkur"}, {"namespaces": (0,)}):
        query = LanguageLinksTo(language=language, redirects=redirects, **more)
        assert told(offline, query) == told(live, query)


@pytest.mark.parametrize(
    "pattern",
    [
        *("example.org", "*.example.org", "*.org", "EXAMPLE.org", "www.example.org", "org"),
        *("example.org/te", "example.org/teh/", "*.example.org/colour", "spam.example.net"),
    ],
)
@pytest.mark.parametrize("protocols", [(), ("http",), ("https",), ("ftp",)])
def test_addresses_are_linked_from_the_same_pages(expanded, live, pattern, protocols):
    query = ExternalLinksTo(pattern=pattern, protocols=protocols)
    assert told(expanded, query) == told(live, query)


def test_some_pages_link_to_the_address(live):
    assert len(told(live, ExternalLinksTo(pattern="example.org"))) > 2


def test_what_no_export_tells_is_offered_by_the_real_wiki_alone(offline, live):
    for query in (
        CategoriesOn(pages=NAMES, hidden="exclude"),
        GlobalFileUsage(of=(Title(6, "File:Cinnabar.jpg"),)),
    ):
        assert live.offers(query)
        assert not offline.offers(query)
        with pytest.raises(NotOffered):
            list(offline.enumerate(query))
    assert told(live, CategoriesOn(pages=NAMES, hidden="only")) == {}
    with pytest.raises(NotOffered, match="GlobalUsage"):
        list(live.enumerate(GlobalFileUsage(of=(Title(6, "File:Cinnabar.jpg"),))))


def test_neither_knows_disambiguation_pages_where_nothing_names_them(offline, live):
    for wiki in (offline, live):
        with pytest.raises(NotOffered, match="transclusions"):
            list(wiki.enumerate(Disambiguations()))

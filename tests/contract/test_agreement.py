"""What both wikis offer they answer alike, for every page and every link target of the corpus.

`expanded` is the offline wiki over the corpus with its templates expanded by the real wiki, so
here even the links that templates bring must agree; `test_templates` has what the offline wiki
over the corpus itself lacks of them.
"""

import unicodedata
from itertools import product

import pytest

from bot.page import INFO, TEXT
from bot.titles import Title
from bot.wiki import (
    REDIRECT_FLAG,
    AllPages,
    BacklinkLevels,
    Backlinks,
    Categories,
    CategoryMembers,
    Incoming,
    Orphans,
    Query,
    RedirectsTo,
    Titles,
)
from bot.wikitext.extract import extract
from tests.contract.expanded import all_pages

pytestmark = pytest.mark.live

# What MediaWiki puts a page into by itself (Special:TrackingCategories): the text does not say so.
TRACKING = {
    Title(14, f"Category:{name}")
    for name in (
        "Hidden categories",
        "Pages using deprecated source tags",
        "Pages with broken file links",
    )
}


@pytest.fixture(scope="session")
def pages(offline):
    return {page.title: page for page in all_pages(offline)}


@pytest.fixture(scope="session")
def targets(expanded, pages):
    """Every page, and every page that some page links to."""
    found = set(pages)
    for page in all_pages(expanded):
        found |= extract(page.text, expanded.site, page.title).links
    assert len(found) > len(pages) > 500
    return sorted(found)


@pytest.fixture(scope="session")
def traps():
    """The targets that have a trap for backlinks, whatever their options."""
    names = [
        *("Mercury", "Mercury (planet)", "Philosophy", "Ouroboros head", "Perpetuum mobile"),
        *("Alembic", "Merkur", "Hermes", "Guild of distillers", "Messenger of the gods"),
    ]
    return [Title(0, name) for name in names] + [
        Title(14, "Category:Contents"),
        Title(100, "Portal:Astronomy"),
        Title(102, "Lexicon:mercury"),
        Title(4, "Devwiki:Mercury"),
    ]


def _told(wiki, query):
    """What a wiki says of each page, in its order, and which of them it says are redirects."""
    said, redirects = [], {}
    for batch in wiki.enumerate(query):
        for one in batch:
            ways = tuple((via.kind, via.title.text) for via in one.via)
            said.append((one.title.text, one.pageid, one.direct, ways))
            if one.redirect is not None:
                redirects[one.title] = one.redirect
    assert len(said) == len(set(said)), query
    return said, redirects


def _differences(expanded, live, queries, *, ordered):
    """The queries that the two answer differently, with what each says."""
    found = {}
    for query in queries:
        (mine, my_redirects), (theirs, their_redirects) = (
            _told(wiki, query) for wiki in (expanded, live)
        )
        if not ordered:
            mine, theirs = sorted(mine), sorted(theirs)
        if mine != theirs:
            extra = [one for one in mine if one not in theirs]
            found[query] = extra, [one for one in theirs if one not in mine]
        # Not every list of the API tells which pages are redirects.
        assert their_redirects.items() <= my_redirects.items(), query
    return found


def test_every_page_has_the_same_facts_and_the_same_text(pages, live):
    seen = set()
    for page in all_pages(live):
        mine = pages[page.title]
        seen.add(page.title)
        for name in ("exists", "pageid", "redirect", "revid", "timestamp", "model"):
            assert getattr(page, name) == getattr(mine, name), (page.title, name)
        # The export has one text as it is stored, the API gives it normalised.
        assert page.text == unicodedata.normalize("NFC", mine.text), page.title
        if unicodedata.is_normalized("NFC", mine.text):
            assert page.length == mine.length, page.title
    assert seen == set(pages)


def test_every_page_has_the_same_redirect_flag_and_categories(expanded, live, pages):
    facets = frozenset({INFO, REDIRECT_FLAG, Categories()})
    query = Titles(titles=tuple(sorted(pages)))
    mine, theirs = (
        {
            page.title: (page.redirect, page[REDIRECT_FLAG], page[Categories()] - TRACKING)
            for batch in wiki.fetch(query, facets)
            for page in batch
        }
        for wiki in (expanded, live)
    )
    assert mine == theirs


def test_every_target_has_the_same_backlinks(expanded, live, targets):
    queries = [Backlinks(to=one) for one in targets]
    assert _differences(expanded, live, queries, ordered=True) == {}


def test_every_target_has_the_same_backlinks_through_redirects(expanded, live, targets):
    queries = [Backlinks(to=one, through_redirects=True) for one in targets]
    assert _differences(expanded, live, queries, ordered=False) == {}


@pytest.fixture(scope="session")
def linked_by_redirects(expanded, targets):
    """The targets for which levels and redirects can say more than direct backlinks."""
    found = [
        target
        for target in targets
        if any(expanded.enumerate(Backlinks(to=target, redirects="only")))
    ]
    assert len(found) > 15
    return found


def test_every_target_has_the_same_levels(expanded, live, linked_by_redirects):
    queries = [BacklinkLevels(to=one) for one in linked_by_redirects]
    assert _differences(expanded, live, queries, ordered=True) == {}


def test_every_target_has_the_same_redirects(expanded, live, linked_by_redirects, traps):
    queries = [RedirectsTo(to=one) for one in linked_by_redirects]
    queries += [RedirectsTo(to=one, double=False, request_size=5) for one in traps]
    assert _differences(expanded, live, queries, ordered=False) == {}


@pytest.mark.parametrize(
    ("namespaces", "redirects"),
    [
        *product([None, (0,), (4, 1, 0)], ["include", "exclude", "only"]),
        ((-1,), "include"),
        ((4711, 2), "include"),
    ],
)
def test_every_trap_has_the_same_backlinks_with_each_option(
    expanded, live, traps, namespaces, redirects
):
    options = {"redirects": redirects, "namespaces": namespaces}
    plain: list[Query] = []
    for kind in (Backlinks, BacklinkLevels):
        plain += [kind(to=one, request_size=7, **options) for one in traps]
        plain += [kind(to=one, order="descending", **options) for one in traps]
    assert _differences(expanded, live, plain, ordered=True) == {}
    through = [Backlinks(to=one, through_redirects=True, **options) for one in traps]
    assert _differences(expanded, live, through, ordered=False) == {}


def test_a_target_by_page_id_is_the_same_as_by_title(expanded, live, traps, pages):
    queries = [
        kind(to=pages[one].pageid)
        for one in traps
        if one in pages
        for kind in (Backlinks, BacklinkLevels)
    ]
    assert queries
    assert _differences(expanded, live, queries, ordered=True) == {}


@pytest.mark.parametrize("order", ["ascending", "descending"])
@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
def test_every_namespace_has_the_same_pages_in_the_same_order(expanded, live, redirects, order):
    queries = [
        AllPages(namespace=number, redirects=redirects, order=order, request_size=50)
        for number in expanded.site.namespaces
        if number >= 0
    ]
    assert _differences(expanded, live, queries, ordered=True) == {}


@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
def test_every_namespace_has_the_same_orphans_in_the_same_order(expanded, live, redirects):
    queries = [
        Orphans(links=links, namespaces=namespaces, redirects=redirects)
        for links in (Incoming(), Incoming(namespaces=(0,), enough=3), Incoming(namespaces=(4711,)))
        for namespaces in (None, (0,), (10, 1, 4711), (-1,))
    ]
    assert _differences(expanded, live, queries, ordered=True) == {}


@pytest.mark.parametrize(
    "bounds",
    [
        {"start": "M"},
        {"end": "mercury"},
        {"start": "Links to", "end": "Links to itself"},
        {"start": "Links_to", "end": "Links to a page that only mentions"},
        {"prefix": "mercury"},
        {"prefix": "Mercury "},
        {"prefix": "Mercury_("},
        {"prefix": "Mer", "start": "Merk"},
        {"prefix": "水"},
        {"start": "z"},
        {"namespace": 102, "prefix": "m"},
        {"namespace": 102, "start": "a"},
        {"namespace": 14, "prefix": "p"},
        {"start": "B", "end": "A"},
    ],
    ids=str,
)
@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_bounds_of_all_pages_mean_the_same(expanded, live, bounds, order):
    query = AllPages(order=order, **bounds)
    assert _differences(expanded, live, [query], ordered=True) == {}


@pytest.mark.parametrize("depth", [0, 1, 2, None])
def test_every_category_has_the_same_members(expanded, live, pages, depth):
    categories = {title for title in pages if title.namespace == 14}
    for page in all_pages(expanded):
        categories |= extract(page.text, expanded.site, page.title).categories
    assert len(categories) > 20
    queries = [CategoryMembers(category=one, depth=depth) for one in sorted(categories)]
    assert _differences(expanded, live, queries, ordered=False) == {}


@pytest.mark.parametrize("depth", [0, None])
@pytest.mark.parametrize(
    "options",
    [
        {"types": ("page",)},
        {"types": ("subcat",)},
        {"types": ("file", "page")},
        {"types": ()},
        {"namespaces": (0,)},
        {"namespaces": (14, 10)},
        {"namespaces": (-1,)},
        {"types": ("page",), "namespaces": (14,)},
    ],
    ids=str,
)
def test_every_option_of_members_means_the_same(expanded, live, depth, options):
    names = ["Category:Contents", "Category:Symbols", "Category:Turning on itself"]
    queries = [CategoryMembers(category=Title(14, name), depth=depth, **options) for name in names]
    assert _differences(expanded, live, queries, ordered=False) == {}


def test_a_query_is_fetched_alike(offline, live):
    queries = [
        Backlinks(to=Title(0, "Alembic"), redirects="only", request_size=20),
        AllPages(namespace=100),
        RedirectsTo(to=Title(0, "Mercury")),
        Titles(titles=(Title(0, "Gold"), Title(0, "Nowhere at all"), Title(0, "Silver"))),
    ]
    for query in queries:
        answers = [
            sorted(
                (page.title, page.exists, page.pageid, page.revid, page.facets.get(TEXT))
                for batch in wiki.fetch(query, frozenset({INFO, TEXT}))
                for page in batch
            )
            for wiki in (offline, live)
        ]
        assert answers[0] == answers[1]

"""What both wikis tell about pages they tell alike: what pages use, and who links to them.

`expanded` is the offline wiki with its templates expanded (see `test_agreement`), since links that
templates bring are among what the real wiki tells.
"""

import pytest

from bot.filters.has_link import HasLink
from bot.filters.text import Text
from bot.page import INFO, AnyFacet, Candidate
from bot.patterns import compile_pattern
from bot.titles import Title
from bot.wiki import (
    Contributors,
    Disambiguation,
    Edited,
    ExternalLinks,
    FirstRevision,
    Incoming,
    Language,
    LastRevision,
    LinkedPages,
    Property,
    Protection,
    ShownFiles,
    Titles,
    UsedTemplates,
)
from bot.wiki.facts import Rendered
from tests.contract.expanded import all_pages

MERCURY, VENUS = Title(0, "Mercury"), Title(0, "Venus")
SOME = frozenset({MERCURY, Title(0, "Mercury (planet)"), Title(14, "Category:Contents")})
INCOMING = [
    Incoming(enough=1),
    Incoming(enough=3, namespaces=(0,)),
    Incoming(enough=10_000),
    Incoming(enough=10_000, namespaces=(0, 4, 14)),
    Incoming(enough=10_000, unlike=(compile_pattern("^Links"), compile_pattern("s$"))),
    Incoming(enough=10_000, not_in=frozenset({Title(14, "Category:Planets")})),
    Incoming(enough=2, not_in=frozenset({Title(14, "Category:Planets")}), namespaces=(0,)),
    Incoming(enough=1, namespaces=(4711,)),
]
TOLD_BY_BOTH = [
    LinkedPages(),
    LinkedPages(SOME),
    LinkedPages(namespaces=(0, 10)),
    LinkedPages(SOME, namespaces=(14,)),
    ShownFiles(),
    *INCOMING,
]
TOLD_BY_ONE = [
    Property("disambiguation"),
    Disambiguation(),
    Language(),
    LastRevision(),
    FirstRevision(),
    Contributors(),
    Protection(),
    Rendered(),
    Incoming(not_disambiguations=True),
]


@pytest.fixture(scope="session")
def everything(offline):
    names = [page.title for page in all_pages(offline)]
    return Titles(titles=(*names, Title(0, "Nowhere at all"), Title(0, "Guild of distillers")))


def values(wiki, wanted, facet):
    return {
        page.title: page[facet]
        for batch in wiki.fetch(wanted, frozenset({INFO, facet}))
        for page in batch
    }


def differing(mine, theirs):
    assert mine.keys() == theirs.keys()
    return {one: (mine[one], theirs[one]) for one in mine if mine[one] != theirs[one]}


@pytest.mark.live
@pytest.mark.parametrize("facet", TOLD_BY_BOTH, ids=str)
def test_both_tell_the_same(expanded, request, everything, facet):
    live = request.getfixturevalue("live")
    mine, theirs = values(expanded, everything, facet), values(live, everything, facet)
    if isinstance(facet, Incoming) and facet.enough < 100:  # which ones come first is not said
        mine, theirs = (
            {one: (len(links.titles), links.more) for one, links in told.items()}
            for told in (mine, theirs)
        )
    assert differing(mine, theirs) == {}
    assert len(set(theirs.values())) > 1 or facet == Incoming(enough=1, namespaces=(4711,))


@pytest.mark.live
def test_both_tell_when_a_page_was_edited(offline, request, everything):
    live = request.getfixturevalue("live")
    told = values(live, everything, Edited())
    assert values(offline, everything, Edited()) == told
    assert told.pop(Title(0, "Nowhere at all")) is None


@pytest.mark.live
def test_both_tell_the_same_written_links(offline, request, everything):
    live = request.getfixturevalue("live")
    for names in (None, (0,)):
        facet = Incoming(enough=10_000, namespaces=names, written=True)
        mine, theirs = values(offline, everything, facet), values(live, everything, facet)
        dropped = theirs.pop(VENUS), mine.pop(VENUS)  # a parameter that a template drops has a link
        assert set(dropped[1].titles) - set(dropped[0].titles) <= {Title(0, "Nested templates")}
        assert differing(mine, theirs) == {}


@pytest.mark.live
def test_both_tell_of_the_same_addresses(offline, request, everything):
    live = request.getfixturevalue("live")
    mine, theirs = (
        {title for title, found in values(wiki, everything, ExternalLinks()).items() if found}
        for wiki in (offline, live)
    )
    assert mine
    assert mine <= theirs  # templates bring some


@pytest.mark.live
def test_what_the_text_transcludes_the_wiki_knows(offline, request, everything):
    live = request.getfixturevalue("live")
    written = values(offline, everything, UsedTemplates())
    told = values(live, everything, UsedTemplates())
    assert {one for one in written if not written[one] <= told[one]} == set()
    assert sum(map(bool, written.values())) > 50
    among = frozenset({Title(10, "Template:Citation needed"), Title(10, "Template:Stub")})
    assert values(live, everything, UsedTemplates(among)) == {
        title: found & among for title, found in told.items()
    }


@pytest.mark.parametrize(
    "facet", [*TOLD_BY_BOTH, Edited(), ExternalLinks(), UsedTemplates()], ids=str
)
def test_what_both_know_is_offered(wiki, facet):
    assert wiki.offers(facet)
    [[page]] = wiki.fetch([[Candidate(MERCURY)]], frozenset({facet}))
    assert facet in page.facets


@pytest.mark.parametrize("facet", TOLD_BY_ONE, ids=str)
def test_what_an_export_does_not_tell_is_not_offered(offline, facet):
    assert not offline.offers(facet)


@pytest.mark.live
def test_what_a_navbox_brings_is_rendered_and_not_written(request):
    live = request.getfixturevalue("live")
    page = Titles(titles=(Title(0, "Mercury (planet)"),))
    words = "Mercury · Venus · Earth · Mars · Jupiter · Saturn"
    links = [HasLink(to=("Saturn",), rendered=rendered) for rendered in (True, False)]
    texts = [Text(text=(words,), rendered=rendered) for rendered in (True, False)]
    needs = frozenset[AnyFacet]().union(*(each.needs(live.site) for each in (*links, *texts)))
    ((one,),) = live.fetch(page, needs)
    assert [each.keep(one) for each in links] == [True, False]
    assert [each.keep(one) for each in texts] == [True, False]
    assert "[1]" not in str(one[Rendered()])

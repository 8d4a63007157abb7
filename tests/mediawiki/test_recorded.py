"""Every question and facet against the answers of a real MediaWiki, replayed from cassettes.

`make cassettes` records them anew from devwiki; the expected values are those of its corpus.
"""

from itertools import chain

import pytest

from bot.errors import ApiError, BotError
from bot.page import INFO, TEXT, Candidate
from bot.plan import Edit, Publish
from bot.titles import Title
from bot.wiki import (
    REDIRECT_FLAG,
    AllPages,
    BacklinkLevels,
    Backlinks,
    Categories,
    CategoryMembers,
    RawList,
    RedirectsTo,
    Sha1,
    Since,
    Titles,
)

pytestmark = [pytest.mark.vcr, pytest.mark.block_network]


@pytest.fixture(autouse=True)
def _played_to_the_end(vcr, record_mode):
    """Every answer on the cassette was asked for."""
    yield
    assert record_mode != "none" or vcr.all_played


MERCURY = Title(0, "Mercury")
HUB = Title(0, "Alembic")


def found(wiki, query):
    return list(chain.from_iterable(wiki.enumerate(query)))


def names(candidates):
    return {one.title.text for one in candidates}


def test_the_wiki_and_the_account(recorded):
    wiki = recorded()
    site = wiki.site
    assert wiki.requests == 3
    assert site.account.name == "SweepBot"
    assert not site.account.anonymous
    assert "bot" in site.account.groups
    assert (site.limits.titles, site.limits.listing) == (500, 5000)
    assert site.version.startswith("1.")
    assert site.namespace("p") == 100
    assert not site.namespaces[102].first_letter
    assert "wikt" in site.interwikis
    assert "de" in site.languages
    assert site.extension_tags >= {"nowiki", "ref", "syntaxhighlight"}


def test_an_account_with_small_limits(recorded):
    assert recorded("SweepBot", "small").site.limits.titles == 50


def test_nobody(recorded):
    wiki = recorded("")
    assert wiki.site.account.anonymous
    assert wiki.requests == 1


def test_a_wrong_password(recorded):
    with pytest.raises(BotError, match="cannot log in as Plain@hand: Incorrect"):
        _ = recorded("Plain", "hand", password="wrong" * 7).site


@pytest.mark.parametrize("size", ["max", 20])
def test_backlinks(recorded, size):
    wiki = recorded()
    candidates = found(wiki, Backlinks(to=MERCURY, namespaces=(0,), request_size=size))
    assert {"Mercury (disambiguation)", "Hermes", "Evening star"} & names(candidates)
    assert len(candidates) == len({one.pageid for one in candidates}) > 100
    assert {one.title.namespace for one in candidates} == {0}
    assert [one.pageid for one in candidates] == sorted(one.pageid for one in candidates)
    assert (wiki.requests == 4) == (size == "max")


@pytest.mark.parametrize("redirects", ["exclude", "only"])
def test_backlinks_by_redirect(recorded, redirects):
    candidates = found(recorded(), Backlinks(to=MERCURY, redirects=redirects, order="descending"))
    assert {one.redirect for one in candidates} == {redirects == "only"}
    assert [one.pageid for one in candidates] == sorted(
        (one.pageid for one in candidates), reverse=True
    )


def test_backlinks_of_a_page_that_does_not_exist(recorded):
    wiki = recorded()
    target = wiki.site.title("Perpetual motion machine of Westmark")
    assert found(wiki, Backlinks(to=target)) == []
    assert found(wiki, Backlinks(to=target, through_redirects=True)) == []


def test_backlinks_by_page_id(recorded):
    wiki = recorded()
    by_title = found(wiki, Backlinks(to=MERCURY, namespaces=(4,)))
    ((page,),) = wiki.fetch([[Candidate(MERCURY)]])
    assert found(wiki, Backlinks(to=page.pageid, namespaces=(4,))) == by_title
    with pytest.raises(ApiError, match="no page with ID 99999999"):
        found(wiki, Backlinks(to=99999999))


def test_backlinks_through_redirects(recorded):
    wiki = recorded()
    query = Backlinks(to=MERCURY, through_redirects=True, redirects="exclude")
    ways = {
        one.title.text: (one.direct, {via.title.text for via in one.via})
        for one in found(wiki, query)
    }
    assert ways["Links through Devwiki only"] == (False, {"Devwiki:Mercury"})
    assert ways["Links through a user page only"] == (False, {"User:Lapwing/Mercury"})
    assert ways["Links through two hops"] == (False, {"Merkur"})
    assert ways["Links through three hops"] == (False, {"Merkurius"})
    assert ways["Links through four hops"] == (False, {"Merkurio", "Devwiki:Merc"})
    assert {"Mercurius", "MERCURY"} <= ways["Links through redirects"][1]
    # A redirect elsewhere that merely mentions the target leads nowhere.
    assert "Messenger of the gods" not in set(chain.from_iterable(via for _, via in ways.values()))


def test_sixty_four_redirects_cost_few_requests(recorded):
    wiki = recorded()
    _ = wiki.site
    before = wiki.requests
    candidates = found(wiki, Backlinks(to=HUB, through_redirects=True, redirects="exclude"))
    assert wiki.requests - before == 2
    assert len({via for one in candidates for via in one.via}) == 64
    small = recorded("SweepBot", "small")
    _ = small.site
    before = small.requests
    assert found(small, Backlinks(to=HUB, through_redirects=True, redirects="exclude"))
    assert small.requests - before <= 4


@pytest.mark.parametrize("size", ["max", 40])
def test_the_two_levels_of_the_api(recorded, size):
    groups = found(recorded(), BacklinkLevels(to=MERCURY, request_size=size))
    first = [one for one in groups if one.direct]
    assert names(first) >= {"Mercurius", "Messenger of the gods"}
    assert len(first) == len({one.pageid for one in first})
    above = groups[0]
    for one in groups:
        if one.direct:
            above = one
        else:
            assert [via.title for via in one.via] == [above.title]
            assert above.redirect
    behind = [(one.title, one.via) for one in groups if not one.direct]
    assert len(behind) == len(set(behind)) > 10


def test_redirects_to_a_page(recorded):
    wiki = recorded()
    candidates = found(wiki, RedirectsTo(to=MERCURY))
    assert names(candidates) >= {"Mercurius", "☿", "Devwiki:Mercury", "Merkur", "Merkurio"}
    assert names(candidates).isdisjoint({"Messenger of the gods", "Evening star"})
    assert all(one.redirect for one in candidates)
    single = found(wiki, RedirectsTo(to=MERCURY, double=False))
    assert names(single) == names(one for one in candidates if one.direct)


def test_a_loop_of_redirects(recorded):
    candidates = found(recorded(), RedirectsTo(to=Title(0, "Ouroboros head")))
    assert names(candidates) == {"Ouroboros tail"}


@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_all_pages(recorded, order):
    query = AllPages(start="Mercury", end="Merkur", redirects="exclude", order=order)
    wiki = recorded()
    candidates = found(wiki, query)
    titles = [one.title.text for one in candidates]
    assert "Mercury" in titles
    assert "Mercurius" not in titles
    keys = [title.replace(" ", "_") for title in titles]
    assert keys == sorted(keys, reverse=order == "descending")
    pages = chain.from_iterable(wiki.fetch(query))
    assert [page.title.text for page in pages] == titles
    assert names(found(wiki, AllPages(namespace=14, prefix="Turning"))) == {
        "Category:Turning on itself"
    }


def test_a_category_and_its_tree(recorded):
    wiki = recorded()
    astronomy = Title(14, "Category:Astronomy")
    alone = found(wiki, CategoryMembers(category=astronomy))
    assert all(one.direct and not one.via for one in alone)
    tree = found(wiki, CategoryMembers(category=astronomy, depth=None))
    assert names(alone) < names(tree)
    assert len(tree) == len({one.pageid for one in tree})
    planets = next(one for one in tree if one.title.text == "Mercury (planet)")
    assert "Category:Planets" in {via.title.text for via in planets.via}
    pages = found(wiki, CategoryMembers(category=astronomy, depth=None, types=("page",)))
    assert {one.title.namespace for one in pages} == {0}
    fetched = chain.from_iterable(wiki.fetch(CategoryMembers(category=astronomy)))
    assert {page.title.text for page in fetched} == names(alone)


def test_a_category_that_is_in_itself(recorded):
    itself = Title(14, "Category:Turning on itself")
    tree = found(recorded(), CategoryMembers(category=itself, depth=None))
    assert itself in [one.title for one in tree]


def test_a_raw_list(recorded):
    parameters = (("srsearch", "Mercury"), ("srwhat", "title"))
    candidates = found(recorded(), RawList(module="search", parameters=parameters))
    assert "Mercury (planet)" in names(candidates)


def test_pages_with_every_facet(recorded):
    wiki = recorded()
    facets = frozenset({INFO, TEXT, REDIRECT_FLAG, Categories()})
    pages = list(chain.from_iterable(wiki.fetch(Backlinks(to=HUB), facets)))
    redirect = next(page for page in pages if page.title.text == "Alembic no. 01")
    assert redirect.text.startswith("#REDIRECT [[Alembic]]")
    assert redirect[REDIRECT_FLAG] is redirect.redirect is True
    assert redirect[Categories()] == {Title(14, "Category:Redirects")}
    assert redirect.length == len(redirect.text.encode())
    assert redirect.timestamp < redirect.read_at
    assert redirect.revid


def test_titles_of_every_kind(recorded):
    wiki = recorded()
    titles = (
        Title(0, "Nothing of this name"),
        MERCURY,
        Title(-1, "Special:Random"),
        Title(8, "MediaWiki:Sidebar"),
        Title(0, "a<b"),
        Title(0, "mercury (planet)"),
        Title(0, "🜐"),
    )
    pages = list(chain.from_iterable(wiki.fetch(Titles(titles=titles), frozenset({TEXT}))))
    assert [page.exists for page in pages] == [False, True, False, False, False, True, True]
    assert pages[5].title.text == "Mercury (planet)"
    assert [page.title for page in pages[:5]] == list(titles[:5])


def test_an_edit_saved_conflicting_and_changing_nothing(recorded):
    wiki = recorded()
    ((page,),) = wiki.fetch(Titles(titles=(Title(0, "Orphan still"),)), frozenset({TEXT}))
    edit = Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before=page.text,
        after=f"{page.text} Recorded.",
        summary="Bot: record",
    )
    assert wiki.write(edit).code == "saved"
    assert wiki.write(edit).code == "no_change"
    stale = Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before=page.text,
        after="Something else altogether.",
        summary="Bot: record",
    )
    assert wiki.write(stale).code == "conflict"


def test_a_standing_and_a_report_with_its_history(recorded):
    wiki = recorded()
    standing = wiki.look(Title(2, "User:SweepBot/Stop"))
    assert standing.account == wiki.site.account
    assert (standing.block, standing.messages) == ("", False)
    assert standing.stop_page.exists
    name = Title(2, "User:SweepBot/Recorded")
    ((page,),) = wiki.fetch([[Candidate(name)]])
    report = Publish(
        title=name,
        baserevid=None,
        read_at=page.read_at,
        before="",
        after="A report.",
        summary="Bot: record",
    )
    outcome = wiki.write(report)
    assert outcome.code == "saved"
    assert wiki.write(report).code == "exists"
    ((page,),) = wiki.fetch([[Candidate(name)]], frozenset({TEXT, Sha1(), Since(0)}))
    (made,) = page[Since(0)]
    assert (made.revid, made.user, made.summary) == (outcome.revid, "SweepBot", "Bot: record")
    assert made.sha1 == page[Sha1()]

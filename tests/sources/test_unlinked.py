"""Orphans by way of a replica are those that the filter `orphan` keeps, whatever the options.

On wikis of their own, with the old link tables (MediaWiki 1.39) and with the new ones (1.43).
"""

from contextlib import closing
from dataclasses import replace
from itertools import chain

import pytest

from bot.config import ReplicaAddress, Secret
from bot.errors import NotOffered, UsageError
from bot.filters.orphan import Orphan
from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.outside.linktables import CATEGORYLINKS, PAGELINKS, TEMPLATELINKS, Sql
from bot.outside.replica import Replica
from bot.outside.unlinked import DISAMBIGUATION, Counting, mark, numbers, unlinked
from bot.page import INFO, TEXT
from bot.plugin import Reach
from bot.sources.orphans import Orphans
from bot.sources.unlinked import unlinked_pages
from bot.titles import Title
from bot.wiki import AllPages
from devwiki import transfer
from devwiki.devwiki import Devwiki
from tests.offline.exports import entries, export_xml
from tests.sources.conftest import made

pytestmark = pytest.mark.live
TEXTS = {
    "Lone self": "[[Lone self]] and [[Lone self#Part|again]]",
    "Lone redirected": "",
    "To lone": "#REDIRECT [[Lone redirected]]",
    "Lone mentioned": "",
    "Elsewhere": "#REDIRECT [[Two links]] [[Lone mentioned]]",
    "Lone in a loop": "",
    "Loop 1": "#REDIRECT [[Loop 2]]",
    "Loop 2": "#REDIRECT [[Loop 1]]",
    "Known by redirect": "[[Loop 2]]",
    "To known": "#REDIRECT [[Known by redirect]]",
    "Known by double": "[[To known]]",
    "Step 1": "#REDIRECT [[Known by double]]",
    "User:Step 2": "#REDIRECT [[Step 1]]",
    "Known by triple": "[[User:Step 2]]",
    "Rung 1": "#REDIRECT [[Known by triple]]",
    "Talk:Rung 2": "#REDIRECT [[Rung 1]]",
    "Rung 3": "#REDIRECT [[Talk:Rung 2]]",
    "Two links": "[[Rung 3]]",
    "Three links": "[[Two links]]",
    "Known from talk": "[[Three links]]",
    "Talk:Known from talk": "[[Known from talk]] [[Three links]] [[Two links]]",
    "Known from disambiguation": "",
    "Choice": "{{Choose}} [[Known from disambiguation]] [[Two links]]",
    "Template:Choose": "Several of one name.",
    "MediaWiki:Disambiguationspage": "* [[Template:Choose]]",
    "Known from list": "",
    "List of things": "[[Known from list]] [[Three links]]",
    "Known from category": "",
    "Member": "[[Known from category]] [[Three links]] [[Category:Lists]]",
    "Category:Lists": "[[Three links]]",
    "One page thrice": "",
    "To one page": "#REDIRECT [[One page thrice]]",
    "User:To one page": "#REDIRECT [[One page thrice]]",
    "Insistent": "[[One page thrice]] [[To one page]] [[User:To one page]]",
    "Known by a template": "",
    "Template:Bring": "[[Known by a template]]",
    "Brought": "{{Bring}}",
    "水星 ☿": "[[☿ 'quoted\" %s]]",
    "☿ 'quoted\" %s": "",
}
TABLES = ("page", "redirect", "pagelinks", "templatelinks", "categorylinks", "linktarget")
VIEWER, PLANNER = "views_only", "sees_plans"
PAGES = {"page", "t", "p", "q1", "q2"}
MARKED = {"page_props", "categorylinks", "templatelinks"}
LONE = {"Lone self", "Lone redirected", "Lone mentioned", "Lone in a loop"}
OPTIONS = [
    {},
    {"fewer_than": 2},
    {"fewer_than": 3},
    {"fewer_than": 1000},
    {"links_from": "all"},
    {"links_from": ["Talk", "Category"], "fewer_than": 2},
    {"links_from": "Lexicon"},
    {"namespace": "all", "redirects": "include"},
    {"namespace": ["User", "Template"], "redirects": "only", "links_from": "all"},
    {"disambiguations": "exclude"},
    {"disambiguations": "exclude", "fewer_than": 3, "except_titles": "^List of "},
    {"except_titles": ["^list", "^MEMB"], "case": "ignore"},
    {"except_categories": ["Lists", "Nobody is in it"]},
    {"except_categories": "Category:Planets", "fewer_than": 2, "links_from": "all"},
    {"count": "written"},
    {"count": "written", "disambiguations": "exclude", "fewer_than": 2},
]


@pytest.fixture(scope="module", params=["replica139", "replica143"])
def system(request, tmp_path_factory):
    """A wiki of these tests' own, as they make pages."""
    like = request.getfixturevalue(request.param)
    folder = tmp_path_factory.mktemp("orphans")
    with Devwiki.running(folder, root=like.root, server=like.server) as wiki:
        wiki.maintenance("importDump", stdin=export_xml(*entries(TEXTS)))
        wiki.maintenance("runJobs")
        yield wiki


def replica(system, database="", user=transfer.USER):
    address = ReplicaAddress(
        database or system.database,
        "127.0.0.1",
        system.server.port,
        user=Secret(user),
        password=Secret(transfer.PASSWORD),
    )
    return Outside(replica=Replica("devwiki", address))


@pytest.fixture(scope="module")
def live(system):
    name, password = system.accounts["SweepBot"].login("sweep")
    login = BotPassword(name, password)
    with closing(MediaWiki("devwiki", system.api, "User:Tester", login)) as wiki:
        yield Reach(wiki, replica(system))


def found(reach, **options):
    return [one for batch in made(Orphans, **options).candidates(reach) for one in batch]


def asking(reach, **options):
    """The source's question; through the replica, `found` is what that one names."""
    return made(Orphans, **options).query(reach)


def named(reach, **options):
    """What the replica names, unconfirmed."""
    return texts(chain.from_iterable(asking(reach, through="replica", **options).found()))


def texts(found):
    return [one.title.text for one in found]


def is_among(home, namespaces):
    wanted = {namespaces} if isinstance(namespaces, str) else set(namespaces)
    return "all" in wanted or home.name in wanted or ("content" in wanted and home.content)


def kept(reach, *, namespace="content", redirects="exclude", links_from="content", **options):
    """What the filter `orphan` keeps of all pages of these namespaces."""
    orphan = Orphan.model_validate({"namespace": links_from, **options})
    for number, home in sorted(reach.wiki.site.namespaces.items()):
        if number >= 0 and is_among(home, namespace):
            every = AllPages(namespace=number, redirects=redirects)
            needs = frozenset({INFO}) | orphan.needs(reach.wiki.site)
            for batch in reach.wiki.fetch(every, needs):
                yield from (page.candidate for page in batch if orphan.keep(page))


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_orphans_are_those_that_the_filter_keeps(live, options):
    theirs = texts(kept(live, **options))
    by_api = texts(found(live, **options))
    by_replica = found(live, through="replica", **options)
    assert by_api == theirs
    assert sorted(texts(by_replica)) == sorted(theirs)
    assert [one.pageid for one in by_replica] == sorted(one.pageid for one in by_replica)
    assert all(one.direct and not one.via for one in by_replica)


def test_the_pages_made_for_it_are_told_apart(live):
    def ours(**options):
        return set(texts(found(live, through="replica", **options))) & TEXTS.keys()

    lone = ours()
    assert LONE | {"Known from talk", "Choice", "Brought"} <= lone
    assert not {one for one in lone if one.startswith("Known by")}
    assert "Known from talk" not in ours(links_from="all")
    assert "Known from disambiguation" in ours(disambiguations="exclude") - lone
    assert "Known from list" in ours(except_titles="^List of") - lone
    assert "Known from category" in ours(except_categories="Lists") - lone
    assert "Known by a template" in ours(count="written") - lone
    assert "One page thrice" in ours(fewer_than=2) - lone
    assert {"Two links", "Three links"} & ours(fewer_than=2) == set()
    assert {"Two links", "Three links"} & ours(fewer_than=3) == {"Two links"}


@pytest.mark.parametrize("stretch", [1, 7, 100])
def test_stretches_of_any_length_give_the_same_pages(live, stretch):
    options = {"except_titles": "^Li", "namespace": "all", "redirects": "include"}
    question = asking(live, **options)
    whole = list(chain.from_iterable(unlinked_pages(live, question)))
    if stretch == 1:
        question = replace(question, links=replace(question.links, unlike=()))
        assert len(list(chain.from_iterable(unlinked_pages(live, question, 1)))) < len(whole)
        return
    assert list(chain.from_iterable(unlinked_pages(live, question, stretch))) == whole


def test_a_replica_names_hardly_more_than_the_orphans(live):
    """Only what is known by chains of three redirects and more, or by several ways together."""
    confirmed = set(texts(found(live, through="replica")))
    assert set(named(live)) - confirmed == {"Known by triple"}
    assert confirmed < set(named(live))


def test_the_wiki_counts_in_the_requests_that_read(live):
    query = asking(live, through="replica")
    before = live.wiki.requests
    pages = list(chain.from_iterable(live.wiki.fetch(query, frozenset({TEXT}))))
    reading = live.wiki.requests - before
    assert any("again" in page.text for page in pages)
    before = live.wiki.requests
    listed = list(chain.from_iterable(live.wiki.enumerate(query)))
    assert live.wiki.requests - before == reading < 6
    assert [page.candidate for page in pages] == listed


def test_a_limit_ends_before_the_last_stretch(live):
    few = found(live, through="replica", limit=3)
    assert few == found(live, through="replica")[:3]


def test_links_from_no_namespace_make_every_page_an_orphan(live):
    question = asking(live)
    nobody = replace(question, links=replace(question.links, namespaces=()))
    all_of_them = texts(chain.from_iterable(unlinked_pages(live, nobody)))
    every = (one for batch in live.wiki.enumerate(AllPages(redirects="exclude")) for one in batch)
    assert set(all_of_them) >= set(texts(every))
    assert list(unlinked_pages(live, replace(question, namespaces=()))) == []


def test_more_excepted_titles_than_a_query_can_name_are_told(live):
    question = asking(live, except_titles=".")
    with pytest.raises(UsageError, match="leaves out more than 20 pages"):
        next(unlinked_pages(live, question, most=20))
    assert next(unlinked_pages(live, question, most=100_000))


def test_a_wiki_that_knows_no_disambiguation_pages_says_so(request):
    for name in ("replica139", "replica143"):
        system = request.getfixturevalue(name)
        with closing(MediaWiki("devwiki", system.api, "User:Tester")) as wiki:
            reach = Reach(wiki, replica(system))
            with pytest.raises(NotOffered, match="has no extension Disambiguator"):
                found(reach, disambiguations="exclude", through="replica")


class TestACopyThatLags:
    """Whatever the copy says of links, the wiki decides; what it does not name is not found."""

    @pytest.fixture
    def stale(self, system, live):
        """The tables as they are, but for what a test changes in them."""
        name, server = f"{system.database}_stale", system.server
        server.create(name, transfer.USER, transfer.PASSWORD)
        server.run(
            *(
                f"CREATE TABLE `{name}`.{table} LIKE `{system.database}`.{table}"
                for table in (*TABLES, "page_props")
            ),
            *(
                f"INSERT INTO `{name}`.{table} SELECT * FROM `{system.database}`.{table}"
                for table in (*TABLES, "page_props")
            ),
        )

        def run(*statements):
            server.run(f"USE `{name}`", "SET sql_mode = ''", *statements)

        return Reach(live.wiki, replica(system, name)), run

    def test_pages_that_are_linked_by_now_gone_or_elsewhere_are_left_out(self, live, stale):
        reach, run = stale
        run(
            "DELETE FROM pagelinks",
            "INSERT INTO page (page_id, page_namespace, page_title) VALUES (999999, 0, 'Gone')",
            "INSERT INTO page (page_id, page_namespace, page_title) VALUES (999998, 77, 'Away')",
            "UPDATE page SET page_namespace = 0, page_title = CONCAT('Talk_', page_title) "
            "WHERE page_namespace = 1",
        )
        theirs = sorted(found(live, through="replica"), key=lambda one: one.pageid)
        assert found(reach, through="replica") == theirs
        every = named(reach, namespace="all")
        assert "Gone" in every
        assert not any(one.endswith("Away") for one in every)

    def test_what_is_in_doubt_is_no_link(self, live, stale):
        """A mark that the wiki does not go by, and a redirect to another wiki's page."""
        reach, run = stale
        run(
            "INSERT IGNORE INTO page_props (pp_page, pp_propname, pp_value) "
            "SELECT page_id, 'disambiguation', '' FROM page",
        )
        options = {"disambiguations": "exclude"}
        assert "Mercury (planet)" in named(reach, **options)
        ours, theirs = found(reach, through="replica", **options), found(live, **options)
        assert sorted(texts(ours)) == sorted(texts(theirs))

    def test_redirects_to_other_wikis_lead_nowhere(self, stale):
        reach, run = stale
        run(
            "UPDATE redirect SET rd_interwiki = 'w' WHERE rd_title = 'Known_by_redirect'",
            "UPDATE redirect SET rd_interwiki = '' WHERE rd_title = 'One_page_thrice'",
        )
        every = named(reach)
        assert "Known by redirect" in every
        assert "One page thrice" not in every

    def test_an_empty_copy_names_nothing(self, stale):
        reach, run = stale
        run("DELETE FROM page")
        assert found(reach, through="replica", except_titles="x") == []

    def test_categories_with_the_new_kind_of_link_table_are_read_as_well(self, live, stale):
        reach, run = stale
        run(
            "INSERT IGNORE INTO linktarget (lt_namespace, lt_title) "
            "SELECT DISTINCT 14, cl_to FROM categorylinks",
            "ALTER TABLE categorylinks ADD cl_target_id BIGINT",
            "UPDATE categorylinks SET cl_target_id = "
            "(SELECT lt_id FROM linktarget WHERE lt_namespace = 14 AND lt_title = cl_to)",
            "ALTER TABLE categorylinks DROP PRIMARY KEY, DROP cl_to",
        )
        for categories in (["Lists", "Nobody is in it"], ["Nobody is in it"]):
            options = {"except_categories": categories}
            ours, theirs = found(reach, through="replica", **options), found(live, **options)
            assert sorted(texts(ours)) == sorted(texts(theirs))
            assert ("Known from category" in named(reach, **options)) == ("Lists" in categories)


@pytest.fixture(scope="module")
def views(system):
    """What Toolforge has: views, whose tables their reader may not even name."""
    name, server = f"{system.database}_p", system.server
    server.create(name, VIEWER, transfer.PASSWORD)
    server.run(
        *(
            f"CREATE VIEW `{name}`.{table} AS SELECT * FROM `{system.database}`.{table}"
            for table in (*TABLES, "page_props")
        )
    )
    return name


@pytest.mark.parametrize("options", [{}, OPTIONS[10], {"except_categories": "Lists"}], ids=str)
def test_views_are_asked_as_tables_are(live, system, views, options):
    reach = Reach(live.wiki, replica(system, views, VIEWER))
    assert found(reach, through="replica", **options) == found(live, through="replica", **options)


@pytest.mark.parametrize("enough", [1, 3])
def test_every_table_is_looked_into_by_an_index_and_pages_by_their_numbers(
    live, system, views, enough
):
    """No join of all links: `ALL` and `index` would be one, and so would a join buffer."""
    old = PAGELINKS.is_old([one[0] for one in asked(live, PAGELINKS.question)])
    lists, templates = [Title(14, "Category:Lists")], [Title(10, "Template:Choose")]
    marks = (
        DISAMBIGUATION,
        mark(CATEGORYLINKS, lists),
        mark(TEMPLATELINKS, templates, [int(row[0]) for row in asked(live, numbers(templates))]),
    )
    counting = Counting(old=old, namespaces=(0, 14), enough=enough, marks=marks, but=(7, 8))
    sql = unlinked(0, 300, counting, namespaces=(0,), redirects="exclude")
    administrator = Reach(live.wiki, replica(system, views, PLANNER))
    system.server.run(
        f"CREATE USER IF NOT EXISTS `{PLANNER}`@`%` IDENTIFIED BY '{transfer.PASSWORD}'",
        f"GRANT ALL ON *.* TO `{PLANNER}`@`%`",
    )
    for reach in (live, administrator):  # tables, and views of them
        plan = asked(reach, Sql(f"EXPLAIN {sql.text}", sql.values))
        ways = {(row[2], row[3], row[5]) for row in plan}
        assert {way for _, way, _ in ways} == {"range", "ref", "eq_ref"}
        assert {key for table, _, key in ways if table in PAGES | MARKED} == {"PRIMARY"}
        assert {table for table, way, _ in ways if way == "range"} <= {"t", "page"}
        assert not any("buffer" in str(row[9]) for row in plan)


def asked(live, sql):
    with live.outside.replica.ask(sql.text, sql.values) as rows:
        return list(rows)

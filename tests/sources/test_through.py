"""`through: replica` on real wikis: what the API says is said, in fewer requests where it can be.

Once with the old link tables (MediaWiki 1.39) and once with the new ones (1.43).
"""

from contextlib import closing
from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.config import ReplicaAddress, Secret
from bot.errors import NotOffered, UsageError
from bot.loading import installed_tables, parse_task
from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.outside.replica import Replica
from bot.page import INFO, TEXT
from bot.plugin import Reach
from bot.sources.backlinks import Backlinks
from bot.sources.category import Category
from bot.sources.file_usage import FileUsage
from bot.sources.sql import Sql
from bot.sources.through import through_replica
from bot.sources.transclusions import Transclusions
from bot.titles import Title
from bot.wiki import AllPages
from bot.wiki import Backlinks as BacklinksQuery
from devwiki import transfer
from tests.docs.test_requests_page import rows
from tests.sources.conftest import made

pytestmark = pytest.mark.live
SYSTEMS = ["replica139", "replica143"]


@pytest.fixture(scope="module", params=SYSTEMS)
def system(request):
    return request.getfixturevalue(request.param)


def address(system, database=""):
    return ReplicaAddress(
        database or system.database,
        "127.0.0.1",
        system.server.port,
        user=Secret(transfer.USER),
        password=Secret(transfer.PASSWORD),
    )


@pytest.fixture(scope="module")
def live(system):
    name, password = system.accounts["SweepBot"].login("sweep")
    login = BotPassword(name, password)
    with closing(MediaWiki("devwiki", system.api, "User:Tester", login)) as wiki:
        yield Reach(wiki, Outside(replica=Replica("devwiki", address(system))))


def found(reach, source, **options):
    return [one for batch in made(source, **options).candidates(reach) for one in batch]


@pytest.mark.parametrize(
    "to",
    [
        *("Mercury", "Mercury (planet)", "Alembic", "Guild of distillers", "Ouroboros head"),
        *("Portal:Astronomy", "Lexicon:mercury", "Category:Contents", "水星", "Nowhere at all"),
    ],
)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"namespace": ["0"]},
        {"namespace": ["0", "Talk", "User"], "redirects": "exclude"},
        {"redirects": "only", "order": "descending"},
    ],
    ids=str,
)
def test_backlinks_are_the_same_in_the_same_order(live, to, options):
    theirs = found(live, Backlinks, to=to, **options)
    assert found(live, Backlinks, to=to, through="replica", **options) == theirs


@pytest.mark.parametrize("to", ["Mercury", "Alembic", "Philosophy", "Perpetuum mobile"])
@pytest.mark.parametrize("options", [{}, {"namespace": "0", "redirects": "exclude"}], ids=str)
def test_backlinks_through_redirects_are_the_same_with_all_their_ways(live, to, options):
    theirs = found(live, Backlinks, to=to, through_redirects=True, **options)
    ours = found(live, Backlinks, to=to, through_redirects=True, through="replica", **options)
    assert {one.title: one for one in ours} == {one.title: one for one in theirs}
    assert len(ours) == len(theirs)
    if to == "Mercury":
        assert any(one.via and not one.direct for one in ours)


@pytest.mark.parametrize("of", ["Infobox planet", ["Citation needed", "Navbox Mercury"], ":Gold"])
@pytest.mark.parametrize("through_redirects", [True, False])
def test_transclusions_are_the_same(live, of, through_redirects):
    options = {"of": of, "through_redirects": through_redirects}
    theirs = found(live, Transclusions, **options)
    ours = found(live, Transclusions, through="replica", **options)
    assert sorted(ours, key=lambda one: one.title) == sorted(theirs, key=lambda one: one.title)
    assert ours or of == ":Gold"


@pytest.mark.parametrize("of", ["Cinnabar.jpg", ["Cinnabar.jpg", "Nowhere.png"], "Gold.svg"])
@pytest.mark.parametrize("through_redirects", [True, False])
def test_pages_that_show_a_file_are_the_same(live, of, through_redirects):
    options = {"of": of, "through_redirects": through_redirects}
    theirs = found(live, FileUsage, **options)
    ours = found(live, FileUsage, through="replica", **options)
    assert sorted(ours, key=lambda one: one.title) == sorted(theirs, key=lambda one: one.title)
    assert ours or of == "Gold.svg"


@pytest.mark.parametrize(
    "options",
    [
        {"category": "Planets"},
        {"category": "Contents", "depth": "all"},
        {"category": "Contents", "depth": 2, "type": "page"},
        {"category": "Contents", "depth": 1, "type": ["subcat", "file"]},
        {"category": "Symbols", "depth": "all", "namespace": ["0", "Category"]},
        {"category": "Turning on itself", "depth": "all"},
        {"category": "Nobody is in it", "depth": 3},
    ],
    ids=str,
)
def test_members_of_categories_are_the_same_with_all_their_ways(live, options):
    def told(found):
        return {one.title: (one.pageid, one.direct, frozenset(one.via)) for one in found}

    theirs = told(found(live, Category, **options))
    assert told(found(live, Category, through="replica", **options)) == theirs


@pytest.mark.parametrize(("source", "requests"), rows("Through a replica"))
def test_a_source_costs_what_the_page_says(live, source, requests):
    text = f"for_each:\n  {source}\ndo:\n  - report: {{columns: {{page: title}}}}\n"
    task = parse_task(text, "row.yaml", installed_tables())
    task.source.fits(live.wiki.site)
    before = live.wiki.requests
    assert any(task.source.candidates(live))
    assert live.wiki.requests - before == requests


def test_the_page_has_rows():
    assert len(rows("Through a replica")) > 4


def test_pages_are_confirmed_in_the_request_that_fetches_them(live):
    source = made(Backlinks, to="Mercury", namespace="0", through="replica")
    assert live.wiki.offers(source.query(live))
    before = live.wiki.requests
    pages = [page for batch in live.wiki.fetch(source.query(live), {TEXT}) for page in batch]
    assert live.wiki.requests - before == 1
    assert len(pages) > 100
    assert all("ercur" in page.text or "{{" in page.text for page in pages)


def test_sql_reads_the_tables_of_the_wiki(live):
    ours = found(
        live,
        Sql,
        query="SELECT page_id, page_namespace, page_title, page_len FROM page WHERE page_id > 0",
    )
    everything = [
        page
        for number in live.wiki.site.namespaces
        if number >= 0
        for batch in live.wiki.fetch(AllPages(namespace=number), {INFO})
        for page in batch
    ]
    assert {(one.title, one.pageid, one.row["page_len"]) for one in ours} == {
        (page.title, page.pageid, str(page.length)) for page in everything
    }


class TestACopyThatLags:
    """A copy says what the wiki does not say (any more): nothing of that is taken over."""

    @pytest.fixture
    def stale(self, system, live):
        """The tables as they are, but for what a test changes in them."""
        name = f"{system.database}_stale"
        server = system.server
        server.create(name, transfer.USER, transfer.PASSWORD)
        tables = ("page", "pagelinks", "templatelinks", "categorylinks", "imagelinks", "linktarget")
        server.run(
            *(
                f"CREATE TABLE `{name}`.{table} AS SELECT * FROM `{system.database}`.{table}"
                for table in tables
            )
        )
        server.run(f"GRANT ALL ON `{system.database}`.* TO `{transfer.USER}`@`%`")
        outside = Outside(replica=Replica("devwiki", address(system, name)))

        def run(*statements):
            server.run(f"USE `{name}`", "SET sql_mode = ''", *statements)

        return Reach(live.wiki, outside), run

    def both(self, reach, live, source, **options):
        theirs = found(live, source, **options)
        return theirs, found(reach, source, through="replica", **options)

    def test_a_page_that_links_no_more_is_gone_or_was_moved_away_is_left_out(self, live, stale):
        reach, run = stale
        options = {"to": "Mercury", "namespace": "0", "redirects": "exclude"}
        theirs, ours = self.both(reach, live, Backlinks, **options)
        assert ours == theirs
        number = max(one.pageid for one in theirs)
        run(
            # links that are no more: from a page that is there, and from one that is not
            "UPDATE pagelinks SET pl_from = (SELECT page_id FROM page WHERE page_title = 'Gold' "
            f"AND page_namespace = 0) WHERE pl_from = {number}",
            f"UPDATE page SET page_id = 999999 WHERE page_id = {theirs[0].pageid}",
            f"UPDATE pagelinks SET pl_from = 999999 WHERE pl_from = {theirs[0].pageid}",
            # a page of another namespace, and a redirect, that the copy takes for others
            "UPDATE page SET page_namespace = 0 WHERE page_namespace = 1",
            "UPDATE page SET page_is_redirect = 0",
        )
        ours = found(reach, Backlinks, through="replica", **options)
        expected = [one for one in theirs if one.pageid not in {number, theirs[0].pageid}]
        gold = live.wiki.site.title("Gold")
        assert [one for one in ours if one.title != gold] == [
            one for one in expected if one.title != gold
        ]

    def test_a_page_that_was_renamed_since_has_its_name_of_today(self, live, stale):
        reach, run = stale
        run("UPDATE page SET page_title = CONCAT('Old_', page_title) WHERE page_namespace = 10")
        theirs, ours = self.both(reach, live, Backlinks, to="Mercury", namespace="10")
        assert ours == theirs
        assert ours

    def test_of_several_ways_those_that_are_left_are_told(self, live, stale):
        reach, run = stale
        before = found(live, Backlinks, to="Alembic", through_redirects=True)
        several = next(one for one in before if one.via and not one.direct)
        run(
            "CREATE TEMPORARY TABLE more AS SELECT * FROM pagelinks WHERE pl_from = "
            "(SELECT page_id FROM page WHERE page_title = 'Alembic_no._01')",
            f"UPDATE more SET pl_from = {several.pageid}",
            "INSERT INTO pagelinks SELECT * FROM more",
        )
        ours = found(reach, Backlinks, to="Alembic", through_redirects=True, through="replica")
        assert next(one for one in ours if one.title == several.title) == several

    def test_members_that_left_and_users_that_use_something_else_by_now_are_left_out(
        self, live, stale
    ):
        reach, run = stale
        run(
            "UPDATE categorylinks SET cl_to = 'Planets', cl_type = 'page' WHERE cl_to = 'Metals'",
            "UPDATE templatelinks SET tl_target_id = (SELECT lt_id FROM linktarget WHERE "
            "lt_namespace = 10 AND lt_title = 'Infobox_planet')",
            "UPDATE imagelinks SET il_to = 'Cinnabar.jpg'",
        )
        for source, options in (
            (Category, {"category": "Planets"}),
            (Transclusions, {"of": "Infobox planet", "through_redirects": False}),
            (FileUsage, {"of": "Cinnabar.jpg", "through_redirects": False}),
        ):
            theirs, ours = self.both(reach, live, source, **options)
            titles = {one.title for one in theirs}
            assert {one.title for one in ours} <= titles
            assert ours

    def test_where_the_wiki_confirms_no_page_none_comes(self, live, stale):
        reach, run = stale
        run("UPDATE categorylinks SET cl_to = 'Nobody_is_in_it'")
        theirs, ours = self.both(reach, live, Category, category="Nobody is in it")
        assert ours == theirs == []

    def test_categories_with_the_new_kind_of_link_table_are_read_as_well(self, live, stale):
        """Versions to come have the target of these links in `linktarget`, too."""
        reach, run = stale
        run(
            "ALTER TABLE linktarget MODIFY lt_id BIGINT AUTO_INCREMENT PRIMARY KEY",
            "INSERT INTO linktarget (lt_namespace, lt_title) "
            "SELECT DISTINCT 14, cl_to FROM categorylinks WHERE cl_to NOT IN "
            "(SELECT lt_title FROM linktarget WHERE lt_namespace = 14)",
            "ALTER TABLE categorylinks ADD cl_target_id BIGINT",
            "UPDATE categorylinks SET cl_target_id = "
            "(SELECT lt_id FROM linktarget WHERE lt_namespace = 14 AND lt_title = cl_to)",
            "ALTER TABLE categorylinks DROP cl_to",
        )
        theirs, ours = self.both(reach, live, Category, category="Contents", depth="all")
        assert {one.pageid for one in ours} == {one.pageid for one in theirs}


@pytest.mark.parametrize(
    ("source", "options"),
    [
        (Backlinks, {"page_id": 1}),
        (Backlinks, {"to": "A", "api_levels": True}),
        (Transclusions, {"of": "A", "written": True}),
        (Category, {"category": "A", "sort": "timestamp"}),
        (Category, {"category": "A", "since": "30 days"}),
        (Backlinks, {"to": "A", "through": "superset"}),
    ],
)
def test_what_a_replica_cannot_answer_is_refused(source, options):
    with pytest.raises(ValidationError):
        made(source, **{"through": "replica", **options})


def test_other_questions_have_no_form_for_a_replica(live):
    with pytest.raises(UsageError, match="no replica is asked for AllPages"):
        through_replica(live, AllPages())
    with pytest.raises(UsageError, match="no replica is asked for Backlinks"):
        through_replica(live, BacklinksQuery(to=7))


def test_a_question_for_no_namespace_at_all_has_no_answer(live):
    nowhere = BacklinksQuery(to=Title(0, "Mercury"), namespaces=())
    assert list(live.wiki.enumerate(through_replica(live, nowhere))) == []


def test_pages_of_a_namespace_that_the_wiki_does_not_have_are_left_out(live):
    fewer = {number: one for number, one in live.wiki.site.namespaces.items() if number != 10}

    class Fewer:
        site = replace(live.wiki.site, namespaces=fewer)

        def __getattr__(self, name):
            return getattr(live.wiki, name)

    ours = found(Reach(Fewer(), live.outside), Backlinks, to="Mercury", through="replica")
    theirs = found(live, Backlinks, to="Mercury")
    assert ours == [one for one in theirs if one.title.namespace != 10]


def test_an_offline_wiki_confirms_nothing(reach):
    query = made(Backlinks, to="A", through="replica").query(reach)
    assert not reach.wiki.offers(query)
    with pytest.raises(NotOffered, match="leave `through: replica` out"):
        reach.wiki.enumerate(query)


def test_a_wiki_without_a_replica_says_so(live):
    with pytest.raises(NotOffered, match="names no `replica:`"):
        found(Reach(live.wiki, Outside()), Backlinks, to="Mercury", through="replica")

"""Pages named by a replica, by a list on the web and by SPARQL, as a user asks for them."""

import json

import pytest

from devwiki import transfer
from tests.outside.website import website


@pytest.fixture
def live(wikisweep, replica139, home):
    """Commands with a config that names the wiki's replica."""
    replica = {
        "host": "127.0.0.1",
        "port": replica139.server.port,
        "database": replica139.database,
        "user": transfer.USER,
        "password": transfer.PASSWORD,
    }
    text = replica139.config_text().replace(
        "  devwiki:\n", f"  devwiki:\n    replica: {json.dumps(replica)}\n"
    )
    config = home / "live.yaml"
    config.touch(mode=0o600)
    config.write_text(text)

    def call(*arguments):
        result = wikisweep(*arguments, "--config", config)
        assert "Traceback" not in result.err
        assert transfer.PASSWORD not in result.out + result.err
        return result

    return call


QUERY = "SELECT page_namespace, page_title, page_len FROM page WHERE page_title = 'Mercury'"


@pytest.mark.live
def test_sql_lists_pages_with_their_rows(live):
    result = live("list", "sql", QUERY, "--format", "json")
    assert result.code == 0
    pages = [json.loads(line) for line in result.lines]
    assert {page["title"] for page in pages} >= {"Mercury", "Talk:Mercury", "Lexicon:Mercury"}


@pytest.mark.live
def test_what_the_replica_refuses_is_one_line(live):
    result = live("list", "sql", "DELETE FROM page")
    assert (result.code, result.out) == (2, "")
    assert "it is only read, and that would write" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.live
def test_a_wiki_without_a_replica_says_how_to_name_one(live):
    result = live("list", "backlinks", "Mercury", "--through", "replica", "--wiki", "devwiki-anon")
    assert result.code == 2
    assert "devwiki-anon: user-config.yaml names no `replica:`" in result.err


@pytest.mark.live
def test_a_replica_names_what_the_wiki_lists(live):
    theirs = live("list", "backlinks", "Mercury", "--through-redirects")
    ours = live("list", "backlinks", "Mercury", "--through-redirects", "--through", "replica")
    assert sorted(ours.lines) == sorted(theirs.lines)
    assert len(ours.lines) > 200


@pytest.mark.live
def test_a_replica_names_the_orphans_that_the_wiki_lists(live):
    flags = ("2", "--except-titles", "^Links", "--links-from", "0")
    theirs = live("list", "orphans", *flags)
    ours = live("list", "orphans", *flags, "--through", "replica")
    assert sorted(ours.lines) == sorted(theirs.lines)
    assert len(ours.lines) > 100
    few = live("list", "orphans", *flags, "--through", "replica", "--limit", "5")
    assert few.lines == ours.lines[:5]


@pytest.mark.live
def test_a_plan_for_orphans_is_the_same_whoever_names_them(live, home):
    rule = "fewer_than: 2, except_titles: '^Links'"
    by_source = f"for_each: {{orphans: {{{rule}, links_from: 0, through: replica}}}}\n"
    by_filter = (
        f"for_each: {{all_pages: {{redirects: exclude}}}}\nwhere: [{{orphan: {{{rule}}}}}]\n"
    )
    plans = []
    for found in (by_source, by_filter):
        task = home / "task.yaml"
        task.write_text(
            f"{found}do: [{{replace: {{find: Mercury, with: Quicksilver}}}}]\n"
            "edit: {summary: Test}\n"
        )
        explained = live("explain", task, "--wiki", "devwiki")
        assert explained.code == 0
        assert ("a copy of the wiki's database names the pages" in explained.out) == (
            found == by_source
        )
        result = live("plan", task, "--format", "json", "--wiki", "devwiki")
        assert result.code == 0
        items = [json.loads(line) for line in result.lines]
        plans.append(sorted((one["title"], one["diff"]) for one in items if one["type"] == "edit"))
    assert plans[0] == plans[1]
    assert plans[0]


@pytest.mark.live
def test_a_task_plans_what_the_replica_names(live, home):
    task = home / "task.yaml"
    task.write_text(
        "for_each: {category: {category: Planets, through: replica}}\n"
        "where: [{text: Mercury}]\n"
        "do: [{replace: {find: Mercury, with: Quicksilver}}]\n"
        "edit: {summary: '{{ title }}'}\n"
    )
    plans = []
    for through in ("replica", "api"):
        task.write_text(task.read_text().replace("replica", through))
        result = live("plan", task, "--format", "json", "--wiki", "devwiki")
        assert result.code == 0
        items = [json.loads(line) for line in result.lines]
        plans.append(sorted((one["title"], one["diff"]) for one in items if one["type"] == "edit"))
    assert plans[0] == plans[1]
    assert plans[0]


@pytest.mark.live
def test_pages_are_named_by_addresses_that_sparql_gives(live):
    with website() as site:
        site.put("/empty", json.dumps({"head": {"vars": ["page"]}, "results": {"bindings": []}}))
        result = live("list", "sparql", "SELECT ?page {}", "--endpoint", f"{site.url}/empty")
        assert (result.code, result.out) == (0, "")
        assert "(bot; User:SweepBot on devwiki" in site.asked[0].headers["User-Agent"]


def test_a_list_on_the_web_needs_an_operator(wikisweep, home):
    with website() as site:
        url = site.put("/list", "Mercury\nVenus\n")
        result = wikisweep("list", "url", url, "--wiki", "demo")
        assert (result.code, site.asked) == (2, [])
        assert "is not asked without a `contact`" in result.err
        (home / "user-config.yaml").write_text("contact: User:Lapwing on testwiki\n")
        result = wikisweep("list", "url", url, "--wiki", "demo")
        assert (result.code, result.out) == (0, "Mercury\nVenus\n")

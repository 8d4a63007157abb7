"""The commands against a real MediaWiki, compared with what its tables, texts and API say."""

import json
import re
import sqlite3
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.shipped import TASKS
from devwiki.corpus import read_folder
from devwiki.devwiki import Devwiki
from devwiki.generated import generated_pages
from tests.cli.conftest import Result

pytestmark = pytest.mark.live
LINK = re.compile(r"\[\[ *([^\]|#\n]+?) *(?:#[^\]|\n]*)?(?:\|[^\]\n]*)?\]\]")
DEAD = re.compile(r"<nowiki>.*?</nowiki>|<!--.*?-->|<pre>.*?</pre>", re.DOTALL)
REDIRECT = re.compile(r"#redirect *:? *\[\[([^\]|#]+)", re.IGNORECASE)

Command = Callable[..., Result]


@pytest.fixture
def live(wikisweep: Command, devwiki: Devwiki, home: Path) -> Command:
    """Runs commands with the config of the real wiki."""
    config = home / "live.yaml"
    config.touch(mode=0o600)
    config.write_text(devwiki.config_text())

    def call(*arguments: object) -> Result:
        result = wikisweep(*arguments, "--config", config)
        assert "Traceback" not in result.err
        return result

    return call


def titles(result: Result) -> list[str]:
    assert result.code == 0, result.err
    return [one["title"] for one in result.objects]


def api(devwiki: Devwiki, **parameters: object) -> dict[str, Any]:
    query = {"action": "query", "format": "json", "formatversion": 2, **parameters}
    url = f"{devwiki.api}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(url, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def text_of(devwiki: Devwiki, title: str) -> str:
    options = {"prop": "revisions", "rvprop": "content", "rvslots": "main", "titles": title}
    (page,) = api(devwiki, **options)["query"]["pages"]
    text: str = page["revisions"][0]["slots"]["main"]["content"]
    return text


def logged(devwiki: Devwiki) -> list[dict[str, str]]:
    """The parameters of every request so far, as the server's own log has them."""
    lines = (devwiki.folder / "server.log").read_text(errors="replace").splitlines()
    found = [line.partition("/api.php?")[2] for line in lines if ": GET /api.php?" in line]
    return [dict(urllib.parse.parse_qsl(one, keep_blank_values=True)) for one in found]


class Tables:
    """The link tables of the wiki, read behind MediaWiki's back."""

    def __init__(self, devwiki: Devwiki) -> None:
        path = devwiki.folder.resolve() / "data/devwiki.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            pages = database.execute(
                "SELECT page_id, page_namespace, page_title, page_is_redirect FROM page"
            ).fetchall()
            redirects = database.execute(
                "SELECT rd_from, rd_namespace, rd_title FROM redirect"
                " WHERE coalesce(rd_interwiki, '') = ''"
            ).fetchall()
            columns = {row[1] for row in database.execute("PRAGMA table_info(pagelinks)")}
            links = database.execute(
                "SELECT pl_from, pl_namespace, pl_title FROM pagelinks"
                if "pl_title" in columns
                else "SELECT pl_from, lt_namespace, lt_title FROM pagelinks"
                " JOIN linktarget ON pl_target_id = lt_id"
            ).fetchall()
        self.names = {page: (namespace, title) for page, namespace, title, _ in pages}
        self.redirects = {page: (namespace, title) for page, namespace, title in redirects}
        self.flags = {page: bool(flag) for page, _, _, flag in pages}
        self.links: dict[tuple[int, str], set[int]] = {}
        for page, namespace, title in links:
            self.links.setdefault((namespace, title), set()).add(page)

    def targets(self, target: tuple[int, str]) -> set[tuple[int, str]]:
        """The target and every redirect to it, over any number of redirects."""
        found, before = {target}, set[tuple[int, str]]()
        while found != before:
            before = set(found)
            found |= {self.names[page] for page, goal in self.redirects.items() if goal in found}
        return found

    def ways(self, target: tuple[int, str]) -> dict[int, set[tuple[int, str]]]:
        """Every page that links to any of them, and to which."""
        ways: dict[int, set[tuple[int, str]]] = {}
        for goal in self.targets(target):
            for page in self.links.get(goal, ()):
                ways.setdefault(page, set()).add(goal)
        return ways


@pytest.fixture(scope="module")
def tables(devwiki: Devwiki) -> Tables:
    return Tables(devwiki)


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("Mercury", (0, "Mercury")),
        ("Philosophy", (0, "Philosophy")),
        ("alembic", (0, "Alembic")),
        ("Mercury (planet)", (0, "Mercury_(planet)")),
        ("Guild of distillers", (0, "Guild_of_distillers")),
        ("Ouroboros head", (0, "Ouroboros_head")),
        ("Perpetuum mobile", (0, "Perpetuum_mobile")),
        ("Template:Cite book", (10, "Cite_book")),
    ],
)
def test_backlinks_through_redirects_are_those_of_the_link_tables(live, tables, target, key):
    result = live("list", "backlinks", target, "--through-redirects", "--format", "json")
    assert result.code == 0
    found = {
        one["pageid"]: {via["title"].replace(" ", "_") for via in one["via"]}
        | ({"direct"} if one["direct"] else set())
        for one in result.objects
    }
    assert len(found) == len(result.objects), "a page came twice"
    home = {0: "", 4: "Devwiki:", 2: "User:", 10: "Template:", 14: "Category:", 100: "Portal:"}
    expected = {
        page: {"direct" if goal == key else f"{home.get(goal[0], '?')}{goal[1]}" for goal in goals}
        for page, goals in tables.ways(key).items()
    }
    assert found == expected
    assert all(one["redirect"] == tables.flags[one["pageid"]] for one in result.objects)


def test_backlinks_of_a_hub_are_those_that_the_texts_have(live):
    pages = {page.title: DEAD.sub("", page.text) for page in (*read_folder(), *generated_pages())}
    hub = {"Alembic"} | {
        title
        for title, text in pages.items()
        if (match := REDIRECT.match(text)) and match[1].strip() == "Alembic"
    }
    assert len(hub) == 65
    linking = set()
    for title, text in pages.items():
        names = {name.replace("_", " ") for name in LINK.findall(text)}
        if hub & {name[:1].upper() + name[1:] for name in names}:
            linking.add(title)
    result = live("list", "backlinks", "Alembic", "--through-redirects", "--format", "json")
    found = set(titles(result))
    assert found >= linking
    by_template_alone = {one["title"] for one in result.objects} - linking
    assert not any(hub & set(LINK.findall(pages[title])) for title in by_template_alone)


@pytest.mark.parametrize("flags", [[], ["--namespace", "0", "--redirects", "exclude"]])
@pytest.mark.parametrize("wiki", ["devwiki", "devwiki-small", "devwiki-plain", "devwiki-anon"])
def test_the_size_of_a_request_changes_no_answer(live, wiki, flags):
    def found(*more: object) -> list[str]:
        return titles(
            live("list", "backlinks", "Philosophy", "--wiki", wiki, "--format", "json",
                 *flags, *more)
        )  # fmt: skip

    whole = found()
    assert len(whole) > 20
    assert found("--request-size", "7") == whole
    assert found("--request-size", "max") == whole
    through = found("--through-redirects")
    assert sorted(found("--through-redirects", "--request-size", "3")) == sorted(through)


def test_requests_of_one_page_each_give_all(live):
    one = live("list", "backlinks", "Hermes", "--request-size", "1", "--format", "json")
    assert titles(one) == titles(live("list", "backlinks", "Hermes", "--format", "json"))
    assert len(one.objects) > 3
    counted = re.search(r"(\d+) pages in (\d+) requests", one.err)
    assert counted
    assert int(counted[2]) >= int(counted[1])


def raw_levels(devwiki: Devwiki, **options: object) -> dict[str, set[str]]:
    """What list=backlinks with blredirect says, followed to its end: redirect to its backlinks."""
    levels: dict[str, set[str]] = {}
    proceed: dict[str, object] = {}
    while True:
        answer = api(
            devwiki, list="backlinks", bltitle="Mercury", blredirect=1, bllimit="max",
            **{**options, **proceed},
        )  # fmt: skip
        for entry in answer["query"]["backlinks"]:
            behind = levels.setdefault(entry["title"], set())
            behind.update(one["title"] for one in entry.get("redirlinks", ()))
        if "continue" not in answer:
            return levels
        proceed = answer["continue"]


@pytest.mark.parametrize(
    ("flags", "options"),
    [
        ([], {}),
        (["--namespace", "0"], {"blnamespace": 0}),
        (["--redirects", "exclude"], {"blfilterredir": "nonredirects"}),
        (["--redirects", "only"], {"blfilterredir": "redirects"}),
        (["--request-size", "3"], {}),
    ],
)
def test_the_levels_are_those_of_the_api(live, devwiki, flags, options):
    result = live("list", "backlinks", "Mercury", "--api-levels", *flags)
    assert result.code == 0
    found: dict[str, set[str]] = {}
    first = ""
    for line in result.lines:
        if line.startswith("    "):
            assert line.strip() not in found[first]
            found[first].add(line.strip())
        else:
            assert line not in found
            first = line
            found[first] = set()
    assert found == raw_levels(devwiki, **options)


def test_the_levels_differ_from_the_exact_answer_as_documented(live):
    levels = live("list", "backlinks", "Mercury", "--api-levels", "--namespace", "0", "-q")
    exact = live("list", "backlinks", "Mercury", "--through-redirects", "--namespace", "0", "-q")
    seen = {line.strip() for line in levels.lines}
    right = {line.partition("\t")[0] for line in exact.lines}
    assert "Links to a page that only mentions" in seen - right
    assert {"Links through Devwiki only", "Links through two hops"} <= right - seen


@pytest.mark.parametrize("task", sorted(TASKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_task_plans_the_same_edits_on_the_real_and_on_the_offline_wiki(live, devwiki, home, task):
    # the real wiki lists some pages more, so a limit would cut elsewhere
    (home / "all.yaml").write_text(re.sub(r"(?m)^ *limit:.*$", "", task.read_text()))
    plans = {}
    for wiki in ("devwiki", "offline"):
        result = live("plan", "all.yaml", "--wiki", wiki, "--format", "json", "--quiet")
        *items, summary = result.objects
        assert summary["seen"] == summary["planned"] + sum(summary["skipped"].values())
        plans[wiki] = {one["title"]: one["diff"] for one in items if one["type"] == "edit"}
    real, offline = plans["devwiki"], plans["offline"]
    assert offline.items() <= real.items()
    for title in real.keys() - offline.keys():
        names = LINK.findall(text_of(devwiki, title))
        assert "Mercury" not in names, "only what a template brings may be found there alone"


def test_a_plan_asks_once_for_each_batch_and_counts_it(live, devwiki):
    before = len(logged(devwiki))
    result = live("plan", TASKS / "spelling.yaml", "--wiki", "devwiki", "--format", "json")
    asked = logged(devwiki)[before:]
    texts = [one for one in asked if "content" in one.get("rvprop", "")]
    seen = result.objects[-1]["seen"]
    assert seen > 300
    assert len(texts) <= -(-seen // 50), "no more than one request a batch"
    assert len(asked) <= result.objects[-1]["requests"] < 12


def test_no_text_is_asked_of_a_page_that_its_title_drops(live, devwiki, home):
    (home / "few.yaml").write_text(
        "for_each: {backlinks: {to: Mercury, namespace: 0, redirects: exclude}}\n"
        "where: [{title: {matches: '^Mercury \\('}}, {text: planet}]\n"
        "do: [{replace: {find: planet, with: world}}]\nedit: {summary: s}\n"
    )
    before = len(logged(devwiki))
    result = live("plan", "few.yaml", "--wiki", "devwiki", "--format", "json")
    summary = result.objects[-1]
    texts = [one for one in logged(devwiki)[before:] if "content" in one.get("rvprop", "")]
    (asked,) = texts
    kept = summary["seen"] - summary["skipped"]["title"]
    assert 0 < len(asked["pageids"].split("|")) == kept < summary["seen"]


def test_a_list_tells_how_many_requests_it_took(live):
    result = live("list", "backlinks", "Mercury", "--wiki", "devwiki-anon")
    assert result.err.splitlines()[-1].endswith(f"{len(result.lines)} pages in 2 requests")


def test_tasks_on_one_wiki_log_in_once(live):
    task = TASKS / "mercury.yaml"
    result = live("plan", task, task, "--wiki", "devwiki", "--format", "json")
    first, second = [one for one in result.objects if one["type"] == "summary"]
    assert first["requests"] == second["requests"] + 3
    assert first["items"] == second["items"]


def test_html_links_to_the_pages_of_the_wiki(live, devwiki, home):
    live("plan", TASKS / "mercury.yaml", "--wiki", "devwiki", "--html", "page.html", "-q")
    text = (home / "page.html").read_text()
    assert f'href="http://127.0.0.1:{devwiki.port}/index.php' in text


@pytest.fixture(scope="module")
def private(devwiki: Devwiki, tmp_path_factory) -> Iterator[Devwiki]:
    """A wiki that only its members may read."""
    del devwiki  # for its check whether there is a MediaWiki at all
    settings = "$wgGroupPermissions['*']['read'] = false;"
    with Devwiki.running(tmp_path_factory.mktemp("private"), settings=settings) as wiki:
        yield wiki


def test_a_private_wiki_is_read_by_its_members_alone(wikisweep, private, home):
    config = home / "private.yaml"
    config.touch(mode=0o600)
    config.write_text(private.config_text())
    member = wikisweep("plan", "task.yaml", "--config", config, "--format", "json")
    assert member.code == 0
    assert member.objects[-1]["planned"] > 5
    stranger = wikisweep("plan", "task.yaml", "--config", config, "--wiki", "devwiki-anon")
    assert (stranger.code, stranger.out) == (1, "")
    (line,) = stranger.err.splitlines()
    assert "readapidenied" in line
    assert "credentials" in line


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("{name: SweepBot@sweep, password: wrongwrongwrong}", "cannot log in as SweepBot@sweep"),
        ("{name: SweepBot@nosuch, password: wrongwrongwrong}", "cannot log in as SweepBot@nosuch"),
        ("{name: Nobody@sweep, password: wrongwrongwrong}", "cannot log in as Nobody@sweep"),
    ],
)
def test_a_wrong_password_is_told_without_it(wikisweep, devwiki, home, login, told):
    config = home / "wrong.yaml"
    config.touch(mode=0o600)
    config.write_text(
        f"contact: me\nwikis: {{a: {{api: '{devwiki.api}', bot_password: {login}}}}}\n"
    )
    for debug in ([], ["--debug"]):
        result = wikisweep("plan", "task.yaml", "--config", config, *debug)
        assert (result.code, result.out) == (1, "")
        assert result.err.splitlines()[-1].startswith(f"wikisweep: a: {told}: ")
        assert "wrongwrongwrong" not in result.err
    assert wikisweep("show").out == ""


def test_the_account_is_in_the_plan(live, wikisweep):
    for wiki, account in (("devwiki", "SweepBot"), ("devwiki-plain", "Plain")):
        assert live("plan", "task.yaml", "--wiki", wiki, "-q").code == 0
        newest = wikisweep("show", "--format", "json").objects[0]
        assert (newest["wiki"], newest["account"]) == (wiki, account)

"""Each kind of bad input gives one clear line: what, where, what to do; and nothing is begun."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.cli.conftest import process

OK = "for_each: {backlinks: X}\ndo: [{replace: {find: a, with: b}}]\nedit: {summary: s}\n"


def source(text: str) -> str:
    return OK.replace("{backlinks: X}", text)


# the text of a task file, and how the line that tells what is wrong begins and goes on
TASKS = {
    "empty": ("", "bad.yaml:1:1: the file is empty", ""),
    "only a comment": ("# nothing\n", "bad.yaml:1:1: the file is empty", ""),
    "not yaml": ("a: [b", "bad.yaml:1:4: this [ is never closed", "close it with ]"),
    "tabs": ("for_each:\n\tbacklinks: X\n", "bad.yaml:2:1: ", "tab"),
    "a list": ("- a\n- b\n", "bad.yaml:1:1: ", "key: value"),
    "a text": ("hello\n", "bad.yaml:1:1: ", "key: value"),
    "yaml bomb": (
        "let:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b, *b]\n" + OK,
        "bad.yaml:2:6: YAML anchors are not used here",
        "let:",
    ),
    "nested deeply": ("a: " + "[" * 5000, "bad.yaml:1:", "nested deeper than"),
    "unknown key": (OK + "whre: []\n", "bad.yaml:4:1: a task has no key `whre`", "`where`"),
    "unknown source": (
        source("{backlink: X}"), "bad.yaml:1:12: no source is called 'backlink'", "`backlinks`",
    ),
    "unknown action": (
        OK.replace("replace", "replce"), "bad.yaml:2:7: no action is called 'replce'", "`replace`",
    ),
    "unknown option": (
        source("{backlinks: {to: X, namespce: 0}}"),
        "bad.yaml:1:31: `backlinks` has no option `namespce`", "`namespace`",
    ),
    "wrong type": (
        source("{backlinks: {to: X, limit: many}}"),
        "bad.yaml:1:38: `backlinks.limit` should be a whole number, not 'many'", "",
    ),
    "wrong choice": (
        source("{backlinks: {to: X, redirects: no}}"), "bad.yaml:1:42: `backlinks.redirects`",
        "include, exclude, only",
    ),
    "wrong pattern": (
        OK + "where: [{text: {matches: 'a('}}]\n",
        "bad.yaml:4:26: `text.matches`: 'a(' is not a pattern", "missing )",
    ),
    "brackets in a pattern": (
        OK + "where: [{text: {matches: '[[x]]'}}]\n", "bad.yaml:4:26: `text.matches`: [[", "\\[\\[",
    ),
    "both targets": (
        source("{backlinks: {to: X, page_id: 3}}"), "bad.yaml:1:23: `backlinks`: give", "page_id",
    ),
    "order through redirects": (
        source("{backlinks: {to: X, order: ascending, through_redirects: true}}"),
        "bad.yaml:1:23: `backlinks`: `order` cannot be kept", "through_redirects",
    ),
    "levels through redirects": (
        source("{backlinks: {to: X, api_levels: true, through_redirects: true}}"),
        "bad.yaml:1:23: `backlinks`: `api_levels`", "drop one of them",
    ),
    "levels for a task": (
        source("[{titles: X}, {backlinks: {to: X, api_levels: true}}]"),
        "bad.yaml:1:11: `backlinks.api_levels` is not for tasks", "`wikisweep list` shows it",
    ),
    "cut by a comment": (
        OK.replace("{backlinks: X}", "\n  backlinks: X #1"), "bad.yaml:2:14: ", "quote it: 'X #1'",
    ),
    "a colon in a title": (
        source("\n  titles:\n    - Star Wars: A New Hope"), "bad.yaml:3:7: ",
        "quote it: 'Star Wars: A New Hope'",
    ),
    "a link for a title": (
        source("{backlinks: [[Foo]]}"), "bad.yaml:1:23: a value that begins with [[", "'[[Foo]]'",
    ),
    "a star for all": (
        source("{backlinks: {to: X, namespace: *}}"), "bad.yaml:1:42: ", "'*'",
    ),
    "a key twice": (OK + OK, "bad.yaml:4:1: the key `for_each` stands here for", "line 1"),
    "a control character": (source("{backlinks: 'a\x07'}"), "bad.yaml:1:", "U+0007"),
    "no summary": (OK.partition("edit")[0], "bad.yaml:1:1: the key `edit` is missing", "summary"),
    "an impossible ending": (
        source("{backlinks: X}").replace("replace: {find: a, with: b}", "report: {}")
        + "publish: [{file: x.doc}]\n", "bad.yaml:4:18: `publish.file`: x.doc", ".html",
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", ["check", "test", "plan"])
@pytest.mark.parametrize("kind", TASKS)
def test_a_bad_task_is_told_with_its_place(wikisweep, home, tmp_path, command, kind):
    text, begins, goes_on = TASKS[kind]
    (home / "bad.yaml").write_text(text)
    result = wikisweep(command, "bad.yaml")
    assert (result.code, result.out) == (2, "")
    (line,) = [line for line in result.err.splitlines() if line.startswith(begins)][:1]
    assert goes_on in line
    assert all(line.startswith("bad.yaml:") for line in result.err.splitlines())
    assert "Traceback" not in result.err
    assert not (tmp_path / "state").exists()


# what the wiki alone can tell of a valid task
PLANNED = {
    "a bad title": (source("{backlinks: 'a{b'}"), "'a{b' is not a page title"),
    "an interwiki": (source("{titles: ['w:X']}"), "is a page of another wiki (w:)"),
    "a section": (source("{backlinks: '#top'}"), "names a section but no page"),
    "a namespace": (
        source("{backlinks: {to: X, namespace: Tlak}}"),
        "no namespace 'Tlak' on small",
    ),
    "not a category": (source("{category: 'Talk:X'}"), "is not a category"),
    "a page id": (source("{backlinks: {page_id: 999}}"), "no page with the id 999"),
    "a list that is not there": (source("{file: none.txt}"), "none.txt: cannot read it: No such"),
    "a list of bad titles": (source("{file: task.yaml}"), "task.yaml:"),
    "a long summary": (OK.replace("summary: s", f"summary: {'s' * 501}"), "has 501 characters"),
}


@pytest.mark.parametrize("kind", PLANNED)
def test_what_only_the_wiki_can_tell_leaves_no_plan(wikisweep, home, kind):
    text, told = PLANNED[kind]
    (home / "bad.yaml").write_text(text)
    result = wikisweep("plan", "bad.yaml")
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "Traceback" not in result.err
    assert "unfinished" not in result.err
    assert wikisweep("show").out == ""


COMMANDS = {
    "an unknown command": (["lst"], "wikisweep: no command 'lst'; did you mean list?"),
    "an unheard-of command": (["qqq"], "wikisweep: no command 'qqq'; see wikisweep --help"),
    "a flag for a command": (["--", "-x"], "wikisweep: no such option '-x'"),
    "an unknown source": (["list", "backlink", "X"], "did you mean `backlinks`?"),
    "a source for tasks": (["list", "union"], "wikisweep list: union is made of other sources"),
    "an unknown flag": (["plan", "--htm", "x"], "'--htm'; did you mean '--html' or '--out'?"),
    "a flag that may be but one": (["show", "--quie"], "'--quie'; did you mean '--quiet'?"),
    "an unknown flag of a source": (["list", "titles", "--namespce"], "no such option"),
    "a flag for the group": (["list", "--nope"], "wikisweep list: no such option '--nope'"),
    "a missing argument": (["plan"], "wikisweep plan: missing argument 'TASK...' (wikisweep plan"),
    "a missing target": (["list", "backlinks"], "either as TO or as --page-id"),
    "both targets": (["list", "backlinks", "X", "--page-id", "3"], "either as TO or as --page-id"),
    "a target by word": (
        ["list", "backlinks", "--page-id", "x"], "--page-id should be a whole number, not 'x'",
    ),
    "no target": (["list", "backlinks", ""], "not a page title"),
    "an interwiki": (["list", "backlinks", "w:X"], "is a page of another wiki (w:)"),
    "half a letter": (["list", "titles", "X", "\udcff"], "TITLES is not UTF-8"),
    "a bad limit": (["list", "titles", "X", "--limit", "0"], "--limit should be at least 1"),
    "a bad size": (
        ["list", "backlinks", "X", "--request-size", "0"], "--request-size should be at least 1",
    ),
    "a bad namespace": (["list", "backlinks", "X", "--namespace", "Tlak"], "no namespace 'Tlak'"),
    "an order that cannot be": (
        ["list", "backlinks", "X", "--order", "ascending", "--through-redirects"],
        "--order cannot be kept together with --through-redirects",
    ),
    "levels and redirects": (
        ["list", "backlinks", "X", "--api-levels", "--through-redirects"], "drop one of them",
    ),
    "a wrong choice": (
        ["list", "backlinks", "X", "--redirects", "no"], "'include', 'exclude', 'only'",
    ),
    "a wrong format": (["plugins", "--format", "xml"], "'text', 'json'"),
    "an unknown wiki": (["list", "titles", "X", "--wiki", "smal"], "did you mean `small`?"),
    "a missing config": (["list", "titles", "X", "--config", "none.yaml"], "none.yaml: there"),
    "a missing task": (["plan", "none.yaml"], "wikisweep: none.yaml: there is no such file"),
    "a folder for a task": (["plan", "."], "this is a folder"),
    "a folder for a page": (["plan", "task.yaml", "--html", "."], "Is a directory"),
    "one page for two tasks": (["plan", "a", "b", "--html", "x"], "plan them one by one"),
    "a page of no plan": (["show", "--html", "x"], "name the PLAN"),
    "an unknown plan": (["show", "zzzz"], "no plan 'zzzz' in the ledger"),
    "a short plan": (["show", "zz"], "too short"),
    "an unknown plugin": (["plugins", "backlink"], "did you mean `backlinks`?"),
    "an unheard-of plugin": (["plugins", "q", "--format", "json"], "no plugin is called 'q'"),
    "state in a file": (["show", "--state", "task.yaml"], "task.yaml: cannot keep state there"),
    "state nowhere": (["show", "--state", "task.yaml/x"], "name another folder by --state"),
    "a file for a folder": (["init", "task.yaml/x"], "cannot write it"),
}  # fmt: skip


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_wrong_usage_is_one_line(wikisweep, kind):
    arguments, told = COMMANDS[kind]
    result = wikisweep(*arguments)
    assert result.code == 2
    assert told in result.err
    (line,) = [line for line in result.err.splitlines() if " imported " not in line]
    assert line.startswith("wikisweep")
    assert not line.startswith("wikisweep: wikisweep")
    if "task.yaml" not in arguments[:2]:
        assert result.out == ""


LOGIN = """
contact: me
wikis:
  a:
    api: http://127.0.0.1:9/api.php
    bot_password: {{name: A@b, {}}}
"""
CONFIGS = {
    "not yaml": ("wikis: [", "user-config.yaml:1:8: "),
    "an unknown key": ("wiki: {}\n", "user-config.yaml:1:1: the config has no key `wiki`"),
    "no address": ("wikis: {a: {api: wiki}}\n", "user-config.yaml:1:18: `api` should be"),
    "a login that is none": (
        "wikis: {a: {api: 'https://a.example.org/w/api.php', bot_password: x}}\n",
        "`bot_password` should be a mapping of name, password",
    ),
    "no contact": (
        "wikis: {a: {api: 'http://127.0.0.1:9/api.php'}}\n", "`contact` is missing; wikis ask bots",
    ),
    "no choice": (
        "wikis: {a: {export: x.xml}, b: {export: y.xml}}\n", "choose one by --wiki",
    ),
    "no export": ("wikis: {a: {export: x.xml}}\n", "x.xml"),
    "an export that is none": ("wikis: {a: {export: task.yaml}}\n", "task.yaml"),
    "no variable": (
        LOGIN.format("password: {env: NO_SUCH_VARIABLE}"),
        "the environment variable NO_SUCH_VARIABLE is not set",
    ),
    "no secret": (
        LOGIN.format("password: {file: secret}"),
        "secret: cannot read the secret that the config names: No such file",
    ),
    "a secret that others read": (
        LOGIN.format("password: hushhush"),
        "`bot_password.password` stands in a file that others can read",
    ),
    "a plugin that is not there": ("plugins: own.py\n", "own.py: there is no such file"),
    "a plugin that is none": ("plugins: task.yaml\n", "task.yaml: not a Python file"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CONFIGS)
def test_a_bad_config_is_one_line_and_shows_no_secret(wikisweep, home, kind):
    text, told = CONFIGS[kind]
    (home / "user-config.yaml").write_text(text)
    (home / "user-config.yaml").chmod(0o644)
    result = wikisweep("plan", "task.yaml")
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert "hushhush" not in result.err
    assert len(result.err.splitlines()) == 1
    assert wikisweep("show").out == ""


def test_without_any_config_the_places_are_told(wikisweep, home, tmp_path):
    (home / "user-config.yaml").unlink()
    result = wikisweep("list", "titles", "X", "--wiki", "enwiki")
    assert (result.code, result.out) == (2, "")
    assert "neither user-config.yaml nor" in result.err
    assert str(tmp_path / "config/wikisweep/user-config.yaml") in result.err


class Answering(http.server.BaseHTTPRequestHandler):
    """Answers whatever is asked with what its server was given."""

    def do_GET(self) -> None:
        body, kind = self.server.answer  # type: ignore[attr-defined]  # set by the fixture
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: stderr is looked at."""


@pytest.fixture
def answering() -> Iterator[http.server.HTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def config_for(port: int) -> str:
    return f"contact: me\nwikis: {{a: {{api: 'http://127.0.0.1:{port}/api.php'}}}}\n"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><body>Welcome</body></html>", "text/html"),
        (b'{"hello": "world"}', "application/json"),
        (b"[]", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_what_is_no_mediawiki_is_told(wikisweep, home, answering, body, kind):
    answering.answer = (body, kind)
    (home / "user-config.yaml").write_text(config_for(answering.server_port))
    result = wikisweep("plan", "task.yaml")
    assert (result.code, result.out) == (1, "")
    (line,) = result.err.splitlines()
    assert line.startswith("wikisweep: a: ")
    assert "/api.php" in line
    assert wikisweep("show").out == ""


def test_a_wiki_that_nobody_answers_for_is_told_soon(wikisweep, home):
    (home / "user-config.yaml").write_text(config_for(9))
    result = wikisweep("plan", "task.yaml")
    assert (result.code, result.out) == (1, "")
    *waits, line = result.err.splitlines()
    assert all(one.startswith("wikisweep: waiting ") for one in waits)
    assert line.startswith("wikisweep: a: it refuses the connection; check the api: address")


def test_a_ledger_that_cannot_be_written_is_told(wikisweep, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state/ledger.sqlite").write_text("not a database, by no means")
    result = wikisweep("plan", "task.yaml")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[-1].endswith(
        "the file is not a database; move it away, or name another with --state"
    )


def test_a_traceback_comes_only_where_it_is_asked_for():
    result = process("plan", "none.yaml", "--debug")
    assert result.code == 2
    assert result.err.startswith("Traceback")
    assert result.err.splitlines()[-1] == "wikisweep: none.yaml: there is no such file"
    assert "Traceback" not in process("plan", "none.yaml").err


def test_a_task_from_elsewhere_cannot_obey_the_terminal(wikisweep, home):
    (home / "\x1b[31mbad.yaml").write_text("")
    result = wikisweep("check", "\x1b[31mbad.yaml")
    assert result.err.startswith("\\x1b[31mbad.yaml:1:1: ")

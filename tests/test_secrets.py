"""Secrets never appear: not in what commands say, keep, write or show of themselves."""

import gzip
import re
import secrets
import sqlite3
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
import yaml

from devwiki.devwiki import Devwiki
from devwiki.mariadb import Mariadb
from devwiki.settings import ACCOUNTS
from tests.mediawiki.scripted import Raw, Reply, ScriptedWiki, error, siteinfo
from tests.offline.exports import entries, export_xml
from tests.outside.mailbox import mail_server
from tests.traces import Traces, mark

ROOT = Path(__file__).parent.parent
BOT, TOKEN, MAIL, HOOK, HEADER = map(mark, ("bot", "token", "mail", "hook", "header"))
CONSUMER, ACCESS, DATABASE, REPLICA = map(mark, ("consumer", "access", "database", "replica"))
ALL = (BOT, TOKEN, MAIL, HOOK, HEADER, CONSUMER, ACCESS, DATABASE, REPLICA)
LOGINS = {
    "bot_password": {"name": "Sweeper@tests", "password": BOT},
    "oauth2": {"token": TOKEN},
    "oauth1": {
        "consumer_token": "consumer",
        "consumer_secret": CONSUMER,
        "access_token": "access",
        "access_secret": ACCESS,
    },
}
TASK = """\
for_each: {{titles: {titles}}}
do:
  - replace: {{find: {find}, with: {new}}}
  - report: {{columns: {{Page: title}}}}
publish:
  - file: report.html
  - page: {page}
edit: {{summary: "Bot: another word"}}
schedule: "17 3 * * *"
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def scripted() -> Iterator[ScriptedWiki]:
    server = ScriptedWiki()
    yield server
    server.close()


def spelled(traces: Traces, origin: str, value: str) -> object:
    """A secret as a config may have it: the text itself, or where it is."""
    if origin == "text":
        return value
    name = f"SECRET_{secrets.token_hex(4).upper()}"
    if origin == "env":
        traces.environment[name] = value
        return {"env": name}
    traces.write(f"secrets/{name}", value + "\n", given=True)
    return {"file": f"secrets/{name}"}


def ways(traces: Traces, origin: str, mail: int, hook: str) -> list[object]:
    """Mail and webhook, both with secrets."""
    email = {
        "to": "me@example.org",
        "from": "bot@example.org",
        "server": "127.0.0.1",
        "port": str(mail),
        "encryption": "none",
        "user": "sweeper",
        "password": spelled(traces, origin, MAIL),
    }
    webhook = {
        "url": spelled(traces, origin, f"{hook}/{HOOK}?key={HOOK}"),
        "headers": {"Authorization": spelled(traces, origin, f"Bearer {HEADER}")},
    }
    return [{"email": email, "on": "always"}, {"webhook": webhook, "on": "always"}]


def config(traces: Traces, **content: object) -> None:
    content = {"contact": "User:Tester on loopback", **content}
    traces.write("user-config.yaml", yaml.safe_dump(content, sort_keys=False), given=True)


def login(traces: Traces, kind: str, origin: str) -> dict[str, object]:
    public = ("name", "consumer_token", "access_token")
    return {
        kind: {
            key: value if key in public else spelled(traces, origin, value)
            for key, value in LOGINS[kind].items()
        }
    }


def echo(*_: object) -> Raw:
    """What a careless server may answer: all that it was sent."""
    return Raw(500, " ".join(ALL), {"Content-Type": "text/plain"})


WRONG: dict[str, list[Reply]] = {
    "refused": [error("mwoauth-invalid-authorization", "The authorization is not valid")],
    "not a wiki": [Raw(200, "<html>Welcome</html>")],
    "forbidden": [Raw(403, "Please set a user-agent")],
    "password echoed": [Raw(403, f"<p>Forbidden: lgpassword={BOT}&amp;x</p>")],
    "token echoed": [Raw(403, f"Forbidden\nAuthorization: Bearer {TOKEN}\n")],
    "hung up": [Raw(reset=True)] * 20,
}


@pytest.mark.parametrize(
    ("kind", "origin", "reply"),
    [
        ("bot_password", "text", "refused"),
        ("bot_password", "env", "not a wiki"),
        ("bot_password", "file", "forbidden"),
        ("bot_password", "env", "password echoed"),
        ("oauth2", "file", "token echoed"),
        ("oauth2", "env", "refused"),
        ("oauth2", "file", "not a wiki"),
        ("oauth2", "text", "hung up"),
        ("oauth1", "file", "refused"),
        ("oauth1", "text", "not a wiki"),
        ("oauth1", "env", "forbidden"),
    ],
)
def test_a_login_that_fails_shows_no_secret(home, scripted, kind, origin, reply):
    scripted.startup = False
    token: Reply = {"query": {"tokens": {"logintoken": "l+\\"}}}
    scripted.will(*([token] if kind == "bot_password" and reply != "hung up" else []))
    scripted.will(*WRONG[reply])
    traces = Traces(home, ALL)
    config(traces, wikis={"w": {"api": scripted.api, **login(traces, kind, origin)}})
    traces.environment["WIKISWEEP_STATE"] = str(home / "state")
    traces.run("list", "titles", "A", "--debug", code=1, words="Traceback")
    assert traces.found() == []


def test_a_wiki_that_quotes_the_password_it_refuses_is_not_quoted(home, scripted):
    scripted.startup = False
    scripted.will(
        {"query": {"tokens": {"logintoken": "l+\\"}}},
        {"login": {"result": "Failed", "reason": f"Wrong password <b>{BOT}</b> entered"}},
    )
    traces = Traces(home, ALL)
    own = login(traces, "bot_password", "env")
    config(traces, wikis={"w": {"api": scripted.api, **own}})
    traces.run("list", "titles", "A", "--debug", code=1, words="Wrong password [secret] entered")
    assert traces.found() == []


@pytest.mark.parametrize(
    ("kind", "origin"), [("bot_password", "env"), ("oauth2", "text"), ("oauth1", "file")]
)
def test_a_secret_that_is_not_there_or_cannot_be_sent_is_told_without_it(home, kind, origin):
    traces = Traces(home, ALL)
    own = login(traces, kind, origin)
    config(traces, wikis={"w": {"api": "http://127.0.0.1:9/api.php", **own, "edit_intervall": "1"}})
    traces.run("list", "titles", "A", "--debug", code=2, words="edit_intervall")
    for value in own.values():
        assert isinstance(value, dict)
        value["extra"] = ALL[0]
    config(traces, wikis={"w": {"api": "http://127.0.0.1:9/api.php", **own}})
    traces.run("doctor", code=1)
    traces.run("plan", "none.yaml", "--debug", code=2)
    assert traces.found() == []


def test_a_config_that_is_no_yaml_is_told_without_its_words(home):
    traces = Traces(home, ALL)
    for broken in (
        f"wikis: {{w: {{oauth2: {{token: '{TOKEN}}}}}}}",
        f"wikis:\n  w:\n    oauth2: {{token: a: {TOKEN}}}",
        f"wikis:\n  w:\n    oauth2:\n      token: @{TOKEN}",
        f"wikis:\n  w:\n    oauth2:\n      token: {TOKEN}\n      {TOKEN}: x\n",
        f"ledger: mysql://user:{DATABASE}@127.0.0.1/x",
        f"ledger: {{url: mysql://127.0.0.1/x, pass: {DATABASE}}}",
        f"notify: [{{webhook: 'ftp://127.0.0.1/{HOOK}'}}, {{email: {{pasword: {MAIL}}}}}]",
        f"wikis: {{w: {{export: x.xml, replica: {{host: h, database: d, pass: {REPLICA}}}}}}}",
        f"wikis: {{w: {{export: x.xml, replica: {{database: w, password: [{REPLICA}]}}}}}}",
    ):
        traces.write("user-config.yaml", broken, given=True)
        traces.run("list", "titles", "A", "--debug", code=2, words="user-config.yaml")
    traces.run("doctor", "--debug", code=1)
    assert traces.found() == []


def test_a_file_of_secrets_that_others_can_read_is_told_without_them(home):
    traces = Traces(home, ALL)
    config(traces, wikis={"w": {"api": "http://127.0.0.1:9/api.php", "oauth2": {"token": TOKEN}}})
    (home / "user-config.yaml").chmod(0o644)
    traces.run("list", "titles", "A", "--debug", code=2, words="others can read")
    assert traces.found() == []


def offline(traces: Traces) -> dict[str, object]:
    export = export_xml(*entries({"Mars": "A red planet.", "Venus": "A white planet."}))
    traces.write("export.xml", export)
    traces.write(
        "task.yaml",
        TASK.format(titles="[Mars, Venus]", find="planet", new="world", page="Project:Report"),
    )
    return {"export": "export.xml"}


def test_notices_that_cannot_be_sent_show_no_secret(home, scripted):
    """The mail server knows another password, the webhook answers with all that it was sent."""
    traces = Traces(home, ALL)
    scripted.will(*[echo()] * 20)
    with mail_server(login=True) as box:
        notify = ways(traces, "text", box.port, scripted.api)
        config(traces, wikis={"small": offline(traces)}, notify=notify)
        traces.run("run", "task.yaml", "--log", "json")
        traces.run("run", "task.yaml", "--debug")
        traces.run("run", "none.yaml", "--quiet", "--debug", code=2)
        traces.run("doctor", "--send-test", "--debug", code=1)
        traces.run("doctor", "--send-test", "--format", "json", code=1)
    assert scripted.asked
    assert all(HEADER in one.headers["Authorization"] for one in scripted.asked)
    assert traces.found() == []


def test_a_ledger_on_a_server_shows_no_password(home, mariadb: Mariadb):
    name = f"secrets_{secrets.token_hex(4)}"
    mariadb.create(name, "sweep", DATABASE)
    traces = Traces(home, ALL)
    wikis = {"small": offline(traces)}

    def ledger(password: str) -> dict[str, object]:
        url = f"mysql+pymysql://127.0.0.1:{mariadb.port}/{name}"
        return {"url": url, "user": "sweep", "password": spelled(traces, "env", password)}

    config(traces, wikis=wikis, ledger=ledger(DATABASE))
    traces.run("run", "task.yaml", "--log", "json")
    traces.run("history")
    traces.run("doctor", "--debug")
    config(traces, wikis=wikis, ledger=ledger(DATABASE[::-1]))
    traces.secrets = (*ALL, DATABASE[::-1])
    traces.run("history", "--debug", code=1, words="Traceback")
    traces.run("doctor", "--debug", code=1)
    assert traces.found() == []


SWEEP, PASSWORD = ACCOUNTS["SweepBot"].login("sweep")
READER: Final = "sweep_reader"
ASKING: Final = """\
for_each: {{union: [{{sql: "{sql}"}}, {{orphans: {{through: replica, limit: 9}}}}]}}
do:
  - replace: {{find: the, with: teh}}
  - report: {{columns: {{Page: title}}}}
publish: [{{file: report.html}}]
edit: {{summary: "Bot: another word"}}
limits: {{refuse_over: 1}}
"""


def address(traces: Traces, wiki: Devwiki, origin: str, password: str) -> dict[str, object]:
    """A replica as a config may have it, with its password in one of the places for it."""
    assert wiki.server
    where = {"host": "127.0.0.1", "port": str(wiki.server.port), "database": wiki.database}
    if origin == "toolforge":
        traces.environment |= {"TOOL_REPLICA_USER": READER, "TOOL_REPLICA_PASSWORD": password}
        return {**where}
    if origin == "my_cnf":
        file = f"[client]\nuser = {READER}\npassword = {password}\n"
        traces.write("secrets/replica.my.cnf", file, given=True)
        return {**where, "my_cnf": "secrets/replica.my.cnf"}
    return {**where, "user": READER, "password": spelled(traces, origin, password)}


@pytest.mark.live
@pytest.mark.parametrize("origin", ["text", "env", "file", "my_cnf", "toolforge"])
def test_a_replica_shows_no_password(home, replica139: Devwiki, origin):
    """Asked and planned from, let run and explained, refused, and asked what it cannot answer."""
    assert replica139.server
    replica139.server.create("reader", READER, REPLICA)
    replica139.server.run(f"GRANT SELECT ON `{replica139.database}`.* TO `{READER}`@`%`")
    traces = Traces(home, (*ALL, PASSWORD))
    own = {"name": SWEEP, "password": spelled(traces, "env", PASSWORD)}

    def configure(password: str) -> None:
        replica = address(traces, replica139, origin, password)
        wiki = {"api": replica139.api, "bot_password": own, "replica": replica}
        config(traces, wikis={"devwiki": wiki})

    configure(REPLICA)
    sql = (
        "SELECT page_namespace, page_title FROM page WHERE page_title = 'Brass' AND SLEEP(0.1) = 0"
    )
    traces.write("task.yaml", ASKING.format(sql=sql))
    seen = traces.run("list", "sql", sql, "--debug", "--format", "json")
    assert '"Brass"' in seen
    assert any(b"list\0sql" in one for name, one in traces.said.items() if "processes" in name)
    if origin in {"env", "my_cnf"}:
        traces.run("list", "backlinks", "Brass", "--through", "replica", "--debug")
        traces.run("explain", "task.yaml", "--debug")
        planned = traces.run("plan", "task.yaml", "--html", "plan.html", "--format", "json")
        plan = re.findall(r'"plan": ?"(\w+)"', planned)[-1]
        traces.run("show", plan, "--html", "shown.html", "--format", "json")
        traces.run("run", "task.yaml", "--log", "json", "--debug", code=3, words="refuse_over")
        traces.run("doctor", "task.yaml", "--debug")
    traces.run("list", "sql", "DELETE FROM page", "--debug", code=2, words="Traceback")
    traces.run("list", "sql", "SELECT * FROM none", "--debug", code=2, words="Traceback")
    configure(REPLICA[::-1])
    traces.secrets = (*traces.secrets, REPLICA[::-1])
    traces.run("list", "sql", sql, "--debug", code=2, words="Access denied")
    traces.run("plan", "task.yaml", "--debug", code=2, words="Traceback")
    assert traces.found() == []


@pytest.mark.live
def test_everything_that_a_user_does_with_a_wiki_shows_no_secret(home, scratch: Devwiki, scripted):
    """Planned, reviewed, applied, run, resumed, taken back, listed: with marked secrets in use."""
    traces = Traces(home, (*ALL, PASSWORD))
    scripted.will(*[echo()] * 20)
    own = {"name": SWEEP, "password": spelled(traces, "env", PASSWORD)}
    wiki = {"api": scratch.api, "edit_interval": "0", "bot_password": own}
    notify = ways(traces, "file", 9, scripted.api)
    talk = {"talk": {"page": "User talk:SweepBot"}, "on": "stop"}
    config(traces, wikis={"devwiki": wiki}, notify=[*notify, talk])
    task = TASK.format(titles="[Brass, Tin]", find="the", new="teh", page="User:SweepBot/Secrets")
    traces.write("task.yaml", task)
    traces.write("canary.yaml", task.replace("teh", "hte") + "limits: {canary: 1}\n")

    def last() -> str:
        runs = traces.run("history", "--format", "json", "--limit", "1")
        found: list[str] = re.findall(r'"run": ?"(\w+)"', runs)
        return found[0]

    traces.run("list", "titles", "Brass", "--debug")
    traces.run("check", "task.yaml")
    planned = traces.run("plan", "task.yaml", "--html", "plan.html", "--format", "json", "--debug")
    plan = re.findall(r'"plan": ?"(\w+)"', planned)[-1]
    traces.run("show", plan, "--html", "shown.html", "--format", "json")
    traces.run("review", plan, "--approve-all")
    traces.run("apply", plan, "--yes", "--debug", words="saved")
    traces.run("show", last(), "--html", "run.html")
    traces.run("plan", "task.yaml", "--out", "task.plan")
    traces.run("apply", "task.plan", "--yes", "--format", "json")
    traces.run("history", last(), "--format", "json")
    traces.run("undo", last(), "--yes", words="saved")
    traces.run("run", "canary.yaml", "--log", "json", code=3, words="canary")
    traces.run("resume", last(), "--yes", "--talk-read", words="saved")
    traces.run("undo", last(), "--yes", "--talk-read", "--debug", words="saved")
    traces.run("doctor", "--send-test", "task.yaml", "--debug", code=1)
    traces.run("jobs", "task.yaml")
    traces.run("jobs", "task.yaml", "--crontab")
    traces.run("prune", "--older-than", "1h", "--yes")
    config(
        traces,
        wikis={"devwiki": {**wiki, "bot_password": {**own, "password": PASSWORD[::-1]}}},
        notify=notify,
    )
    traces.secrets = (*traces.secrets, PASSWORD[::-1])
    traces.run("plan", "task.yaml", "--debug", code=1, words="Traceback")
    traces.run("run", "task.yaml", "--log", "json", code=1)
    traces.run("doctor", code=1)
    assert traces.found() == []


def test_a_command_that_runs_shows_no_secret_in_the_list_of_processes(home, scripted):
    scripted.about = siteinfo()
    scripted.will(*[Raw(404, "over", stall=0.3)] * 20)
    traces = Traces(home, ALL)
    config(traces, wikis={"w": {"api": scripted.api, **login(traces, "bot_password", "env")}})
    traces.run("list", "backlinks", "A", code=1)
    seen = next(one for name, one in traces.said.items() if "processes" in name)
    assert b"list\0backlinks" in seen
    assert traces.found() == []


def test_cassettes_hold_no_password_and_no_cookie():
    recorded = sorted((ROOT / "cassettes").rglob("*.yaml"))
    assert recorded
    known = [account.password for account in ACCOUNTS.values()]
    known += [one.password for account in ACCOUNTS.values() for one in account.bot_passwords]
    for path in recorded:
        text = path.read_text(encoding="utf-8")
        assert not [one for one in known if one in text], path
        assert not re.search(r"(?i)^ *(set-cookie|cookie|authorization):", text, re.MULTILINE), path
        assert not re.search(r'(csrf|login)token":"(?!TOKEN|\+)', text), path


def hide(home: Path, where: str) -> None:
    if where == "text":
        (home / "log").write_text(f"password={BOT}")
    elif where == "gzip":
        (home / "a.plan").write_bytes(gzip.compress(f"x{BOT}x".encode()))
    elif where == "base64":
        (home / "mail").write_bytes(b64encode(f"\0user\0{MAIL}\0".encode()))
    elif where == "name":
        (home / TOKEN).touch()
    else:
        with closing(sqlite3.connect(home / "ledger.sqlite")) as database, database:
            database.execute("CREATE TABLE t (a, b)")
            packed = zlib.compress(f"text {HOOK}".encode() * 50)
            database.execute("INSERT INTO t VALUES (1, ?)", (packed,))


@pytest.mark.parametrize("where", ["text", "gzip", "base64", "name", "ledger"])
def test_the_search_finds_what_is_there(home, where):
    traces = Traces(home, ALL)
    traces.write("user-config.yaml", BOT, given=True)
    (home / "other").write_text(BOT[:-1])
    assert traces.found() == []
    hide(home, where)
    assert traces.found()

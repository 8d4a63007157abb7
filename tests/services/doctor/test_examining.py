"""The examination as a whole: what is looked at, and what a fault leaves out."""

import socket

import pytest

from bot.services.doctor import Examination
from tests.mediawiki.scripted import Raw, error
from tests.services.doctor.conftest import found, states

REAL = """
contact: User:Tester on testwiki
wikis:
  testwiki:
    api: {api}
    bot_password: {name: Sweeper@tests, password: {env: WIKI_PASSWORD}}
"""
BOTH = f"{REAL}  dump: {{export: export.xml, siteinfo: siteinfo.json}}\ndefault_wiki: dump\n"


def test_without_a_config_only_the_demo_is_looked_at(folder, examined, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "none"))
    checks = examined()
    config = found(checks, "config")
    assert config.state == "warning"
    assert config.remedy == "wikisweep init writes one"
    assert {one.wiki for one in checks} == {"", "demo"}
    assert found(checks, "reach").state == "ok"
    assert "contact" not in states(checks)


def test_every_problem_of_a_config_is_told_and_nothing_else(configure, examined):
    configure("kontact: me\nwikis: {a: {}}\n")
    checks = examined()
    assert [one.check for one in checks] == ["config", "config"]
    assert {one.state for one in checks} == {"wrong"}
    assert checks[0].message == "user-config.yaml:1:1: the config has no key `kontact`"
    assert checks[0].remedy == "did you mean `contact`?"


def test_a_config_that_is_named_and_not_there_is_told(examined):
    assert states(examined(config_path="none.yaml")) == {"config": "wrong"}


def test_without_tasks_all_wikis_are_looked_at(configure, examined, wiki):
    configure(BOTH)
    checks = examined()
    assert [one.wiki for one in checks if one.check == "reach"] == ["testwiki", "dump"]
    assert {one.state for one in checks} <= {"ok", "warning"}
    assert [one.check for one in checks if one.state == "warning"] == ["clock"]  # it stands still
    assert len(wiki.greeted) == 4
    assert wiki.asked == []


def test_with_a_task_only_its_wiki_is_looked_at(configure, examined, task, wiki):
    configure(BOTH)
    checks = examined(task())
    assert {one.wiki for one in checks if one.check == "reach"} == {"dump"}
    assert wiki.greeted == []
    checks = examined(task("wiki: testwiki"))
    assert {one.wiki for one in checks if one.check == "reach"} == {"testwiki"}
    checks = examined(task(), wiki_name="testwiki")
    assert {one.wiki for one in checks if one.check == "reach"} == {"testwiki"}


def test_with_a_task_that_is_none_no_wiki_is_looked_at(configure, examined, folder, wiki):
    configure(BOTH)
    checks = examined(folder / "none.yaml")
    assert "reach" not in states(checks)
    assert found(checks, "task").state == "wrong"
    assert wiki.greeted == []


def test_a_wiki_that_is_not_known_is_told(configure, examined, task):
    configure(BOTH)
    assert found(examined(wiki_name="testwik"), "wiki").message.endswith(
        "no wiki is called 'testwik' (did you mean `testwiki`?)"
    )
    assert found(examined(task("wiki: other")), "wiki").state == "wrong"


def test_a_contact_of_nobody_keeps_real_wikis_from_being_asked(configure, examined, wiki):
    configure(BOTH.replace("User:Tester on testwiki", "User:Example on meta.wikimedia.org"))
    checks = examined()
    assert found(checks, "contact").state == "wrong"
    reach = {one.wiki: one.state for one in checks if one.check == "reach"}
    assert reach == {"testwiki": "wrong", "dump": "ok"}
    assert wiki.greeted == []


def test_a_password_that_is_not_there_is_told(configure, examined, wiki, monkeypatch):
    monkeypatch.delenv("WIKI_PASSWORD")
    configure(REAL)
    checks = examined()
    assert "WIKI_PASSWORD is not set" in found(checks, "secrets").message
    assert found(checks, "reach").state == "wrong"
    assert wiki.greeted == []


def test_plugins_that_cannot_be_loaded_are_told(configure, examined, task):
    configure(f"plugins: nowhere.py\n{BOTH}")
    checks = examined(task())
    assert found(checks, "plugins").state == "wrong"
    assert "task" not in states(checks)


def test_a_task_is_told_by_its_problems(configure, examined, task, folder):
    configure(BOTH)
    checks = examined(task("wher: []\nkey: x"), folder / "none.yaml")
    problems = [one for one in checks if one.check == "task"]
    assert [(one.task, one.state) for one in problems] == [
        ("mercury", "wrong"),
        ("mercury", "wrong"),
        ("none", "wrong"),
    ]
    assert problems[0].remedy == "did you mean `where`?"


def test_a_schedule_is_told(configure, examined, task):
    configure(BOTH)
    checks = examined(task(), task("schedule: 17 3 * * *", "nightly"))
    told = {one.task: one.message for one in checks if one.check == "schedule"}
    assert told == {"mercury": "none: somebody calls it", "nightly": "17 3 * * *"}


def test_what_toolforge_refuses_is_told_on_toolforge(configure, examined, task):
    configure(BOTH)
    file = task("schedule: 17 3 1 jan *")
    assert found(examined(file, environment={}), "schedule").state == "ok"
    one = found(examined(file, environment={"TOOL_DATA_DIR": "/data"}), "schedule")
    assert one.state == "warning"
    assert "Toolforge takes no names of months" in one.message


def test_a_state_folder_that_cannot_be_made_is_told(configure, examined, folder):
    configure(BOTH)
    (folder / "file").touch()
    checks = examined(state_path=str(folder / "file" / "state"))
    assert found(checks, "state").state == "wrong"
    assert "reach" not in states(checks)


def test_a_ledger_that_is_none_is_told_and_the_rest_goes_on(configure, examined, folder):
    configure(BOTH)
    (folder / "state").mkdir()
    (folder / "state" / "ledger.sqlite").write_text("this is no database, whatever its name")
    checks = examined()
    assert found(checks, "ledger").state == "wrong"
    assert "reach" in states(checks)


def test_a_wiki_that_nobody_answers_for_is_told(configure, examined):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    configure(REAL.replace("{api}", f"http://127.0.0.1:{port}/api.php"))
    one = found(examined(), "reach")
    assert one.state == "wrong"
    assert "it refuses the connection" in one.message


def test_a_wrong_password_is_told(configure, examined, wiki):
    configure(REAL)
    wiki.startup = False
    wiki.will(
        {"query": {"tokens": {"logintoken": "x"}}},
        {"login": {"result": "Failed", "reason": "wrong password"}},
    )
    one = found(examined(), "login")
    assert one.state == "wrong"
    assert "cannot log in as Sweeper@tests" in one.message
    assert "Special:BotPasswords" in one.message


@pytest.mark.parametrize(
    ("code", "check"), [("maxlag", "lag"), ("readonly", "read_only"), ("ratelimited", "rate")]
)
def test_what_passes_is_a_warning(configure, examined, wiki, code, check):
    configure(REAL)
    wiki.startup = False
    wiki.will(Raw(200, f'{{"error": {{"code": "{code}", "info": "x"}}}}', {"Retry-After": "99"}))
    checks = examined()
    assert found(checks, check).state == "warning"


def test_what_a_wiki_refuses_for_good_is_wrong(configure, examined, wiki):
    configure(REAL.partition("    bot_password")[0])
    wiki.about = error("readapidenied")
    assert found(examined(), "login").state == "wrong"


def test_an_examination_can_be_made_of_nothing(folder, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "none"))
    monkeypatch.setenv("WIKISWEEP_STATE", str(folder / "state"))
    assert {one.state for one in Examination().checks()} == {"ok", "warning"}

"""`wikisweep doctor` as a user calls it, on the wiki that ships along and on a real one."""

import pytest

from tests.cli.conftest import on_terminal, process


def test_each_check_is_a_line_with_its_mark(wikisweep):
    result = wikisweep("doctor", "task.yaml")
    assert result.code == 0
    assert result.err == ""
    assert all(line[:3] in {"ok ", "!  ", "✗  "} for line in result.lines)
    assert "ok small: reach: an offline wiki: it can be read, and edits stay here" in result.lines
    assert "ok task: task: task.yaml is valid" in result.lines


def test_what_is_wrong_is_the_exit_code(wikisweep, home):
    (home / "task.yaml").write_text("for_eac: x\n")
    result = wikisweep("doctor", "task.yaml", "--quiet")
    assert result.code == 1
    assert result.lines
    assert all(line.startswith("✗  task: task: task.yaml:") for line in result.lines)
    assert "did you mean `for_each`?" in result.out


def test_quiet_says_nothing_where_all_is_well(wikisweep):
    result = wikisweep("doctor", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")


def test_as_json_each_check_is_an_object(wikisweep):
    result = wikisweep("doctor", "task.yaml", "--format", "json")
    assert result.code == 0
    assert {tuple(one) for one in result.objects} == {
        ("check", "state", "message", "remedy", "wiki", "task")
    }
    assert {one["state"] for one in result.objects} == {"ok"}
    assert {one["wiki"] for one in result.objects} == {"", "small"}


def test_a_title_that_would_do_something_to_a_terminal_does_not(wikisweep, home):
    (home / "task.yaml").write_text(
        "for_each: {titles: A}\ndo: [{replace: {find: a, with: b}}]\nedit: {summary: x}\n"
        'bots: {stop_page: "User:A\\u202e"}\n'
    )
    result = wikisweep("doctor", "task.yaml")
    assert "\u202e" not in result.out


def test_on_a_terminal_it_says_that_it_is_looking():
    code, sent = on_terminal(["doctor"])
    assert code == 0, sent
    assert "looking" in sent
    assert sent.endswith("\x1b[K")


def test_without_a_config_it_says_how_to_begin(home):
    (home / "user-config.yaml").unlink()
    result = process("doctor", cwd=home)
    assert result.code == 0
    assert "!  config: neither user-config.yaml nor" in result.out
    assert "wikisweep init writes one" in result.out


@pytest.fixture
def live(wikisweep, devwiki, home):
    """Runs the doctor with the config of the real wiki."""
    config = home / "live.yaml"
    config.touch(mode=0o600)
    config.write_text(devwiki.config_text())

    def call(*arguments):
        result = wikisweep("doctor", *arguments, "--config", config, "--format", "json")
        assert not any(one.password in result.out for one in secrets(devwiki))
        return result.code, {one["check"]: one for one in result.objects}

    return call


def secrets(devwiki):
    return [bot for account in devwiki.accounts.values() for bot in account.bot_passwords]


@pytest.mark.live
def test_a_real_wiki_is_well(live):
    code, checks = live("--wiki", "devwiki")
    assert code == 0
    assert {one["state"] for one in checks.values()} == {"ok"}
    assert checks["grants"]["message"] == "highvolume"
    assert checks["limits"]["message"] == "500 pages with text and 5,000 titles a request"
    assert "SweepBot: bot" in checks["account"]["message"]


@pytest.mark.live
def test_a_password_without_highvolume_is_told_with_what_to_do(live):
    code, checks = live("--wiki", "devwiki-small")
    assert code == 0
    assert checks["grants"]["state"] == "warning"
    assert "tick the grant highvolume of small at http://" in checks["grants"]["remedy"]
    assert checks["limits"]["message"] == "50 pages with text and 500 titles a request"


@pytest.mark.live
def test_a_person_is_no_bot(live):
    _, checks = live("--wiki", "devwiki-plain")
    assert checks["account"]["state"] == "warning"
    assert "grants" not in checks
    _, checks = live("--wiki", "devwiki-anon")
    assert checks["login"]["state"] == "warning"


@pytest.mark.live
def test_the_stop_page_of_a_task_is_read(live, home):
    text = (home / "task.yaml").read_text()
    (home / "task.yaml").write_text(f"{text}\nbots: {{stop_page: User:SweepBot/Nowhere}}\n")
    code, checks = live("task.yaml", "--wiki", "devwiki")
    assert code == 1
    assert checks["reach"]["state"] == "ok"
    assert checks["stop_page"]["state"] == "wrong"
    assert "does not exist; create it" in checks["stop_page"]["message"]


@pytest.mark.live
def test_a_wrong_password_is_told(wikisweep, devwiki, home):
    config = home / "live.yaml"
    config.touch(mode=0o600)
    password = devwiki.accounts["SweepBot"].login("sweep")[1]
    config.write_text(devwiki.config_text().replace(password, "marked-wrong-password"))
    result = wikisweep("doctor", "--wiki", "devwiki", "--config", config)
    assert result.code == 1
    assert "✗  devwiki: login: cannot log in as SweepBot@sweep" in result.out
    assert "marked-wrong-password" not in result.out + result.err

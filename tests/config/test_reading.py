import shutil
from pathlib import Path

import pytest

from bot.config import (
    ApiWiki,
    BotPassword,
    Config,
    ExportWiki,
    OAuth1,
    OAuth2,
    Secret,
    find_config,
    load_config,
)
from bot.errors import InvalidFile, UsageError

EXAMPLE = Path(__file__).parents[2] / "user-config.example.yaml"
PASSWORD = "hunter2-hunter2"
API = "https://test.wikipedia.org/w/api.php"


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "user-config.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def told(folder: Path, text: str, mode: int = 0o600) -> list[str]:
    path = written(folder, text, mode)
    with pytest.raises(InvalidFile) as caught:
        load_config(path)
    assert PASSWORD not in str(caught.value)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


def test_the_example_is_read_as_it_says():
    config = load_config(EXAMPLE)
    assert config.contact == "User:Example on meta.wikimedia.org"
    assert config.default_wiki == "testwiki"
    folder = EXAMPLE.parent
    assert config.wikis == {
        "testwiki": ApiWiki(
            "testwiki",
            API,
            BotPassword("ExampleBot@laptop", Secret("TESTWIKI_PASSWORD", "env")),
            10.0,
        ),
        "enwiki": ApiWiki(
            "enwiki", "https://en.wikipedia.org/w/api.php", OAuth2(Secret("ENWIKI_TOKEN", "env"))
        ),
        "wiktionary": ApiWiki("wiktionary", "https://en.wiktionary.org/w/api.php"),
        "offline": ExportWiki(
            "offline",
            folder / "exports/enwiki-sample.xml.bz2",
            folder / "exports/enwiki-siteinfo.json",
        ),
    }


def test_what_the_example_only_shows_can_be_read_too(tmp_path):
    text = EXAMPLE.read_text("utf-8")
    text = text.replace("    # oauth1:", "    oauth1:").replace("    #   ", "      ")
    text = text.replace("# plugins:", "plugins:").replace("    oauth2:", "    # oauth2:")
    config = load_config(written(tmp_path, text))
    secrets = ("consumer-token", "consumer-secret", "access-token", "access-secret")
    paths = [Secret(str(tmp_path / "secrets" / name), "file") for name in secrets]
    enwiki = config.wikis["enwiki"]
    assert isinstance(enwiki, ApiWiki)
    assert enwiki.login == OAuth1(*paths)
    assert config.plugins == (tmp_path / "plugins/our_filters.py",)


def test_a_password_may_stand_in_a_file_of_its_owner_alone(tmp_path):
    text = f"wikis: {{w: {{api: {API}, bot_password: {{name: A@b, password: {PASSWORD}}}}}}}"
    config = load_config(written(tmp_path, text))
    wiki = config.wikis["w"]
    assert isinstance(wiki, ApiWiki)
    assert isinstance(wiki.login, BotPassword)
    assert wiki.login.password.reveal() == PASSWORD
    assert PASSWORD not in repr(config)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_password_that_others_can_read_is_refused_with_the_remedy(tmp_path, mode):
    folder = tmp_path / "my wiki"
    folder.mkdir()
    text = f"wikis: {{w: {{api: {API}, bot_password: {{name: A@b, password: {PASSWORD}}}}}}}"
    (line,) = told(folder, text, mode)
    assert line.endswith(
        "`bot_password.password` stands in a file that others can read "
        f"(run `chmod 600 '{folder}/user-config.yaml'`, or write {{env: NAME}})"
    )


def test_a_config_without_secrets_may_be_read_by_all(tmp_path):
    assert load_config(written(tmp_path, f"wikis: {{w: {{api: {API}}}}}", 0o644)).wikis


def test_paths_are_relative_to_the_config(tmp_path):
    config = load_config(written(tmp_path, "wikis: {w: {export: a.xml}}\nplugins: b.py"))
    assert config.wikis["w"] == ExportWiki("w", tmp_path / "a.xml")
    assert config.plugins == (tmp_path / "b.py",)
    config = load_config(written(tmp_path, "wikis: {w: {export: /a.xml, siteinfo: ~/b.json}}"))
    assert config.wikis["w"] == ExportWiki("w", Path("/a.xml"), Path.home() / "b.json")


def test_the_config_is_looked_for_in_one_folder_after_the_other(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    folders = (first, second)
    nothing = find_config(None, folders)
    assert nothing == Config(sought=(first / "user-config.yaml", second / "user-config.yaml"))
    written(second, "contact: second")
    assert find_config(None, folders).contact == "second"
    written(first, "contact: first")
    assert find_config(None, folders).contact == "first"
    shutil.copy(second / "user-config.yaml", tmp_path / "other.yaml")
    assert find_config(str(tmp_path / "other.yaml"), folders).contact == "second"


def test_without_folders_named_the_working_folder_and_the_platforms_are_looked_in():
    sought = find_config(None).sought or (Path(find_config(None).file),)
    assert sought[0] == Path("user-config.yaml") or "wikisweep" in str(sought[0])


def test_a_config_that_is_named_has_to_be_there(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        find_config(tmp_path / "no.yaml", ())


def test_a_home_folder_may_be_abbreviated():
    with pytest.raises(UsageError) as caught:
        load_config(Path("~/no-such-config.yaml"))
    assert str(caught.value).startswith(str(Path.home()))


def test_an_empty_config_is_told(tmp_path):
    assert told(tmp_path, "") == ["1:1: the file is empty"]


LOGIN = "oauth2: {token: {env: T}}"

BAD = {
    "kontact: a": "1:1: the config has no key `kontact` (did you mean `contact`?)",
    "contact: [a]": "1:1: `contact` should be a text",
    "contact:": "1:1: `contact` should be a text",
    'contact: "a\\nb"': "1:10: `contact` should be one line",
    "wikis: [a]": "1:8: `wikis` should be a mapping of names to wikis",
    "wikis: {a: b}": "1:9: the wiki `a` should be a mapping with `api` or `export`",
    "wikis: {a: {}}": "1:9: the wiki `a` should have either `api` or `export` "
    "(the address of api.php, or the path of an XML export)",
    "wikis: {a: {api: 'https://a/b'}}": "1:18: `api` should be the address of api.php itself "
    "(such as https://en.wikipedia.org/w/api.php; Special:Version names it)",
    f"wikis: {{a: {{api: {API}, export: b}}}}": "1:9: the wiki `a` should have either `api` or "
    "`export` (the address of api.php, or the path of an XML export)",
    "wikis: {a: {apii: b, export: c}}": "1:13: the offline wiki `a` has no key `apii` "
    "(known: export, siteinfo)",
    f"wikis: {{a: {{api: {API}, edit_intervall: 3}}}}": "1:56: the wiki `a` has no key "
    "`edit_intervall` (did you mean `edit_interval`?)",
    "wikis: {a: {export: [b]}}": "1:13: `export` should be a text",
    "wikis: {a: {export: b, siteinfo: {c: d}}}": "1:24: `siteinfo` should be a text",
    "wikis: {demo: {export: b}}": "1:9: `demo` is the name of the wiki that ships with wikisweep "
    "(choose another)",
    "wikis: {a: {export: b}}\ndefault_wiki: c": "2:15: `default_wiki`: no wiki is called 'c' "
    "(known: a, demo)",
    "default_wiki: testwiki": "1:15: `default_wiki`: no wiki is called 'testwiki' (known: demo)",
    "templates: [a]": "1:12: `templates` should be the path of a folder",
    "templates:": "1:11: `templates` should be the path of a folder",
    "plugins: {a: b}": "1:10: `plugins` should be a path or a list of paths",
    "plugins: [a, ]\ncontact: b\nwikis: x": "3:8: `wikis` should be a mapping of names to wikis",
    "plugins: [a, [b]]": "1:14: `plugins` should be a path or a list of paths",
}


@pytest.mark.parametrize(("text", "line"), BAD.items(), ids=list(BAD))
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, line):
    assert told(tmp_path, text) == [line]


WIKI_BAD = {
    "edit_interval: soon": "`edit_interval` should be a number of seconds, not 'soon'",
    "edit_interval: -1": "`edit_interval` should be a number of seconds, not '-1'",
    "edit_interval: inf": "`edit_interval` should be a number of seconds, not 'inf'",
    "edit_interval: nan": "`edit_interval` should be a number of seconds, not 'nan'",
    "oauth2: hunter2-hunter2": "`oauth2` should be a mapping of token",
    "oauth2:": "`oauth2` should be a mapping of token",
    "oauth2: {hunter2-hunter2}": "`oauth2` has another key (known: token)",
    "oauth2: {}": "`oauth2.token` is missing",
    "oauth2: {token: }": "`oauth2.token` should be {env: NAME}, {file: PATH} or the text itself",
    "oauth2: {token: [hunter2-hunter2]}": "`oauth2.token` should be {env: NAME}, {file: PATH} or "
    "the text itself",
    "oauth2: {token: {evn: hunter2-hunter2}}": "`oauth2.token` should be {env: NAME}, {file: PATH} "
    "or the text itself",
    "oauth2: {token: {env: }}": "`oauth2.token` should be {env: NAME}, {file: PATH} or the text "
    "itself",
    "oauth2: {token: {env: A, file: b}}": "`oauth2.token` should be {env: NAME}, {file: PATH} or "
    "the text itself",
    "oauth2: {token: {env: A}, tokn: b}": "`oauth2` has no key `tokn` (did you mean `token`?)",
    "bot_password: {name: Example, password: {env: A}}": "`bot_password.name` should be like "
    "ExampleBot@laptop (Special:BotPasswords shows it)",
    "bot_password: {password: {env: A}}": "`bot_password.name` should be like ExampleBot@laptop "
    "(Special:BotPasswords shows it)",
    "oauth2: {token: {env: A}}\n    bot_password: {name: A@b, password: {env: A}}": "the wiki `w` "
    "has several logins: bot_password, oauth2 (keep one of them)",
    "allow_http: true": "`allow_http` takes a reason, not 'true'",
}


@pytest.mark.parametrize(("entry", "line"), WIKI_BAD.items(), ids=list(WIKI_BAD))
def test_what_is_wrong_with_a_wiki_is_told_without_its_secrets(tmp_path, entry, line):
    lines = told(tmp_path, f"wikis:\n  w:\n    api: {API}\n    {entry}")
    assert line in [one.partition(" ")[2] for one in lines]


@pytest.mark.parametrize(
    "text",
    [
        "wikis:\n  w:\n    bot_password:\n      password: @hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: *hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: !hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: &hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: a: hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: 'hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: {hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: [[hunter2-hunter2]]",
        "wikis:\n  w:\n    bot_password:\n      password: a\n hunter2-hunter2",
        "wikis:\n  w:\n    bot_password:\n      password: a\nhunter2-hunter2",
        'wikis:\n  w:\n    bot_password:\n      password: "\\hunter2-hunter2"',
        "wikis:\n  w:\n    bot_password:\n      hunter2-hunter2: a\n      hunter2-hunter2: b",
        "wikis: hunter2-hunter2",
    ],
)
def test_no_yaml_trap_tells_a_secret(tmp_path, text):
    assert told(tmp_path, text)


def test_everything_wrong_is_told_at_once(tmp_path):
    lines = told(tmp_path, "kontact: a\nkontact: b\nwikis: {a: {}, demo: {}}\nplugins: {}")
    assert [line.partition(":")[0] for line in lines] == ["1", "2", "3", "3", "4"]


def test_a_folder_of_templates_is_relative_to_the_config_and_must_be_there(tmp_path):
    (tmp_path / "mine").mkdir()
    assert load_config(written(tmp_path, "templates: mine")).templates == tmp_path / "mine"
    (line,) = told(tmp_path, "templates: other")
    assert f"`templates`: there is no folder {tmp_path / 'other'}" in line

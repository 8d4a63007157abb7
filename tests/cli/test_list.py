"""`wikisweep list`: every simple source with all its flags, as lines and as JSON."""

import json

import pytest

from bot.cli.options import is_simple
from bot.sources import SOURCES
from tests.cli.conftest import HOSTILE

KEYS = ["pageid", "ns", "title", "redirect", "direct", "via"]


def test_titles_come_one_a_line_and_the_count_on_stderr(wikisweep):
    result = wikisweep("list", "titles", "mercury", "No such page")
    assert (result.code, result.out) == (0, "Mercury\nNo such page\n")
    assert result.err.splitlines()[-1] == "wikisweep: 2 pages in 1 request"


def test_the_way_stands_behind_a_tab(wikisweep):
    result = wikisweep("list", "backlinks", "Mercury", "--through-redirects", "--namespace", "0")
    assert "Messenger\tby the redirect Hermes" in result.lines
    assert "Planet" in result.lines


def test_json_has_the_keys_in_their_order(wikisweep):
    result = wikisweep(
        "list", "backlinks", "Mercury", "--through-redirects", "--format", "json", "--quiet"
    )
    assert all(list(json.loads(line)) == KEYS for line in result.lines)
    by_title = {one["title"]: one for one in result.objects}
    assert by_title["Messenger"] == {
        "pageid": 5,
        "ns": 0,
        "title": "Messenger",
        "redirect": False,
        "direct": False,
        "via": [{"kind": "redirect", "title": "Hermes"}],
    }
    assert by_title["Hermes"]["redirect"] is True
    assert by_title["Talk:Planet"]["ns"] == 1
    assert result.err == ""


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (["--namespace", "0"], ["Planet", "Element", "Hermes", HOSTILE]),
        (["--namespace", "Talk"], ["Talk:Planet"]),
        (["--namespace", "Talk", "--namespace", "User"], ["Talk:Planet"]),
        (["--redirects", "only"], ["Hermes"]),
        (["--namespace", "0", "--redirects", "exclude", "--limit", "2"], ["Planet", "Element"]),
        (["--namespace", "0", "--request-size", "1", "--limit", "2"], ["Planet", "Element"]),
        (["--namespace", "1", "--order", "descending"], ["Talk:Planet"]),
    ],
)
def test_backlinks_take_their_flags(wikisweep, flags, found):
    result = wikisweep("list", "backlinks", "Mercury", *flags)
    assert (result.code, result.lines) == (0, found)


def test_a_target_goes_by_its_id(wikisweep):
    by_id = wikisweep("list", "backlinks", "--page-id", "1")
    assert by_id.lines == wikisweep("list", "backlinks", "Mercury").lines != []


def test_the_levels_of_the_api_are_shown_as_groups(wikisweep):
    result = wikisweep("list", "backlinks", "Mercury", "--api-levels", "--namespace", "0")
    hermes = result.lines.index("Hermes")
    assert result.lines[hermes + 1] == "    Messenger"
    assert [line for line in result.lines if line.startswith(" ")] == ["    Messenger"]


def test_the_levels_keep_their_redirect_in_json(wikisweep):
    result = wikisweep("list", "backlinks", "Mercury", "--api-levels", "--format", "json")
    (messenger,) = [one for one in result.objects if one["title"] == "Messenger"]
    assert messenger["via"] == [{"kind": "redirect", "title": "Hermes"}]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["all_pages", "--prefix", "E"], ["Earth", "Element"]),
        (["all-pages", "--from", "Ea", "--to", "El", "--order", "ascending"], ["Earth"]),
        (["all_pages", "--namespace", "Category"], ["Category:Planets"]),
        (["all_pages", "--redirects", "only"], ["Hermes"]),
        (["category", "Planets"], ["Earth"]),
        (["category", "Planets", "--depth", "all", "--type", "page"], ["Earth"]),
        (["file", "list.txt"], ["Mercury", "Planet"]),
        (["titles", "--", "-x"], ["-x"]),
    ],
)
def test_every_source_is_a_command(wikisweep, home, arguments, found):
    (home / "list.txt").write_text("Mercury\n* [[Planet]]\n")
    result = wikisweep("list", *arguments)
    assert (result.code, [line.partition("\t")[0] for line in result.lines]) == (0, found)


def test_what_list_prints_is_a_list_for_the_source_file(wikisweep, home):
    printed = wikisweep("list", "backlinks", "Mercury", "--through-redirects")
    (home / "list.txt").write_text(printed.out)
    again = wikisweep("list", "file", "list.txt")
    assert again.lines == [line.partition("\t")[0] for line in printed.lines]


def test_a_wiki_is_chosen_by_its_name(wikisweep):
    assert wikisweep("list", "backlinks", "Mercury", "--wiki", "demo", "--limit", "3").code == 0
    assert wikisweep("list", "titles", "X", "--wiki", "small").code == 0


OWN_SOURCE = '''
from typing import ClassVar, Literal
from bot import wiki
from bot.plugin import QuerySource

class OwnPages(QuerySource):
    """Pages of our own.

    ```yaml
    for_each: own_pages
    ```
    """

    main: ClassVar = "first"
    first: str = "Mercury"
    loud: bool = True
    number: int = 3

    def query(self, reach):
        names = [self.first] + ["Planet"] * self.loud + ["Earth"] * (self.number - 3)
        return wiki.Titles(titles=tuple(reach.wiki.site.title(one) for one in names))
'''


def test_a_source_of_ones_own_is_a_command_too(wikisweep, home):
    (home / "own.py").write_text(OWN_SOURCE)
    (home / "own.yaml").write_text(CONFIG_WITH_OWN)
    for flag in (["--config", "own.yaml"], ["--config=own.yaml"]):
        assert wikisweep("list", "own_pages", *flag).lines == ["Mercury", "Planet"]
    assert wikisweep("list", "own-pages", "X", "--no-loud", "--config", "own.yaml").lines == ["X"]
    told = wikisweep("list", "own_pages", "--help", "--config", "own.yaml").out
    assert "--loud / --no-loud" in told
    assert "[default: 3]" in told
    assert wikisweep("list", "own_pages").code == 2
    (home / "user-config.yaml").write_text(CONFIG_WITH_OWN)
    assert "own_pages" in wikisweep("list", "--help").out


CONFIG_WITH_OWN = "plugins: own.py\nwikis:\n  small: {export: export.xml}\n"


SIMPLE = sorted(name for name, one in SOURCES.items() if is_simple(one))


def test_help_names_every_simple_source_and_is_there_without_a_config(wikisweep, home):
    told = wikisweep("list", "--help")
    assert told.code == 0
    for name in SIMPLE:
        assert f"  {name} " in told.out
    assert "  union " not in told.out
    (home / "user-config.yaml").write_text("no: [config")
    assert wikisweep("list", "--help").out == told.out


@pytest.mark.parametrize("name", SIMPLE)
def test_help_tells_every_flag_of_a_source(wikisweep, name):
    told = wikisweep("list", name, "--help")
    assert told.code == 0
    assert "```" not in told.out
    for option in SOURCES[name].model_fields:
        flag = "--" + option.rstrip("_").replace("_", "-")
        assert flag in told.out or option == SOURCES[name].main
    for flag in ("--format", "--wiki", "--config", "--state", "--quiet", "--debug"):
        assert flag in told.out

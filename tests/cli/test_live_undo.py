"""`wikisweep undo` on a real MediaWiki: beside its own undo, after moves and deletions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devwiki.devwiki import Devwiki
from tests.chaos import towns
from tests.chaos.person import Person
from tests.cli.conftest import Result

pytestmark = pytest.mark.live
FAMILY = "Undoton"
COUNT = 8
Command = Callable[..., Result]


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory, devwiki: Devwiki) -> Iterator[Devwiki]:
    """A wiki of these tests' own."""
    del devwiki  # for its check whether there is a MediaWiki at all
    with Devwiki.running(tmp_path_factory.mktemp("undo")) as wiki:
        wiki.maintenance("importDump", "--no-updates", stdin=towns.export({FAMILY: COUNT}))
        yield wiki


@pytest.fixture
def live(wikisweep: Command, wiki: Devwiki, home: Path) -> Command:
    """Commands with that wiki's config, and the task of the towns."""
    name, password = wiki.accounts["SweepBot"].login("sweep")
    config = home / "live.yaml"
    config.touch(mode=0o600)
    config.write_text(
        "contact: User:SweepBot on devwiki, loopback only\n"
        f"wikis:\n  devwiki:\n    api: {wiki.api}\n    edit_interval: 0\n"
        f"    bot_password: {{name: {name}, password: {password}}}\n"
    )
    (home / "task.yaml").write_text(towns.task(FAMILY))
    return lambda *arguments: wikisweep(*arguments, "--config", config)


def town(number: int) -> str:
    return towns.title(FAMILY, number)


def test_a_run_is_taken_back_as_far_as_people_left_it(live, wiki):
    admin = Person(wiki.api, *wiki.accounts["Admin"].login("tests"))
    token = admin.ask(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
    plan = live("plan", "task.yaml", "--format", "json").objects[-1]["plan"]
    run = live("apply", plan, "--yes", "--format", "json").objects[-1]["run"]
    before, after = towns.text, lambda name: towns.edited(towns.text(name))
    assert admin.read(town(1)).text == after(town(1))

    # 1 stays as it is; 2 gets a line; 3 loses ours; 4 is changed in our line; 5 moves; 6 goes;
    # 7 gets a line and is undone by MediaWiki itself
    for number in (2, 7):
        admin.edit(town(number), lambda text: text + "\n\nBoats come by.", "by hand")
    admin.revert(town(3), "no")
    admin.edit(town(4), lambda text: text.replace("The color", "The odd color"), "by hand")
    moved = admin.ask(action="move", **{"from": town(5)}, to="Moved town", token=token)
    assert "error" not in moved, moved
    wiki.maintenance("deleteBatch", stdin=town(6))
    ours = live("show", run, "--format", "json").objects[6]["revid"]

    asked = live("undo", run, "--format", "json")
    assert asked.code == 2
    assert {one["title"]: one["reason"] for one in asked.objects if one["type"] == "skip"} == {
        town(3): "already",
        town(4): "overlaps",
        town(6): "gone",
    }
    *_, summary = asked.objects
    assert summary["planned"] == COUNT - 3
    assert summary["requests"] <= 2
    summaries = {one["title"]: one["summary"] for one in asked.objects if one["type"] == "edit"}
    assert summaries[town(7)] == f"Undo revision {ours} by SweepBot ({towns.SUMMARY})"

    done = live("apply", summary["plan"], "--yes", "--format", "json")
    assert (done.code, done.objects[-1]["saved"]) == (0, COUNT - 3)
    assert admin.read(town(1)).text == before(town(1))
    assert admin.read(town(2)).text == before(town(2)) + "\n\nBoats come by."
    assert admin.read(town(4)).text == after(town(4)).replace("The color", "The odd color")
    assert admin.read("Moved town").text == before(town(5))
    newest = admin.read(town(7))
    assert (newest.user, newest.summary) == ("SweepBot", summaries[town(7)])

    # what MediaWiki's own undo makes of the same page in the same state
    admin.edit(town(7), lambda _: after(town(7)) + "\n\nBoats come by.", "as it was")
    answer = admin.ask(action="edit", title=town(7), undo=ours, summary="by MediaWiki", token=token)
    assert answer["edit"]["result"] == "Success"
    assert admin.read(town(7)).text == newest.text

    undoing = done.objects[-1]["run"]
    again = live("undo", undoing, "--yes", "--format", "json")
    assert again.code == 0
    assert admin.read(town(1)).text == after(town(1))
    assert admin.read("Moved town").text == after(town(5))
    told = live("history", undoing)
    assert told.code == 0
    link = told.lines[1].split()[-1]
    assert link.startswith(f"http://127.0.0.1:{wiki.port}/index.php?diff=")

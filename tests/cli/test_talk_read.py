"""`wikisweep run --talk-read`: what a person has read, and nothing that comes later."""

from contextlib import closing

import pytest

from tests.cli.test_apply_signals import CONFIG, TASK, saved
from tests.mediawiki.scripted import SECRET, ScriptedWiki
from tests.mediawiki.test_fetching import info, pages, revision
from tests.mediawiki.test_standing import answer


def page(text, number=1, title="A"):
    return pages(info(number, title, **revision(text, 1000 + number)))


def talk(revid):
    hello = info(6, "User talk:Sweeper", 3, **revision("hello", revid))
    return answer(hello, messages=True)


@pytest.fixture
def server(home, monkeypatch):
    monkeypatch.setenv("SLOW_PASSWORD", SECRET)
    for name, title in (("one", "A"), ("two", "B")):
        (home / f"{name}.yaml").write_text(TASK.replace("[A, B]", title))
    with closing(ScriptedWiki()) as server:
        (home / "user-config.yaml").write_text(CONFIG.format(api=server.api))
        yield server


def test_a_message_stops_a_run_until_somebody_says_to_have_read_it(server, wikisweep):
    server.will(page("old"), talk(77))
    stopped = wikisweep("run", "one.yaml")
    assert stopped.code == 3
    assert "new messages on the talk page of Sweeper" in stopped.out
    server.will(page("old"), talk(77), page("old"), saved(stall=0))
    assert wikisweep("run", "one.yaml", "--talk-read").code == 0


def test_what_is_written_after_the_first_look_was_not_read(server, wikisweep):
    server.will(page("old"), talk(77), page("old"), saved(stall=0))
    server.will(page("old", 2, "B"), talk(78))
    result = wikisweep("run", "one.yaml", "two.yaml", "--talk-read")
    assert result.code == 3
    one, two = result.lines
    assert "1 saved" in one
    assert "new messages on the talk page of Sweeper" in two

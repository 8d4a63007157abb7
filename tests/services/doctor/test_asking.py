"""Stop pages and talk pages, as the run itself would judge them."""

from typing import Any

import pytest

from bot.ledger import Ledger
from bot.mediawiki.siteinfo import read_site
from tests.mediawiki.scripted import READ_AT
from tests.services.doctor.conftest import found
from tests.services.doctor.test_examining import BOTH, REAL

STOP = "bots: {stop_page: User:Bot/Stop}"


def page(title: str, text: str | None, number: int = 2, revid: int = 7) -> dict[str, Any]:
    if text is None:
        return {"ns": number, "title": title, "missing": True}
    slot = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": text}
    return {
        "pageid": revid,
        "ns": number,
        "title": title,
        "contentmodel": "wikitext",
        "lastrevid": revid,
        "length": len(text),
        "touched": READ_AT,
        "revisions": [
            {"revid": revid, "parentid": 1, "timestamp": READ_AT, "slots": {"main": slot}}
        ],
    }


def pages(*told: dict[str, Any]) -> dict[str, Any]:
    return {"batchcomplete": True, "query": {"pages": list(told)}}


@pytest.fixture
def real(configure):
    """The scripted wiki alone."""
    configure(REAL)


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("run", ("ok", "User:Bot/Stop says `run`")),
        ("RUN <!-- x -->\n", ("ok", "User:Bot/Stop says `run`")),
        ("please stop", ("wrong", "says 'please stop'; the task runs when it says `run`")),
        ("", ("wrong", "is empty")),
        (None, ("wrong", "does not exist; create it with the text `run`")),
    ],
)
def test_a_stop_page_is_judged_as_a_run_would(examined, task, wiki, text, told):
    state, words = told
    wiki.will(pages(page("User:Bot/Stop", text)))
    one = found(examined(task(STOP)), "stop_page")
    assert (one.state, one.task, one.wiki) == (state, "mercury", "testwiki")
    assert words in one.message


def test_all_stop_pages_are_one_request(configure, examined, task, wiki):
    configure(REAL)
    wiki.will(pages(page("User:Bot/Stop", "run"), page("User:Bot/Other", "go", revid=9)))
    other = "bots: {stop_page: User:Bot/Other, run_text: Go}"
    checks = examined(task(STOP), task(STOP, "second"), task(other, "third"), task("", "fourth"))
    told = {one.task: one.state for one in checks if one.check == "stop_page"}
    assert told == {"mercury": "ok", "second": "ok", "third": "ok", "fourth": "warning"}
    (asked,) = wiki.asked
    assert asked.parameters["titles"] == "User:Bot/Stop|User:Bot/Other"


def test_a_task_without_a_stop_page_is_warned_of(configure, examined, task, wiki):
    configure(REAL)
    one = found(examined(task()), "stop_page")
    assert one.state == "warning"
    assert one.remedy == "name one, such as `bots: {stop_page: User:…/Stop}`"
    assert wiki.asked == []


def test_a_stop_page_that_this_wiki_cannot_have_is_wrong(configure, examined, task, wiki):
    configure(REAL)
    one = found(examined(task("bots: {stop_page: 'de:Halt'}")), "stop_page")
    assert one.state == "wrong"
    assert wiki.asked == []


def test_on_an_offline_wiki_a_stop_page_is_read_as_well(configure, examined, task):
    configure(BOTH)
    assert found(examined(task(STOP)), "stop_page").state == "ok"
    assert found(examined(task("bots: {stop_page: User:None}")), "stop_page").state == "wrong"
    assert found(examined(task()), "stop_page").state == "ok"


def test_new_messages_are_told_until_somebody_has_read_them(configure, examined, wiki, folder):
    configure(REAL)
    wiki.about["query"]["userinfo"]["messages"] = True
    talk = pages(page("User talk:Sweeper", "== Hello ==", 3, revid=55))
    wiki.will(talk)
    one = found(examined(), "messages")
    assert one.state == "warning"
    assert one.message == "there are new messages on User talk:Sweeper"
    assert "https://wiki.example.org/wiki/User_talk:Sweeper" in one.remedy
    assert "or read it and call wikisweep run once with --talk-read" in one.remedy
    identity = read_site(
        "testwiki",
        "http",
        wiki.about["query"],
        wiki.api.removeprefix("http://").removesuffix("/api.php"),
    ).identity
    with Ledger(folder / "state" / "ledger.sqlite") as ledger:
        ledger.notes.set(identity, "Sweeper", "talk", "55")
    wiki.will(talk)
    one = found(examined(), "messages")
    assert one.state == "ok"
    wiki.will(pages(page("User talk:Sweeper", "== Hello again ==", 3, revid=56)))
    assert found(examined(), "messages").state == "warning"

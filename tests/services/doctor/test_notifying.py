"""The ways of notices, looked at and tried."""

import pytest

from tests.outside.mailbox import mail_server
from tests.outside.sink import http_sink
from tests.services.doctor.conftest import found, states
from tests.services.doctor.test_examining import REAL

TOKEN = "marked-token-of-doctor"


def with_ways(*ways: str) -> str:
    return "\n".join([REAL, "notify:", *(f"  - {way}" for way in ways)])


def notices(checks) -> list[tuple[str, str]]:
    return [(one.state, one.message) for one in checks if one.check == "notify"]


def test_without_any_way_it_is_told_and_warned_of_where_a_task_has_a_schedule(
    configure, examined, task
):
    configure(REAL)
    one = found(examined(task()), "notify")
    assert (one.state, one.remedy) == ("ok", "")
    one = found(examined(task("schedule: 17 3 * * *")), "notify")
    assert one.state == "warning"
    assert "`notify:`" in one.remedy


def test_each_way_is_told_with_when_it_is_taken_and_none_is_taken(configure, examined):
    with http_sink() as sink:
        configure(
            with_ways(
                "email: {to: [a@b.c, d@e.f], from: a@b.c, server: localhost, port: 1}",
                f"webhook: {sink.url}/{TOKEN}\n    on: always",
                "talk: User talk:Me\n    on: [stop]",
                "talk: {page: User talk:Me, wiki: testwiki}",
            )
        )
        checks = examined()
    assert notices(checks) == [
        ("ok", "mail to a@b.c, d@e.f on failure, stop"),
        ("ok", "webhook at 127.0.0.1 on failure, stop, done"),
        ("ok", "talk page User talk:Me on stop"),
        ("ok", "talk page User talk:Me on testwiki on failure, stop"),
    ]
    assert sink.posted == []
    assert TOKEN not in repr(checks)


@pytest.mark.parametrize(
    ("page", "words"),
    [("User:Me", "it is no talk page"), ("Talk:a|b", "is not a page title")],
)
def test_a_page_that_is_none_for_talk_is_wrong(configure, examined, page, words):
    configure(with_ways(f"talk: '{page}'"))
    ((state, message),) = notices(examined())
    assert state == "wrong"
    assert words in message


def test_a_talk_page_on_a_wiki_that_is_not_asked_is_taken_as_it_is(configure, examined, wiki):
    configure(
        REAL
        + "  other: {api: '{api}', oauth2: {token: {env: WIKI_PASSWORD}}}\n"
        + "notify: [{talk: {page: User:Me, wiki: other}}]\ndefault_wiki: testwiki\n"
    )
    checks = examined(wiki_name="testwiki")
    assert notices(checks) == [("ok", "talk page User:Me on other on failure, stop")]
    assert len(wiki.greeted) == 4


def test_a_talk_page_without_a_wiki_to_be_on_is_wrong(configure, examined):
    configure("notify: [{talk: User talk:Me}]\nwikis: {dump: {export: export.xml}}")
    ((state, message),) = notices(examined())
    assert state == "wrong"
    assert "dump is an offline wiki" in message


def test_tests_are_sent_where_that_is_asked_for(configure, examined, wiki):
    wiki.will({"edit": {"result": "Success", "newrevid": 77}})
    with mail_server() as box, http_sink() as sink, http_sink(status=500) as broken:
        configure(
            with_ways(
                f"email: {{to: a@b.c, from: a@b.c, server: 127.0.0.1, port: {box.port}}}",
                f"webhook: {sink.url}\n    on: done",
                f"webhook: {broken.url}/{TOKEN}",
                "talk: User talk:Me",
            )
        )
        checks = examined(send_test=True)
    tests = [one for one in checks if one.check == "send_test"]
    assert [one.state for one in tests] == ["ok", "ok", "wrong", "ok"]
    assert box.mails[0]["Subject"] == "wikisweep: a test notice on testwiki"
    assert sink.posted[0].json["state"] == "test"
    assert "section" in wiki.asked[0].parameters
    assert tests[2].message == "webhook: 127.0.0.1: answers with HTTP 500"
    assert states(checks)["notify"] == "ok"

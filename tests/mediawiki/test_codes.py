"""Every row of the table of errors does what it says, and docs/errors.md says the same."""

from typing import Any

import pytest

from bot.errors import ApiError, SessionLost, Stopped, Unreachable
from bot.mediawiki.codes import (
    CODES,
    Anew,
    Doubt,
    Leave,
    LogIn,
    NewToken,
    Refused,
    Shrink,
    Stop,
    Unreadable,
    Wait,
    Wrong,
    meaning,
    meaning_of_status,
)
from bot.mediawiki.fetching import UNREADABLE, fetch_candidates
from bot.mediawiki.replies import in_parts, replies
from bot.mediawiki.saving import save
from bot.page import TEXT, Candidate
from bot.plan import Edit
from bot.titles import Title
from tests.mediawiki.errors_page import PAGE, page
from tests.mediawiki.scripted import SWEEP, Raw, Reply, error

EDIT = Edit(
    title=Title(0, "X"),
    pageid=1,
    baserevid=5,
    read_at=None,
    before="a",
    after="b",
    summary="Bot: b",
)
SAVED = {
    "edit": {
        "result": "Success",
        "pageid": 1,
        "oldrevid": 5,
        "newrevid": 6,
        "newtimestamp": "2026-01-02T03:05:00Z",
    }
}
SPECIAL: dict[str, Reply] = {
    "blocked (partial)": error("blocked", "words", blockinfo={"blockpartial": True}),
    "Failure": {"edit": {"result": "Failure", "info": "words"}},
    "Failure (captcha)": {"edit": {"result": "Failure", "captcha": {"type": "math"}}},
    "mwoauth-invalid-authorization (nonce)": error(
        "mwoauth-invalid-authorization", "Nonce already used: 1"
    ),
    "internal_api_error_*": error("internal_api_error_MWException", "words"),
    "HTTP 5xx": Raw(500, "words"),
}


def reply(code: str) -> Reply:
    """What a wiki answers where it means this row."""
    if code in SPECIAL:
        return SPECIAL[code]
    if code.startswith("HTTP "):
        return Raw(int(code.removeprefix("HTTP ")), "words")
    return error(code, "words")


def rows(kind: type | tuple[type, ...], **facts: Any) -> list[str]:
    """The codes of a kind of row, and of those facts about it."""
    return [
        code
        for code, one in CODES.items()
        if isinstance(one, kind)
        and all(getattr(one, name) == value for name, value in facts.items())
    ]


def rule(code: str) -> Any:
    """The row itself."""
    return CODES[code]


@pytest.fixture
def met(session):
    """A session that has met its wiki, so that a page of HTML is a fault of the moment."""
    one = session(SWEEP)
    _ = one.site
    return one


@pytest.mark.parametrize("code", rows(Wait, untouched=True))
def test_what_passes_by_itself_is_waited_for_and_the_edit_sent_again(wiki, met, clock, code):
    wiki.will(reply(code), SAVED)
    assert save(met, EDIT).code == "saved"
    assert clock.waits == [rule(code).pause]
    assert met.slowed == rule(code).slowing
    first, second = wiki.asked
    assert first.parameters == second.parameters


@pytest.mark.parametrize("code", rows(Wait, untouched=False))
def test_what_may_have_saved_the_edit_is_in_doubt(wiki, met, clock, code):
    wiki.will(reply(code))
    with pytest.raises(Unreachable, match="only the page's history tells") as ended:
        save(met, EDIT)
    assert ended.value.unsettled
    assert len(wiki.asked) == 1
    assert clock.waits == []
    if not code.startswith("HTTP"):
        assert isinstance(ended.value.__cause__, ApiError)


@pytest.mark.parametrize("code", rows(Wait))
def test_while_reading_everything_that_passes_is_waited_for(wiki, met, clock, code):
    wiki.will(reply(code), {"query": {}})
    assert met.ask({"prop": "info"})["query"] == {}
    assert clock.waits == [rule(code).pause]


@pytest.mark.parametrize("code", rows(Wait))
def test_patience_has_an_end(wiki, session, clock, code):
    one = session(SWEEP, total=100)
    _ = one.site
    wiki.will(*[reply(code)] * 12)
    with pytest.raises((ApiError, Unreachable), match=r"^testwiki: ") as ended:
        one.ask({"prop": "info"})
    assert sum(clock.waits) <= 100
    assert not getattr(ended.value, "unsettled", False)
    tries = rule(code).tries
    assert len(wiki.asked) == tries if tries else len(wiki.asked) > 2
    wiki._script.clear()  # noqa: SLF001 - what patience did not reach


@pytest.mark.parametrize("code", rows(Leave))
def test_what_is_about_the_page_alone_is_its_outcome(wiki, met, clock, code):
    wiki.will(reply(code), SAVED)
    outcome = save(met, EDIT)
    assert outcome.code == rule(code).outcome
    assert outcome.detail.endswith("words")
    assert clock.waits == []
    assert len(wiki.asked) == 1
    assert save(met, EDIT).code == "saved"


@pytest.mark.parametrize("code", rows(Stop))
def test_what_is_about_the_account_stops_the_work(wiki, met, code):
    wiki.will(reply(code))
    if code == "assertbotfailed":  # a lost session looks like this, too
        wiki.will({"query": {"userinfo": {}}}, reply(code))
    with pytest.raises(Stopped, match=r"^testwiki: ") as ended:
        save(met, EDIT)
    assert str(ended.value).endswith(f"; {rule(code).advice}")


@pytest.mark.parametrize("code", rows(Wrong))
def test_a_wrong_request_is_an_error_that_says_whose_fault_it_is(wiki, met, code):
    wiki.will(reply(code))
    with pytest.raises(ApiError, match=rf"words \({code}\); report it") as ended:
        save(met, EDIT)
    assert ended.value.code == code


@pytest.mark.parametrize("code", rows(Refused))
@pytest.mark.parametrize("reads", [True, False])
def test_a_server_that_refuses_us_ends_the_work_with_its_words(wiki, met, clock, code, reads):
    wiki.will(reply(code))
    with pytest.raises(Unreachable, match=r"^testwiki: refuses us \(HTTP 403\): words;") as ended:
        met.ask({"prop": "info"}) if reads else save(met, EDIT)
    assert not ended.value.unsettled
    assert clock.waits == []


@pytest.mark.parametrize("code", rows(Doubt))
def test_a_wiki_that_fails_on_an_edit_leaves_it_in_doubt(wiki, met, code):
    wiki.will(reply(code))
    with pytest.raises(Unreachable, match="internal_api_error_MWException") as ended:
        save(met, EDIT)
    assert ended.value.unsettled
    assert isinstance(ended.value.__cause__, ApiError)


@pytest.mark.parametrize("code", rows(NewToken))
def test_a_token_is_fetched_anew_and_then_the_session(wiki, met, clock, code):
    clock.time += 3600
    wiki.greeted.clear()
    wiki.will(reply(code), SAVED)
    assert save(met, EDIT).code == "saved"
    assert [asked.parameters["type"] for asked in wiki.greeted] == ["csrf", "csrf"]
    wiki.greeted.clear()
    wiki.will(reply(code), reply(code), SAVED)
    assert save(met, EDIT).code == "saved"
    assert [asked.parameters["action"] for asked in wiki.greeted] == [
        *("query", "query", "login", "query")  # a token; a token for the login; it; a token
    ]
    clock.time += 3600
    wiki.will(reply(code), reply(code), reply(code))
    with pytest.raises(SessionLost):
        save(met, EDIT)


@pytest.mark.parametrize("code", rows(LogIn))
def test_a_lost_session_is_mended_once(wiki, met, code):
    wiki.will(reply(code), SAVED)
    assert save(met, EDIT).code == "saved"
    wiki.will(reply(code), reply(code))
    with pytest.raises(SessionLost, match="although we have just logged in"):
        save(met, EDIT)


@pytest.mark.parametrize("code", rows(Shrink))
def test_a_batch_that_is_too_big_shrinks_and_stays_so(wiki, met, code):
    def ask(part):
        answer = met.ask({"titles": "|".join(part)})
        yield answer["query"]["n"]

    wiki.will(error(code, "words", limit=2), {"query": {"n": 1}}, {"query": {"n": 2}})
    assert list(in_parts(met, ["A", "B", "C"], ask)) == [1, 2]
    assert [asked.parameters["titles"] for asked in wiki.asked] == ["A|B|C", "A|B", "C"]
    assert met.titles_at_once == 2


@pytest.mark.parametrize("code", [*rows(Anew), "blbadcontinue"])
def test_an_enumeration_begins_anew_once(wiki, met, code):
    first: dict[str, Any] = {"query": {"n": 1}, "continue": {"blcontinue": "a"}}
    wiki.will(first, error(code), {"query": {"n": 1}}, first, error(code), first, error(code))
    assert [reply.anew for reply in replies(met, {"list": "backlinks"})] == [False, True]
    with pytest.raises(ApiError, match="badcontinue"):
        list(replies(met, {"list": "backlinks"}))


@pytest.mark.parametrize("code", [*rows(Unreadable), *rows(Doubt)])
def test_a_page_that_cannot_be_read_never_ends_the_reading(wiki, met, code):
    wiki.will(reply(code))
    ((found,),) = fetch_candidates(met, [[Candidate(Title(0, "X"), 1)]], frozenset({TEXT}))
    assert (found.model, found.text) == (UNREADABLE, "")


def test_every_kind_of_row_is_tried_above():
    tried = (Wait, Leave, Stop, Wrong, Refused, Doubt, NewToken, LogIn, Shrink, Anew, Unreadable)
    assert set(rows(tried)) == set(CODES)


def test_all_refusals_of_oauth_are_one():
    error = ApiError("mwoauth-invalid-authorization-blocked-user", "")
    assert meaning(error) is CODES["mwoauth-invalid-authorization"]


@pytest.mark.parametrize("code", ["", "BadTOKEN", "blocked ", "internal_api", "HTTP", "nosuchcode"])
def test_other_codes_mean_nothing(code):
    assert meaning(ApiError(code, "")) is None


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 404, 414, 600])
def test_other_statuses_mean_nothing(status):
    assert meaning_of_status(status) is None


def test_the_wiki_asks_for_fewer_requests_by_503_only_where_it_says_when_to_come_back(wiki, met):
    wiki.will(Raw(503), {"query": {}}, Raw(503, "", {"Retry-After": "7"}), {"query": {}})
    met.ask({"prop": "info"})
    assert met.slowed == 0
    met.ask({"prop": "info"})
    assert met.slowed == 1


def test_the_page_for_people_says_the_same():
    text = PAGE.read_text("utf-8")
    assert text == page(text), "stale: run `python -m tests.mediawiki.errors_page`"

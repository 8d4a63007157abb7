"""What a wiki tells for the doctor, out of every shape that it may have."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import __version__
from bot.errors import ApiError
from bot.mediawiki.checkup import _skew
from tests.mediawiki.scripted import SWEEP, error

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def told(wiki, mediawiki):
    """What the check-up says where the wiki tells this of us and of itself."""

    def ask(*, lags=(), general=None, **userinfo):
        query = wiki.about["query"]
        query["userinfo"] |= userinfo
        query["general"] |= general or {}
        query["dbrepllag"] = [{"host": "", "lag": lag} for lag in lags]
        return mediawiki(SWEEP).checkup()

    return ask


def test_it_is_one_request_beside_those_of_the_login(wiki, mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    before = one.requests
    one.checkup()
    assert one.requests == before + 1
    asked = wiki.greeted[-1].parameters
    assert asked["uiprop"] == "blockinfo|hasmsg|editcount|ratelimits"
    assert asked["siprop"] == "general|dbrepllag"
    assert asked["curtimestamp"] == "1"


def test_of_a_quiet_account_on_a_quiet_wiki_nothing_is_told(told):
    seen = told()
    assert (seen.edits, seen.edit_rate, seen.lag) == (None, None, 0)
    assert (seen.block, seen.partly, seen.messages, seen.read_only) == ("", False, False, "")
    assert 0 < seen.seconds < 60


def test_the_user_agent_is_the_one_that_was_sent(wiki, told):
    seen = told()
    assert seen.user_agent == wiki.greeted[-1].headers["User-Agent"]
    assert seen.user_agent.startswith(f"wikisweep/{__version__} (bot; User:Tester) mwclient/")


def test_edits_and_messages_are_told(told):
    seen = told(editcount=1234, messages=True)
    assert (seen.edits, seen.messages) == (1234, True)


@pytest.mark.parametrize(
    ("limits", "rate"),
    [
        ({"edit": {"user": {"hits": 90, "seconds": 60}}}, (90, 60)),
        (
            {"edit": {"user": {"hits": 90, "seconds": 60}, "bot": {"hits": 900, "seconds": 60}}},
            (900, 60),
        ),
        (
            {"edit": {"user": {"hits": 90, "seconds": 60}, "newbie": {"hits": 8, "seconds": 60}}},
            (8, 60),
        ),
        ({"move": {"user": {"hits": 8, "seconds": 60}}}, None),
        ({"edit": {}}, None),
        ({}, None),
        ([], None),  # how PHP writes an empty object
    ],
)
def test_the_limit_on_edits_is_the_one_that_counts(told, limits, rate):
    assert told(ratelimits=limits).edit_rate == rate


def test_a_block_is_told_with_its_reason_and_whether_it_is_a_part(told):
    seen = told(blockid=1, blockedby="Admin", blockreason="<b>too</b> fast\n", blockpartial=False)
    assert (seen.block, seen.partly) == ("too fast", False)
    seen = told(blockid=1, blockedby="Admin", blockreason="", blockpartial=True)
    assert (seen.block, seen.partly) == ("no reason given", True)


def test_a_wiki_that_takes_no_edits_says_why(told):
    assert told(general={"readonly": True, "readonlyreason": "moving house"}).read_only == (
        "moving house"
    )
    assert told(general={"readonlyreason": ""}).read_only == "no reason given"
    assert told(general={"readonly": False}).read_only == ""


@pytest.mark.parametrize(("lags", "most"), [((-1,), 0), ((3, 0.5), 3), ((), 0)])
def test_the_worst_replica_counts(told, lags, most):
    assert told(lags=lags).lag == most


def test_a_clock_of_long_ago_is_noticed(told):
    seen = told()  # the scripted wiki's clock stands still at the second of January 2026
    assert abs(seen.skew) > 3600


def test_a_wiki_that_does_not_answer_it_raises(wiki, mediawiki):
    one = mediawiki(SWEEP)
    _ = one.site
    wiki.about = error("readapidenied")
    with pytest.raises(ApiError):
        one.checkup()


@pytest.mark.parametrize(
    ("stamp", "skew"),
    [
        ("2026-01-02T12:00:00Z", 0),
        ("2026-01-02T12:00:02Z", 0),  # on the way
        ("2026-01-02T12:00:03Z", 0),
        ("2026-01-02T11:59:59Z", 0),  # cut to the second
        ("2026-01-02T12:01:03Z", 60),
        ("2026-01-02T11:58:59Z", -60),
        ("soon", 0),
        ("", 0),
    ],
)
def test_only_what_the_way_does_not_explain_is_skew(stamp, skew):
    assert _skew(stamp, NOON, NOON + timedelta(seconds=3)) == skew

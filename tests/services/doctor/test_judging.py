"""Every rule about a wiki and an account: what is well, what is not, and what to do about it."""

from dataclasses import replace

import pytest

from bot.config import ApiWiki, BotPassword, OAuth2, Secret
from bot.mediawiki import Checkup
from bot.services.doctor.judging import account, clock, grants, https, judge, lag, rate, rights
from bot.services.doctor.judging import version as judged_version
from bot.site import Account, Limits, Site, plain_site

BOT = BotPassword("SweepBot@sweep", Secret("x"))
TOKEN = OAuth2(Secret("x"))
WIKI = ApiWiki("testwiki", "https://test.wikipedia.org/w/api.php", BOT)
ALL = frozenset({"edit", "createpage", "bot", "apihighlimits"})
QUIET = Checkup(
    seconds=0.12,
    user_agent="wikisweep/1 (bot; me)",
    edits=1234,
    edit_rate=None,
    lag=0.0,
    skew=0.0,
    block="",
    partly=False,
    messages=False,
    read_only="",
)


def site(
    groups: str = "* user bot",
    has: frozenset[str] = ALL,
    *,
    anonymous: bool = False,
    **more: object,
) -> Site:
    ours = Account(
        "" if anonymous else "SweepBot",
        anonymous=anonymous,
        groups=frozenset(groups.split()),
        rights=has,
    )
    values = {
        "account": ours,
        "version": "1.43.9",
        "limits": Limits(500, 5000),
        "article_url": "https://test.wikipedia.org/wiki/$1",
        **more,
    }
    return replace(plain_site("testwiki"), **values)  # type: ignore[arg-type]  # a test's own words


def states(checks) -> dict[str, str]:
    return {one.check: one.state for one in checks}


def test_where_all_is_well_every_check_says_so():
    found = list(judge(WIKI, site(), QUIET))
    assert {one.state for one in found} == {"ok"}
    assert not [one.remedy for one in found if one.remedy]
    assert [one.check for one in found] == [
        *("reach", "version", "https", "login", "account", "rights", "grants"),
        *("rate", "limits", "lag", "clock", "user_agent"),
    ]
    told = {one.check: one.message for one in found}
    assert told["reach"] == "https://test.wikipedia.org/w/api.php answered within 0.12 s"
    assert told["account"] == "SweepBot: bot; 1,234 edits"
    assert told["limits"] == "500 pages with text and 5,000 titles a request"
    assert told["user_agent"] == "wikisweep/1 (bot; me)"


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("1.39.0", "ok"),
        ("1.43.9", "ok"),
        ("1.45.0-wmf.12", "ok"),
        ("2.0", "ok"),
        ("1.38.7", "wrong"),
        ("1.9.3", "wrong"),
        ("", "wrong"),
    ],
)
def test_the_oldest_version_is_1_39(version, state):
    assert judged_version(site(version=version)).state == state


@pytest.mark.parametrize(
    ("api", "state"),
    [
        ("https://a.example.org/w/api.php", "ok"),
        ("http://127.0.0.1:8090/api.php", "ok"),
        ("http://localhost/api.php", "ok"),
        ("http://a.example.org/w/api.php", "warning"),
    ],
)
def test_an_address_without_encryption_is_warned_of(api, state):
    assert https(replace(WIKI, api=api)).state == state


def test_nobody_logged_in_is_told_and_nothing_more():
    found = list(account(replace(WIKI, login=None), site("*", anonymous=True), QUIET))
    assert states(found) == {"login": "warning"}
    assert "bot_password" in found[0].remedy


def test_an_account_without_the_bot_group_is_seen_by_everybody():
    found = list(account(WIKI, site("* user autoconfirmed"), replace(QUIET, edits=None)))
    (one,) = (check for check in found if check.check == "account")
    assert one.state == "warning"
    assert one.message == "SweepBot: no special group; everybody sees its edits"


def test_a_block_is_wrong_and_a_partial_one_a_warning():
    whole = replace(QUIET, block="too fast")
    assert states(account(WIKI, site(), whole))["block"] == "wrong"
    assert states(account(WIKI, site(), replace(whole, partly=True)))["block"] == "warning"
    assert "block" not in states(account(WIKI, site(), QUIET))


def test_a_wiki_that_takes_no_edits_is_told():
    found = states(account(WIKI, site(), replace(QUIET, read_only="moving house")))
    assert found["read_only"] == "warning"


def test_without_the_right_to_edit_the_grant_is_named():
    one = rights(WIKI, site(has=ALL - {"edit"}))
    assert one.state == "wrong"
    assert one.remedy == (
        "tick the grant editpage of sweep at https://test.wikipedia.org/wiki/Special:BotPasswords; "
        "the password stays as it is"
    )


def test_without_the_right_to_create_pages_reports_cannot_begin():
    one = rights(WIKI, site(has=ALL - {"createpage"}))
    assert one.state == "warning"
    assert "createeditmovepage" in one.remedy


@pytest.mark.parametrize(
    ("groups", "lacks", "words"),
    [
        ("bot", {"bot", "apihighlimits"}, "not marked as a bot's and it reads 50 pages"),
        ("bot", {"bot"}, "not marked as a bot's"),
        ("bot", {"apihighlimits"}, "so it reads 50 pages at a time"),
        ("sysop", {"bot", "apihighlimits"}, "so it reads 50 pages at a time"),
    ],
)
def test_what_a_group_has_and_the_login_lacks_is_the_grant_highvolume(groups, lacks, words):
    (one,) = grants(WIKI, site(groups, ALL - lacks))
    assert one.state == "warning"
    assert words in one.message
    assert one.remedy.startswith("tick the grant highvolume of sweep at https://")


def test_who_has_all_that_the_groups_give_lacks_no_grant():
    assert states(grants(WIKI, site())) == {"grants": "ok"}
    assert states(grants(WIKI, site("sysop", ALL - {"bot"}))) == {"grants": "ok"}
    assert states(grants(WIKI, site("user", frozenset({"edit"})))) == {}


def test_the_grants_of_a_consumer_are_another_consumer():
    (one,) = grants(replace(WIKI, login=TOKEN), site(has=frozenset({"edit"}), article_url=""))
    assert one.remedy == (
        "make a consumer with the grant highvolume at Special:OAuthConsumerRegistration/propose; "
        "consumers cannot be changed"
    )


@pytest.mark.parametrize(
    ("allowed", "interval", "state"),
    [
        (None, 0.0, "ok"),
        ((90, 60), 10.0, "ok"),
        ((90, 60), 60 / 90, "ok"),
        ((90, 60), 0.5, "warning"),
        ((8, 60), 7.0, "warning"),
        ((0, 60), 10.0, "warning"),
    ],
)
def test_an_interval_keeps_to_the_wikis_own_limit(allowed, interval, state):
    one = rate(replace(WIKI, edit_interval=interval), replace(QUIET, edit_rate=allowed))
    assert one.state == state


def test_an_interval_that_is_too_short_is_told_with_one_that_is_not():
    one = rate(replace(WIKI, edit_interval=1.0), replace(QUIET, edit_rate=(8, 60)))
    assert one.message == "8 edits in 60 s are allowed; edit_interval is 1 s"
    assert one.remedy == "write `edit_interval: 7.5` or more under testwiki in the config"


@pytest.mark.parametrize("hits", [1, 7, 8, 90, 333])
def test_the_interval_that_is_named_is_long_enough(hits):
    one = rate(replace(WIKI, edit_interval=0.0), replace(QUIET, edit_rate=(hits, 60)))
    named = float(one.remedy.partition("`edit_interval: ")[2].partition("`")[0])
    assert rate(replace(WIKI, edit_interval=named), replace(QUIET, edit_rate=(hits, 60))).state == (
        "ok"
    )


@pytest.mark.parametrize(("seconds", "state"), [(0.0, "ok"), (5.0, "ok"), (5.5, "warning")])
def test_a_lag_beyond_maxlag_is_warned_of(seconds, state):
    assert lag(seconds).state == state


@pytest.mark.parametrize(
    ("skew", "state", "words"),
    [
        (0.0, "ok", "as the wiki's"),
        (-5.0, "ok", "as the wiki's"),
        (90.0, "warning", "this machine's clock is 90 s behind the wiki's"),
        (-90.0, "warning", "this machine's clock is 90 s ahead of the wiki's"),
    ],
)
def test_a_clock_that_is_off_is_warned_of(skew, state, words):
    one = clock(replace(QUIET, skew=skew))
    assert (one.state, one.message) == (state, words)

"""The door to mwclient: the address, who we say we are, and every way a login can end."""

import subprocess
import sys
from typing import Any

import pytest

from bot import __version__
from bot.errors import ApiError, BotError, Unreachable, UsageError
from bot.mediawiki import MediaWiki
from bot.mediawiki.client import user_agent
from tests.mediawiki.scripted import SECRET, SWEEP, error, siteinfo

LOST = error("assertnameduserfailed")
OK: dict[str, Any] = {"query": {"pages": []}}
TOKEN = {"query": {"tokens": {"logintoken": "l+\\"}}}
WELCOME = {"login": {"result": "Success"}}


def test_the_user_agent_names_the_operator_and_no_framework_page(wiki, session):
    _ = session(SWEEP).site
    agents = {one.headers["User-Agent"] for one in wiki.greeted}
    assert len(agents) == 1
    agent = agents.pop()
    assert agent.startswith(f"wikisweep/{__version__} (bot; User:Tester) mwclient/")
    assert " requests/" in agent
    assert "github.com" not in agent


@pytest.mark.parametrize(
    ("contact", "sent"),
    [
        ("a@b.org", "a@b.org"),
        ("User:Żółw", "User:%C5%BB%C3%B3%C5%82w"),
        ("User:X\r\nCookie: y", "User:X Cookie: y"),
        ("https://x.org/%20?a=b", "https://x.org/%20?a=b"),
    ],
)
def test_any_contact_fits_into_a_header(contact, sent):
    assert f"(bot; {sent}) " in user_agent("testwiki", contact)


@pytest.mark.parametrize("contact", ["", "  ", "\n"])
def test_no_contact_is_an_error_before_any_request(contact):
    with pytest.raises(UsageError, match=r"^testwiki: no contact"):
        MediaWiki("testwiki", "https://x.org/w/api.php", contact)


@pytest.mark.parametrize(
    "address",
    ["", "x.org/w/api.php", "ftp://x.org/", "https://", "http://[::1/api", "https://x:99999/"],
)
def test_what_is_no_address_is_an_error_before_any_request(address):
    with pytest.raises(UsageError, match=r"^testwiki: .* is no address"):
        MediaWiki("testwiki", address, "User:Tester")


@pytest.mark.parametrize("scheme", ["https", "ftp"])
def test_an_address_with_a_password_in_it_is_refused_and_not_repeated(scheme):
    with pytest.raises(UsageError, match="must not hold a name or password") as refused:
        MediaWiki("testwiki", f"{scheme}://me:{SECRET}@x.org/w/api.php", "User:Tester")
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("result", ["Failed", "Aborted", "WrongPass", "Throttled", "NeedToken"])
def test_a_refused_login_says_which_wiki_which_account_and_what_to_do(wiki, session, result):
    wiki.startup = False
    refusal = {"login": {"result": result, "reason": "Incorrect <b>password</b>", "token": "t"}}
    wiki.will(TOKEN, *[refusal] * (7 if result == "NeedToken" else 1))
    with pytest.raises(BotError, match=r"^testwiki: cannot log in as Sweeper@tests: ") as refused:
        _ = session(SWEEP).site
    assert SECRET not in str(refused.value)
    words = {"Throttled": "too many logins", "NeedToken": "it sees no cookies"}
    assert words.get(result, "Incorrect password; check the name") in str(refused.value)
    assert refused.value.exit_code == 1


@pytest.mark.parametrize("reply", [{"login": {}}, {"query": {}}, {"login": "no"}])
def test_a_login_that_is_answered_with_nonsense_is_told(wiki, session, reply):
    wiki.startup = False
    wiki.will(TOKEN, reply)
    with pytest.raises(Unreachable, match=r"^testwiki: cannot log in as .*not as MediaWiki does"):
        _ = session(SWEEP).site


def test_an_error_of_the_login_is_the_wikis_own(wiki, session):
    wiki.startup = False
    wiki.will(TOKEN, error("mustpostparams", "words"))
    with pytest.raises(ApiError, match=r"^testwiki: cannot log in as Sweeper@tests: words") as told:
        _ = session(SWEEP).site
    assert told.value.code == "mustpostparams"


def test_an_old_wiki_gives_the_login_token_with_its_first_answer(wiki, session):
    wiki.startup = False
    needs = {"login": {"result": "NeedToken", "token": "old"}}
    wiki.will(error("unknown_meta"), needs, WELCOME, siteinfo())
    assert session(SWEEP).site.account.name == "Sweeper"
    assert wiki.asked[2].parameters["lgtoken"] == "old"


def test_importing_the_door_does_not_show_deprecations_to_the_whole_process():
    code = (
        "import warnings, bot.mediawiki;"
        "raise SystemExit(any(one[:3] == ('always', None, DeprecationWarning)"
        " for one in warnings.filters))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    shown = code.replace("bot.mediawiki", "mwclient")
    assert subprocess.run([sys.executable, "-c", shown], check=False).returncode == 1

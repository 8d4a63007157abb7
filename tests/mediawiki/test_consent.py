"""What is written again goes in a new session, or not at all where the abuse log says so."""

import pytest

from bot.errors import BotError, Unreachable
from bot.mediawiki import OAuth1, OAuth2
from bot.mediawiki.consent import Consent
from bot.mediawiki.saving import save
from bot.titles import Title
from tests.mediawiki.scripted import READ_AT, SWEEP, Raw, error, siteinfo
from tests.mediawiki.test_saving import edit, saved

TOKEN = OAuth2("token")
WARNING = error("abusefilter-warning")
LOST = Raw(reset=True)
WITHHELD = "not sent: an abuse filter warned"


def log(*entries, more=None):
    rows = [
        {"ns": 0, "title": title, "result": result, "timestamp": at}
        for title, result, at in entries
    ]
    return {"query": {"abuselog": rows}, **({"continue": more} if more else {})}


def extensions(*names):
    return {"query": {"extensions": [{"name": name} for name in names]}}


@pytest.fixture
def send(session):
    """Gives a function that saves an edit of X, or of another page, in one session."""

    def begin(credentials):
        made = session(credentials)
        consent = Consent(made)

        def one(name="X"):
            return save(made, edit(title=Title(0, name)), consent)

        return one

    return begin


@pytest.fixture
def reader(wiki):
    """The account may read the abuse log."""
    wiki.about = siteinfo(["read", "edit", "bot", "abusefilter-log"])


def logins(wiki):
    return [one.parameters.get("action") for one in wiki.greeted].count("login")


@pytest.mark.parametrize(
    "reply", [WARNING, error("abusefilter-disallowed"), error("hookaborted"), error("unheard of")]
)
def test_what_was_refused_is_sent_again_in_a_new_session_only(wiki, send, reply):
    write = send(SWEEP)
    wiki.will(reply, saved(), reply, saved(), saved())
    codes, counted = [], []
    for name in ("X", "Y", "X", "X", "Y"):
        codes.append(write(name).code)
        counted.append(logins(wiki))
    refused = codes[0]
    assert codes == [refused, "saved", refused, "saved", "saved"]
    assert counted == [1, 1, 2, 3, 3]


@pytest.mark.parametrize("reply", [saved(), saved(nochange=True), error("editconflict")])
def test_what_was_answered_otherwise_is_sent_again_as_it_is(wiki, send, reply):
    write = send(SWEEP)
    wiki.will(reply, reply)
    assert write() == write()
    assert logins(wiki) == 1


def test_the_new_session_has_no_cookie_and_no_token_of_the_old_one(wiki, send):
    write = send(SWEEP)
    body = b'{"error": {"code": "abusefilter-warning", "info": "Really?"}}'
    wiki.will(Raw(200, body, {"Set-Cookie": "s=old; path=/"}), saved())
    write()
    write()
    assert wiki.asked[1].headers.get("Cookie") is None
    assert [one.headers.get("Cookie") for one in wiki.greeted] == [None] * len(wiki.greeted)
    assert [one.parameters.get("type") for one in wiki.greeted].count("csrf") == 2


def test_an_answer_that_was_lost_makes_a_new_session_due(wiki, send):
    write = send(SWEEP)
    wiki.will(LOST, {}, saved())
    for counted in (1, 2):
        with pytest.raises(Unreachable):
            write()
        assert logins(wiki) == counted
    assert write().code == "saved"
    assert logins(wiki) == 3


def test_new_sessions_are_no_losses_however_many(wiki, session, clock):
    one = session(SWEEP)
    _ = one.site
    for _ in range(9):
        one.renew()
    wiki.will(error("assertnameduserfailed"), {"query": {}})
    one.ask({})
    assert logins(wiki) == 1 + 9 + 1
    assert clock.waits == []


def test_nobody_begins_anew_by_forgetting_the_cookies(wiki, send):
    wiki.about = siteinfo((), "127.0.0.1", anonymous=True)
    write = send(None)
    body = b'{"error": {"code": "abusefilter-warning", "info": "Really?"}}'
    wiki.will(Raw(200, body, {"Set-Cookie": "s=old; path=/"}), saved())
    write()
    assert write().code == "saved"
    assert wiki.asked[1].headers.get("Cookie") is None
    assert logins(wiki) == 0


def test_a_login_that_is_refused_leaves_the_edit_unsent(wiki, send):
    write = send(SWEEP)
    wiki.will(WARNING)
    write()
    wiki.startup = False
    wiki.will(
        {"query": {"tokens": {"logintoken": "l+\\"}}},
        {"login": {"result": "Failed", "reason": "no"}},
    )
    with pytest.raises(BotError, match="cannot log in"):
        write()
    wiki.startup = True
    wiki.will(saved())
    assert write().code == "saved"
    assert wiki.asked[-1].parameters["action"] == "edit"


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("credentials", [TOKEN, OAuth1("a", "b", "c", "d")], ids=["two", "one"])
def test_by_oauth_a_page_that_was_warned_of_is_left(wiki, send, credentials):
    write = send(credentials)
    wiki.will(log(), WARNING, saved())
    assert write().detail == "abusefilter-warning: words"
    for _ in range(2):
        outcome = write()
        assert outcome.code == "refused"
        assert outcome.detail.startswith(WITHHELD)
    assert write("Y").code == "saved"
    asked = wiki.asked[0].parameters
    assert (asked["list"], asked["afluser"], asked["afllimit"]) == ("abuselog", "Sweeper", "max")
    assert len(wiki.asked) == 3
    assert logins(wiki) == 0


@pytest.mark.usefixtures("reader")
def test_by_oauth_the_log_of_a_day_tells_of_earlier_runs(wiki, send):
    write = send(TOKEN)
    yesterday = "2026-01-01T03:04:04Z"
    wiki.will(
        log(("A", "disallow", READ_AT), ("B", "tag,warn", READ_AT), more={"aflstart": "x"}),
        log(("C", "warn", READ_AT), ("D", "", READ_AT), ("E", "warn", yesterday), more={"a": "b"}),
    )
    wiki.will(saved(), saved(), saved())
    outcomes = {name: write(name) for name in "ABCDE"}
    assert [one.code for one in outcomes.values()] == [
        "saved",
        "refused",
        "refused",
        "saved",
        "saved",
    ]
    assert outcomes["B"].detail.startswith(WITHHELD)
    assert wiki.asked[1].parameters["aflstart"] == "x"


@pytest.mark.usefixtures("reader")
def test_by_oauth_the_log_is_asked_again_after_a_doubt(wiki, send):
    write = send(TOKEN)
    wiki.will(log(), LOST, log(), LOST, log(("X", "warn", READ_AT)))
    for _ in range(2):
        with pytest.raises(Unreachable):
            write()
    assert write().detail.startswith(WITHHELD)
    wiki.will(saved())
    assert write("Y").code == "saved"


@pytest.mark.usefixtures("reader")
def test_by_oauth_another_refusal_is_looked_up_before_it_is_sent_again(wiki, send):
    write = send(TOKEN)
    wiki.will(log(), error("spamblacklist"), log(), saved(), saved())
    assert [write().code for _ in range(3)] == ["refused", "saved", "saved"]


@pytest.mark.usefixtures("reader")
def test_by_oauth_nothing_is_sent_where_the_log_does_not_answer(wiki, send):
    write = send(TOKEN)
    for _ in range(2):
        wiki.will(error("permissiondenied"))
        with pytest.raises(BotError, match="permissiondenied"):
            write()
    assert {one.parameters.get("list") for one in wiki.asked} == {"abuselog"}


def test_by_oauth_without_the_extension_all_is_sent(wiki, send, said):
    write = send(TOKEN)
    wiki.startup = False
    token = {"query": {"tokens": {"csrftoken": "c+\\"}}}
    wiki.will(siteinfo(), extensions("Cite"), token, LOST, extensions("Cite"), saved())
    with pytest.raises(Unreachable):
        write()
    assert write().code == "saved"
    assert said == []


def test_by_oauth_without_the_right_a_doubt_is_a_refusal(wiki, send, said):
    write = send(TOKEN)
    wiki.startup = False
    token = {"query": {"tokens": {"csrftoken": "c+\\"}}}
    wiki.will(siteinfo(), extensions("Abuse Filter"), token, LOST, extensions("Abuse Filter"))
    with pytest.raises(Unreachable):
        write()
    outcome = write()
    assert outcome.code == "refused"
    assert outcome.detail.startswith("not sent again: whether an abuse filter warned")
    wiki.will(saved())
    assert write("Y").code == "saved"
    (line,) = said
    assert line.startswith("testwiki: User:Sweeper: lacks the right abusefilter-log: ")


@pytest.mark.usefixtures("reader")
def test_by_oauth_a_notice_overrides_no_warning(wiki, mediawiki):
    one = mediawiki(TOKEN)
    wiki.will(log(), WARNING)
    with pytest.raises(BotError, match="abusefilter-warning"):
        one.post_section("User talk:A", "A run", "words")
    told = {"ns": 3, "title": "User talk:A", "result": "warn", "timestamp": READ_AT}
    wiki.will({"query": {"abuselog": [told]}})
    with pytest.raises(BotError, match=r"^testwiki: the message on User talk:A: not sent"):
        one.post_section("User talk:A", "A run", "words")
    wiki.will(saved())
    assert one.post_section("User talk:B", "A run", "words") == 6

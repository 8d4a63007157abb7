"""Errors of a real MediaWiki, provoked one by one: each outcome, and what the history says then."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import pytest

from bot.errors import ApiError, BotError, Stopped, Unreachable
from bot.mediawiki import BotPassword, Patience
from bot.mediawiki.session import Session
from bot.titles import Title
from devwiki.devwiki import Devwiki
from devwiki.settings import (
    CREATE_PROTECTED,
    DELETED_PAGE,
    REFUSE_PHRASE,
    REFUSED_TITLE,
    SPAM_DOMAIN,
    WARN_PHRASE,
)
from tests.mediawiki.live import change, creation, edit, history, read
from tests.mediawiki.scripted import ScriptedClock

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]
BOT, PERSON = ("SweepBot", "sweep"), ("Plain", "hand")
_HOOK = "$wgHooks['{0}'][] = static function ( ...$all ) {{ {1} }};"
_NO_EDITS = "foreach ( [ '*', 'user' ] as $one ) { $wgGroupPermissions[$one]['edit'] = false; }"
_NO_PAGES = """foreach ( [ '*', 'user' ] as $one ) {
  $wgGroupPermissions[$one]['createpage'] = false;
}"""

_FAILS_BEFORE = _HOOK.format("EditFilterMergedContent", "throw new LogicException( 'a test' );")
_FAILS_AFTER = _HOOK.format(
    "APIAfterExecute",
    """if ( $all[0]->getModuleName() === 'edit' ) {
      \\MediaWiki\\MediaWikiServices::getInstance()->getDBLoadBalancerFactory()
        ->commitPrimaryChanges( 'a test' );
      throw new LogicException( 'a test' );
    }""",
)


@pytest.fixture
def admin(scratch: Devwiki, clock: ScriptedClock) -> Iterator[Session]:
    """The administrator, for what only they can do."""
    one = Session(
        "devwiki",
        scratch.api,
        "User:Tester",
        BotPassword(*scratch.accounts["Admin"].login("tests")),
        patience=Patience(),
        clock=clock,
        say=lambda _: None,
    )
    with closing(one):
        yield one


@pytest.fixture
def block(admin: Session) -> Iterator[Callable[..., None]]:
    """Blocks an account until the end of the test."""
    blocked: list[str] = []

    def do(user: str, **options: str) -> None:
        blocked.append(user)
        admin.act({"action": "block", "user": user, "reason": "a test", **options})

    yield do
    for user in blocked:
        admin.act({"action": "unblock", "user": user})


class Case(NamedTuple):
    """How to provoke a code, and what it means for the item."""

    code: str
    name: str
    after: str = "x"
    outcome: str = ""
    settings: str = ""
    account: tuple[str, str] = BOT


LEFT = [
    Case("protectedpage", "Gold", outcome="protected"),
    Case("cascadeprotected", "Cascade guest", outcome="protected"),
    Case("protectednamespace", "Tin", "x", "protected", "$wgNamespaceProtection[0] = [ 'x' ];"),
    Case("protectednamespace-interface", "MediaWiki:Titleblacklist", outcome="protected"),
    Case("customcssprotected", "User:Archivist/common.css", "a {}", "protected"),
    Case("customjsprotected", "User:Lapwing/notes.js", "x()", "protected"),
    Case("mycustomjsonprotected", "User:SweepBot/config.json", "{}", "protected"),
    Case("spamblacklist", "Lead", f"https://{SPAM_DOMAIN}/x", "refused"),
    Case("abusefilter-warning", "Lead", WARN_PHRASE, "refused"),
    Case("abusefilter-disallowed", "Lead", REFUSE_PHRASE, "refused"),
    Case(
        "hookaborted",
        "Lead",
        outcome="refused",
        settings=_HOOK.format("EditFilterMergedContent", "return false;"),
    ),
    Case("contenttoobig", "Lead", "x" * 2_200_000, "too_big"),
    Case("contenttoobig", "Lead", "x" * 1025, "too_big", "$wgMaxArticleSize = 1;"),
    Case(
        "newsince",
        "Lead",
        outcome="failed",
        settings=_HOOK.format(
            "EditFilterMergedContent",
            "$all[2]->fatal( ApiMessage::create( 'hookaborted', 'newsince' ) ); return false;",
        ),
    ),
]


@pytest.mark.parametrize("case", LEFT, ids=lambda case: f"{case.code}-{len(case.after)}")
def test_a_page_that_may_not_be_changed_is_left(scratch, open_wiki, case):
    wiki = open_wiki()
    page = read(wiki, case.name)
    known = history(wiki, case.name)
    scratch.set(case.settings)
    before = wiki.requests
    got = change(wiki, page, case.after)
    assert (got.code, got.detail.partition(":")[0]) == (case.outcome, case.code)
    assert got.revid is None
    assert wiki.requests - before == 2  # a token, and one try
    scratch.set("")
    assert history(wiki, case.name) == known


@pytest.mark.parametrize(
    "case",
    [
        Case("protectedpage", CREATE_PROTECTED, outcome="protected"),
        Case("titleblacklist-forbidden", f"{REFUSED_TITLE} once", outcome="refused"),
        Case("cantcreate", "A page of ours", outcome="protected", settings=_NO_PAGES),
        Case("articleexists", "Mercury", outcome="exists"),
    ],
    ids=lambda case: case.code,
)
def test_a_page_that_may_not_be_made_is_left(scratch, open_wiki, case):
    wiki = open_wiki()
    known = history(wiki, case.name)
    page = read(wiki, case.name)
    scratch.set(case.settings)
    got = wiki.write(creation(page, "Made by a test."))
    assert (got.code, got.detail.partition(":")[0]) == (case.outcome, case.code)
    assert history(wiki, case.name) == known


@pytest.mark.parametrize(
    ("code", "title", "outcome"),
    [
        ("pagecannotexist", Title(-1, "Special:Version"), "failed"),
        ("invalidtitle", Title(0, "A<b"), "failed"),
    ],
)
def test_a_title_that_no_page_can_have_is_left(open_wiki, code, title, outcome):
    wiki = open_wiki()
    page = read(wiki, "Mercury")
    for item in (replace(edit(page, "x"), title=title), replace(creation(page, "x"), title=title)):
        got = wiki.write(item)
        assert (got.code, got.detail.partition(":")[0]) == (outcome, code)


def test_a_base_that_the_wiki_does_not_know_is_a_conflict(open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Lead")
    known = history(wiki, "Lead")
    got = change(wiki, page, "x", base=99_999_999)
    assert (got.code, got.detail.partition(":")[0]) == ("conflict", "editconflict")
    assert history(wiki, "Lead") == known


def test_json_that_is_none_is_left(open_wiki):
    wiki = open_wiki("Admin", "tests")
    page = read(wiki, "User:SweepBot/config.json")
    known = history(wiki, page.title.text)
    got = change(wiki, page, "{ no json")
    assert got.code == "failed"
    assert history(wiki, page.title.text) == known


@pytest.mark.parametrize(
    "case",
    [
        Case("captcha", "Misspelled history", "https://elsewhere.example.org/", account=PERSON),
        Case("permissiondenied", "Misspelled history", settings=_NO_EDITS, account=PERSON),
        Case(
            "confirmemail",
            "Misspelled history",
            settings="$wgEmailConfirmToEdit = true;",
            account=PERSON,
        ),
        Case(
            "assertbotfailed",
            "Misspelled history",
            settings="$wgGroupPermissions['bot']['bot'] = false;",
        ),
    ],
    ids=lambda case: case.code,
)
def test_an_account_that_may_not_edit_stops_the_work(scratch, open_wiki, case):
    wiki = open_wiki(*case.account)
    page = read(wiki, case.name)
    known = history(wiki, case.name)
    scratch.set(case.settings)
    with pytest.raises(Stopped, match=case.code):
        change(wiki, page, case.after)
    scratch.set("")
    assert history(wiki, case.name) == known


def test_a_block_stops_the_work_and_is_seen_before(open_wiki, block):
    wiki = open_wiki()
    page = read(wiki, "Misspelled history")
    known = history(wiki, page.title.text)
    block("SweepBot")
    assert wiki.look().block == "a test (by Admin)"
    with pytest.raises(Stopped, match=r"^devwiki: blocked: .*talk to who set the block$"):
        change(wiki, page, "x")
    assert history(wiki, page.title.text) == known


def test_a_block_of_an_address_stops_the_work(open_wiki, block):
    wiki = open_wiki()
    page = read(wiki, "Misspelled history")
    block("127.0.0.1")
    with pytest.raises(Stopped, match="blocked"):
        change(wiki, page, "x")
    assert wiki.look().block


def test_a_partial_block_leaves_its_pages_alone_and_lets_us_edit_others(open_wiki, block):
    wiki = open_wiki()
    barred, free = read(wiki, "Copper"), read(wiki, "Iron")
    known = history(wiki, "Copper")
    block("SweepBot", partial="1", pagerestrictions="Copper", allowusertalk="1")
    assert wiki.look().block == ""
    got = change(wiki, barred, "x")
    assert (got.code, got.detail.partition(":")[0]) == ("protected", "partly blocked")
    assert change(wiki, free, f"{free.text} Not blocked.").code == "saved"
    assert history(wiki, "Copper") == known


def test_a_message_on_our_talk_page_is_seen(open_wiki):
    wiki, person = open_wiki(), open_wiki(*PERSON)
    before = wiki.look()
    assert not before.messages
    talk = read(person, "User talk:SweepBot")
    said = change(person, talk, f"{talk.text}\n\n== Stop ==\nPlease.")
    after = wiki.look()
    assert (after.messages, after.talk) == (True, said.revid)
    assert after.talk > before.talk


def test_a_page_deleted_since_it_was_read_is_not_made_again(scratch, open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Substitution leftovers")
    scratch.maintenance("deleteBatch", "--u", "Admin", stdin="Substitution leftovers\n")
    got = change(wiki, page, "Back again.")
    assert got.code == "missing"
    assert history(wiki, "Substitution leftovers") == ()


def test_a_page_deleted_before_it_was_read_can_be_made(open_wiki):
    wiki = open_wiki()
    page = read(wiki, DELETED_PAGE)
    assert wiki.write(creation(page, "It was never there.")).code == "saved"
    assert [one.parent for one in history(wiki, DELETED_PAGE)] == [0]


def test_a_page_that_took_the_title_and_the_edit_is_named_with_its_revision(open_wiki, admin):
    wiki = open_wiki()
    page = read(wiki, "Alcohol")
    item = edit(page, f"{page.text} Planned.")
    moved = {"from": "Alcohol", "to": "Alcohol moved away", "noredirect": "1"}
    admin.act({"action": "move", **moved})
    admin.act({"action": "edit", "title": "Alcohol", "text": page.text, "createonly": "1"})
    other = read(wiki, "Alcohol")
    assert other.pageid != page.pageid
    got = wiki.write(item)
    (ours,) = history(wiki, "Alcohol", other.revid)
    assert (got.code, got.revid) == ("failed", ours.revid)
    assert got.detail == (
        f"it was saved on another page (id {other.pageid}), which somebody made under this title: "
        f"look at revision {ours.revid} and undo it by hand"
    )
    again = wiki.write(item)
    assert (again.code, again.revid) == ("failed", None)
    assert again.detail.endswith(f"(id {other.pageid}), which has this very text")


def test_a_conflict_leaves_the_other_edit_on_top(open_wiki):
    wiki, person = open_wiki(), open_wiki(*PERSON)
    page = read(wiki, "Broken markup")
    theirs = change(person, read(person, "Broken markup"), "Mended.")
    got = change(wiki, page, "Broken otherwise.")
    assert (got.code, got.detail.partition(":")[0]) == ("conflict", "editconflict")
    (newest,) = history(wiki, "Broken markup", page.revid)
    assert (newest.revid, newest.user) == (theirs.revid, "Plain")


def test_an_edit_sent_again_is_made_once(open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Dead end")
    one = edit(page, f"{page.text} Once.")
    assert [wiki.write(one).code for _ in range(3)] == ["saved", "no_change", "no_change"]
    (ours,) = history(wiki, "Dead end", page.revid)
    assert (ours.parent, ours.user, ours.summary) == (page.revid, "SweepBot", "Bot: test")


@pytest.mark.parametrize(
    ("code", "settings"),
    [
        ("readonly", "$wgReadOnly = 'Moving house';"),
        ("maxlag", "$wgJobQueueIncludeInMaxLagFactor = 0.0001;"),
    ],
)
def test_a_wiki_that_cannot_just_now_is_waited_for(scratch, open_wiki, clock, code, settings):
    wiki = open_wiki()
    page = read(wiki, "Orphan still")
    known = history(wiki, page.title.text)
    scratch.set(settings)
    with pytest.raises(ApiError) as ended:
        change(wiki, page, "x")
    assert ended.value.code == code
    assert min(clock.waits) >= (30 if code == "readonly" else 5)
    assert wiki.slowed == len(clock.waits) + 1
    scratch.set("")
    assert history(wiki, page.title.text) == known


def test_lagging_replicas_make_it_read_only_for_bots_and_are_waited_for(scratch, open_wiki, clock):
    wiki = open_wiki()
    page = read(wiki, "Orphan still")
    hook = "throw ApiUsageException::newWithMessage( null, [ 'readonlytext' ], 'readonly' );"
    scratch.set(_HOOK.format("ApiCheckCanExecute", hook))
    waited = clock.wait

    def then_well(seconds):
        waited(seconds)
        scratch.set("")

    clock.wait = then_well
    assert change(wiki, page, f"{page.text} At last.").code == "saved"
    assert clock.waits == [30]
    assert len(history(wiki, page.title.text, page.revid)) == 1


def test_an_account_over_its_rate_waits_longer_and_longer(scratch, open_wiki, clock):
    scratch.set("$wgRateLimits = ['edit' => ['user' => [4, 3600], 'newbie' => [4, 3600]]];")
    wiki = open_wiki(*PERSON)
    name = "Nested templates"
    first = read(wiki, name)
    saved = 0
    with pytest.raises(ApiError, match="rate limit") as ended:  # noqa: PT012 - which one it is
        while saved < 5:  # newer versions count an edit more than once
            page = read(wiki, name)
            saved += change(wiki, page, f"{page.text} {saved}").code == "saved"
    assert ended.value.code == "ratelimited"
    assert clock.waits == [10, 20]
    assert len(history(wiki, name, first.revid)) == saved > 0


def test_a_token_that_is_no_longer_good_is_fetched_anew(open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Red links")
    assert change(wiki, page, f"{page.text} One.").code == "saved"
    page = read(wiki, "Red links")
    # The wiki changes the salt of every token by its secret only: one of ours is spoilt instead.
    wiki._session._token = "0123456789abcdef0123456789abcdef00000000+\\"  # noqa: SLF001
    before = wiki.requests
    assert change(wiki, page, f"{page.text} Two.").code == "saved"
    assert wiki.requests - before == 3  # refused, a token, saved
    assert len(history(wiki, "Red links", page.revid)) == 1


def test_a_lost_session_is_mended_and_the_edit_made_once(scratch, open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Zinc")
    scratch.set("$wgSessionName = 'another'; $wgCookiePrefix = 'another';")
    assert change(wiki, page, f"{page.text} Mended.").code == "saved"
    (ours,) = history(wiki, "Zinc", page.revid)
    assert ours.user == "SweepBot"


def test_another_account_than_ours_never_edits(open_wiki):
    wiki, person = open_wiki(), open_wiki(*PERSON)
    page = read(wiki, "Nickel")
    _ = person.site
    # As if the cookies of two sessions had been mixed up.
    jars = [one._session._client.connection.cookies for one in (wiki, person)]  # noqa: SLF001
    jars[0].clear()
    jars[0].update(jars[1])
    assert change(wiki, page, f"{page.text} Ours.").code == "saved"
    (ours,) = history(person, "Nickel", page.revid)
    assert ours.user == "SweepBot"


def test_nobody_never_edits_for_us(scratch, open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Iron")
    # Nobody's cookies come back: each session is lost with the answer that made it.
    scratch.set("header_register_callback( static fn () => header_remove( 'Set-Cookie' ) );")
    wiki._session._client.connection.cookies.clear()  # noqa: SLF001
    with pytest.raises(BotError):
        change(wiki, page, "x")
    scratch.set("")
    assert history(open_wiki(*PERSON), "Iron", page.revid) == ()


@pytest.mark.parametrize("saved", [False, True], ids=["before", "after"])
def test_a_wiki_that_fails_midway_leaves_it_to_the_history(scratch, open_wiki, saved):
    wiki = open_wiki()
    page = read(wiki, "Cobalt")
    scratch.set(_FAILS_AFTER if saved else _FAILS_BEFORE)
    with pytest.raises(Unreachable, match="internal_api_error_LogicException") as ended:
        change(wiki, page, f"{page.text} Midway {saved}.")
    assert ended.value.unsettled
    assert isinstance(ended.value.__cause__, ApiError)
    scratch.set("")
    assert len(history(wiki, "Cobalt", page.revid)) == saved


def test_a_database_that_fails_leaves_it_to_the_history(scratch, open_wiki, clock):
    wiki = open_wiki()
    page = read(wiki, "Mercury")
    hook = "throw new \\Wikimedia\\Rdbms\\DBUnexpectedError( null, 'a test' );"
    scratch.set(_HOOK.format("EditFilterMergedContent", hook))
    with pytest.raises(Unreachable, match="its database failed") as ended:
        change(wiki, page, "x")
    assert ended.value.unsettled
    assert clock.waits == []
    scratch.set("")
    assert history(wiki, "Mercury", page.revid) == ()


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("badtags", {"tags": "no such tag"}),
        ("badmd5", {"md5": "0" * 32}),
        ("redirect-appendonly", {"redirect": "1"}),
    ],
)
def test_a_request_that_is_wrong_is_our_own_fault(admin, open_wiki, code, options):
    asked = {"action": "edit", "title": "Silver", "text": "x", "summary": "", **options}
    with pytest.raises(ApiError, match=rf"\({code}\); report it") as ended:
        admin.act(asked)
    assert ended.value.code == code
    wiki = open_wiki()
    assert all(one.user != "Admin" for one in history(wiki, "Silver"))

"""A real AbuseFilter's warning stays a refusal, however often and by whatever way we come back."""

from collections.abc import Callable, Iterator

import pytest

from bot.errors import Unreachable
from bot.mediawiki import BotPassword, MediaWiki, OAuth2, Patience
from bot.mediawiki.consent import Consent
from bot.mediawiki.saving import save
from devwiki.devwiki import Devwiki
from devwiki.settings import WARN_PHRASE
from tests.chaos.faults import HTML_AFTER, RESET_AFTER, TRUNCATED
from tests.chaos.proxy import Proxy
from tests.mediawiki.live import SESSION_BY_TOKEN, change, edit, history, read
from tests.mediawiki.scripted import ScriptedClock

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]

_NO_LOG = """
foreach ( $wgGroupPermissions as $one => $_ ) {
  $wgGroupPermissions[$one]['abusefilter-log'] = false;
}
"""


@pytest.fixture
def proxy(scratch: Devwiki) -> Iterator[Proxy]:
    with Proxy(scratch.api) as one:
        yield one


@pytest.fixture
def through(
    scratch: Devwiki, proxy: Proxy, clock: ScriptedClock
) -> Iterator[Callable[..., MediaWiki]]:
    """Opens the wiki through the proxy, by bot password or by a token."""
    made: list[MediaWiki] = []

    def make(*, token: bool = False) -> MediaWiki:
        known = scratch.accounts["SweepBot"].login("sweep")
        credentials = OAuth2("a-test") if token else BotPassword(*known)
        patience = Patience(total=60)
        made.append(
            MediaWiki(
                "devwiki", proxy.api, "User:Tester", credentials, clock=clock, patience=patience
            )
        )
        return made[-1]

    yield make
    for one in made:
        one.close()


def warned(page):
    return f"{page.text} {WARN_PHRASE}"


@pytest.mark.parametrize(("token", "name"), [(False, "Acid"), (True, "Star")])
def test_the_filter_takes_a_second_edit_of_the_session_for_consent(scratch, through, token, name):
    scratch.set(SESSION_BY_TOKEN)
    wiki = through(token=token)
    page = read(wiki, name)
    session = wiki._session  # noqa: SLF001 - what would be if nobody looked
    assert save(session, edit(page, warned(page))).code == "refused"
    forgetful = Consent(session)
    forgetful._looked = True  # noqa: SLF001
    assert save(session, edit(page, warned(page)), forgetful).code == "saved"


@pytest.mark.parametrize("fault", [RESET_AFTER, TRUNCATED, HTML_AFTER], ids=lambda one: one.name)
def test_a_warning_whose_answer_was_lost_is_not_overridden_by_sending_again(through, proxy, fault):
    wiki = through()
    page = read(wiki, "Salt")
    for _ in range(3):
        proxy.will(fault, writes=True)
        with pytest.raises(Unreachable) as lost:
            change(wiki, page, warned(page))
        assert lost.value.unsettled
    outcome = change(wiki, page, warned(page))
    assert (outcome.code, outcome.detail.partition(":")[0]) == ("refused", "abusefilter-warning")
    assert history(wiki, "Salt", page.revid) == ()
    assert not proxy.saved


def test_two_edits_of_one_page_are_both_refused_and_a_good_one_is_saved(through):
    wiki = through()
    page = read(wiki, "Lamp")
    for after in (warned(page), warned(page), f"Otherwise. {warned(page)}"):
        assert change(wiki, page, after).detail.startswith("abusefilter-warning:")
    assert history(wiki, "Lamp", page.revid) == ()
    assert change(wiki, page, f"{page.text} Well lit.").code == "saved"


def test_warnings_on_page_after_page_cost_no_login_and_a_second_pass_costs_one(through):
    wiki = through()
    pages = [read(wiki, name) for name in ("Venus", "Earth", "Moon", "Mars", "Pluto", "Comet")]
    costs = []
    for _ in range(3):
        before = wiki.requests
        assert [change(wiki, page, warned(page)).code for page in pages] == ["refused"] * 6
        costs.append(wiki.requests - before)
    assert costs == [1 + 6, 2 + 1 + 6, 2 + 1 + 6]  # token and edits; the login has two requests
    assert [history(wiki, page.title.text, page.revid) for page in pages] == [()] * 6


def test_the_same_page_again_and_again_is_no_lost_session(through):
    wiki = through()
    page = read(wiki, "Ceres")
    assert {change(wiki, page, warned(page)).code for _ in range(12)} == {"refused"}
    assert history(wiki, "Ceres", page.revid) == ()


def test_by_token_a_warning_outlives_the_process_and_is_not_overridden(scratch, through, proxy):
    scratch.set(SESSION_BY_TOKEN)
    first = through(token=True)
    assert first.site.account.name == "SweepBot"
    page = read(first, "Metal")
    assert change(first, page, warned(page)).detail.startswith("abusefilter-warning:")
    before = proxy.requests
    assert change(first, page, warned(page)).detail.startswith("not sent: an abuse filter warned")
    assert proxy.requests == before
    second = through(token=True)
    assert change(second, page, warned(page)).detail.startswith("not sent: an abuse filter warned")
    other = read(second, "Brass")
    assert change(second, other, f"{other.text} An alloy.").code == "saved"
    assert history(second, "Metal", page.revid) == ()


def test_by_token_an_answer_that_was_lost_is_looked_up_in_the_abuse_log(scratch, through, proxy):
    scratch.set(SESSION_BY_TOKEN)
    wiki = through(token=True)
    page, good = read(wiki, "Pewter"), read(wiki, "Bronze")
    proxy.will(RESET_AFTER, writes=True)
    with pytest.raises(Unreachable):
        change(wiki, page, warned(page))
    assert change(wiki, page, warned(page)).detail.startswith("not sent: an abuse filter warned")
    assert history(wiki, "Pewter", page.revid) == ()
    proxy.will(RESET_AFTER, writes=True)
    with pytest.raises(Unreachable):
        change(wiki, good, f"{good.text} An alloy.")
    assert change(wiki, good, f"{good.text} An alloy.").code == "no_change"
    assert len(history(wiki, "Bronze", good.revid)) == 1


def test_by_token_and_without_the_right_to_the_log_a_doubt_is_a_refusal(scratch, through, proxy):
    scratch.set(SESSION_BY_TOKEN + _NO_LOG)
    wiki = through(token=True)
    page, good = read(wiki, "Zinc"), read(wiki, "Tin")
    proxy.will(RESET_AFTER, writes=True)
    with pytest.raises(Unreachable):
        change(wiki, page, warned(page))
    assert change(wiki, page, warned(page)).detail.startswith("not sent again: whether")
    assert history(wiki, "Zinc", page.revid) == ()
    assert change(wiki, good, f"{good.text} A metal.").code == "saved"
    assert [one.code for one in wiki.notices] == ["abuse_log_unread"]


def test_a_notice_on_a_talk_page_overrides_no_warning_either(through):
    wiki = through()
    for _ in range(3):
        with pytest.raises(Exception, match="abusefilter-warning") as refused:
            wiki.post_section("User talk:SweepBot", "A run", WARN_PHRASE)
        assert getattr(refused.value, "code", "") == "abusefilter-warning"

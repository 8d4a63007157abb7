"""Writing: what both wikis do alike, and what the offline wiki is documented not to know."""

from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.mediawiki import MediaWiki, OAuth2
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate
from bot.plan import Edit
from bot.site import CATEGORY
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, Backlinks, Categories, CategoryMembers, RedirectsTo
from devwiki.settings import WARN_PHRASE
from tests.contract.conftest import CORPUS, SITEINFO, TENANTS, live_wiki
from tests.mediawiki.live import SESSION_BY_TOKEN

FACETS = frozenset({INFO, TEXT, REDIRECT_FLAG, Categories()})


@pytest.fixture(scope="module")
def scratch_live(scratch):
    with closing(live_wiki(scratch)) as wiki:
        yield wiki


@pytest.fixture
def scratch_offline(tmp_path):
    with closing(OfflineWiki("devwiki", CORPUS, SITEINFO, cache=tmp_path)) as wiki:
        yield wiki


@pytest.fixture(params=TENANTS)
def wiki(request):
    """A wiki that may be written to; each test writes to pages that no other test touches."""
    return request.getfixturevalue(f"scratch_{request.param}")


def _read(wiki, name):
    [[page]] = wiki.fetch([[Candidate(wiki.site.title(name))]], FACETS)
    return page


def _edit(page, after):
    return Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before=page.text,
        after=after,
        summary="a test",
    )


def _names(wiki, query):
    return {one.title.text for batch in wiki.enumerate(query) for one in batch}


def test_a_saved_edit_is_the_page_s_newest_revision(wiki):
    before = _read(wiki, "Tin")
    outcome = wiki.write(_edit(before, "A new text, é."))
    after = _read(wiki, "Tin")
    assert (outcome.code, outcome.merged, outcome.detail) == ("saved", False, "")
    assert after.revid == outcome.revid > before.revid
    assert after.timestamp == outcome.timestamp
    assert outcome.timestamp is not None
    assert abs(outcome.timestamp - datetime.now(UTC)) < timedelta(minutes=5)
    assert (after.text, after.length, after.pageid) == ("A new text, é.", 15, before.pageid)


def test_an_edit_is_one_request(wiki):
    page = _read(wiki, "Copper")
    wiki.write(_edit(page, f"{page.text} one"))
    page = _read(wiki, "Copper")
    before = wiki.requests
    wiki.write(_edit(page, f"{page.text} two"))
    assert wiki.requests == before + 1


def test_links_categories_and_redirects_follow_an_edit(wiki):
    outcome = wiki.write(
        _edit(_read(wiki, "Lead"), "[[Linked by a test]] [[Category:Filled by a test]]")
    )
    assert outcome.code == "saved"
    assert _names(wiki, Backlinks(to=Title(0, "Linked by a test"))) == {"Lead"}
    category = Title(CATEGORY, "Category:Filled by a test")
    assert _names(wiki, CategoryMembers(category=category)) == {"Lead"}
    page = _read(wiki, "Lead")
    assert page[Categories()] == {category}
    assert not page[REDIRECT_FLAG]
    wiki.write(_edit(page, "#REDIRECT [[Linked by a test]]"))
    assert _names(wiki, RedirectsTo(to=Title(0, "Linked by a test"))) == {"Lead"}
    assert _names(wiki, CategoryMembers(category=category)) == set()
    assert _read(wiki, "Lead")[REDIRECT_FLAG]


def test_an_edit_on_an_old_base_never_overwrites_a_later_one(wiki):
    page = _read(wiki, "Iron")
    assert wiki.write(_edit(page, "somebody's text")).code == "saved"
    outcome = wiki.write(_edit(page, "our text"))
    assert outcome.code == "conflict"
    assert outcome.detail
    assert _read(wiki, "Iron").text == "somebody's text"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("Saturn", lambda text: text),
        ("Venus", lambda text: f"{text}\n \n"),
        ("Jupiter", lambda text: text.replace("\n", "\r\n")),
    ],
    ids=["the same", "blanks at its end", "other line ends"],
)
def test_a_text_that_would_be_stored_alike_is_no_change(wiki, name, change):
    page = _read(wiki, name)
    outcome = wiki.write(_edit(page, change(page.text)))
    assert (outcome.code, outcome.revid) == ("no_change", None)
    assert _read(wiki, name).revid == page.revid


def test_an_edit_that_was_saved_already_is_no_change(wiki):
    page = _read(wiki, "Neptune")
    edit = _edit(page, f"{page.text}\n\nA sentence more.")
    assert wiki.write(edit).code == "saved"
    assert wiki.write(edit).code == "no_change"


def test_a_text_is_stored_in_the_same_form(wiki):
    wiki.write(_edit(_read(wiki, "Mars"), "e\u0301\r\nb\rc\n\n\t"))
    assert _read(wiki, "Mars").text == "é\nb\nc"


def test_a_page_that_is_not_there_is_missing_and_stays_so(wiki):
    edit = Edit(
        title=Title(0, "Never written"), baserevid=1, read_at=None, before="", after="x", summary=""
    )
    assert wiki.write(edit).code == "missing"
    assert not _read(wiki, "Never written").exists


def test_a_text_over_the_limit_is_too_big(wiki):
    page = _read(wiki, "Uranus")
    assert wiki.write(_edit(page, "x" * (2048 * 1024 + 1))).code == "too_big"
    assert _read(wiki, "Uranus").revid == page.revid


def test_half_a_character_is_not_sent(wiki):
    page = _read(wiki, "Earth")
    assert wiki.write(_edit(page, "\ud800")).code == "failed"
    told = wiki.write(replace(_edit(page, "x"), summary="a\udc80"))
    assert (told.code, told.detail) == ("failed", "the summary has a character that is none, at 1")
    assert _read(wiki, "Earth").revid == page.revid


def test_a_page_that_is_no_wikitext_can_be_written_too(wiki):
    page = _read(wiki, "Devwiki:Plain text")
    assert page.model == "text"
    assert wiki.write(_edit(page, "[[Linked by plain text]]")).code == "saved"
    assert _read(wiki, "Devwiki:Plain text").model == "text"
    assert _names(wiki, Backlinks(to=Title(0, "Linked by plain text"))) == set()


def test_a_closed_wiki_may_be_closed_again(scratch_offline):
    scratch_offline.write(_edit(_read(scratch_offline, "Tin"), "x"))
    scratch_offline.close()
    scratch_offline.close()


@pytest.mark.live
def test_a_closed_session_may_be_closed_again(scratch):
    wiki = live_wiki(scratch)
    assert _read(wiki, "Mercury").exists
    wiki.close()
    wiki.close()


@pytest.mark.live
@pytest.mark.parametrize("token", [False, True], ids=["bot password", "token"])
def test_a_filter_s_warning_is_not_overridden_by_a_second_edit(scratch, token):
    scratch.set(SESSION_BY_TOKEN)
    name = "Pendulum" if token else "Compass"

    def begin():
        if token:
            return MediaWiki("devwiki", scratch.api, "User:Tester", OAuth2("a-test"))
        return live_wiki(scratch)

    with ExitStack() as stack:
        stack.callback(scratch.set, "")
        one, other = (stack.enter_context(closing(begin())) for _ in range(2))
        page = _read(one, name)
        item = _edit(page, f"{page.text} {WARN_PHRASE}")
        told = [wiki.write(item) for wiki in (one, one, other, other)]
        assert {outcome.code for outcome in told} == {"refused"}
        begins = {outcome.detail.partition(":")[0] for outcome in told[1:]}
        assert begins == {"not sent" if token else "abusefilter-warning"}
        assert _read(one, name).revid == page.revid


@pytest.mark.live
class TestWhatTheOfflineWikiDoesNotKnow:
    """Each of these is told in docs/offline.md."""

    @pytest.fixture
    def both(self, scratch_live: MediaWiki, scratch_offline: OfflineWiki):
        def write(name, after):
            outcomes, texts = [], []
            for wiki in (scratch_live, scratch_offline):
                page = _read(wiki, name)
                text = after(page.text) if callable(after) else after
                outcomes.append(wiki.write(_edit(page, text)).code)
                texts.append(_read(wiki, name).text)
            return outcomes, texts

        return write

    def test_signatures_subst_and_pipe_tricks_stay_as_they_are(self, both):
        outcomes, (live, offline) = both("Cobalt", "~~~~ {{subst:PAGENAME}} [[Mercury (planet)|]]")
        assert outcomes == ["saved", "saved"]
        assert "Cobalt [[Mercury (planet)|Mercury]]" in live
        assert offline == "~~~~ {{subst:PAGENAME}} [[Mercury (planet)|]]"

    def test_two_edits_of_different_places_are_not_merged(self, scratch_live, scratch_offline):
        codes = []
        for wiki in (scratch_live, scratch_offline):
            page = _read(wiki, "Sulphur")
            start = replace(_edit(page, f"At the start.\n\n{page.text}"))
            end = replace(_edit(page, f"{page.text}\n\nAt the end."))
            assert wiki.write(start).code == "saved"
            outcome = wiki.write(end)
            codes.append((outcome.code, outcome.merged))
        assert codes == [("saved", True), ("conflict", False)]

    @pytest.mark.parametrize(
        ("name", "after", "live"),
        [
            ("Gold", "protected", "protected"),
            ("Zinc", "please-refuse-me", "refused"),
            ("Nickel", "please-warn-me", "refused"),
            ("Arsenic", "https://spam.example.net/", "refused"),
        ],
    )
    def test_protection_filters_and_blacklists_stop_nothing(self, both, name, after, live):
        outcomes, texts = both(name, after)
        assert outcomes == [live, "saved"]
        assert texts[0] != texts[1] == after

"""What only a real MediaWiki can show: private wikis, lost sessions, conflicts, refusals."""

from contextlib import closing
from itertools import chain

import pytest

from bot.errors import ApiError, SessionLost
from bot.mediawiki import MediaWiki, OAuth2
from bot.page import TEXT
from bot.plan import Edit
from bot.titles import Title
from bot.wiki import AllPages, Backlinks
from tests.mediawiki.live import change, read

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]
TEXTS = frozenset({TEXT})
MERCURY = Title(0, "Mercury")


def test_a_private_wiki_opens_to_its_members_alone(scratch, open_wiki):
    scratch.set("$wgGroupPermissions['*']['read'] = false;")
    with pytest.raises(ApiError, match="only members may read it"):
        _ = open_wiki("").site
    member = open_wiki()
    assert member.site.account.name == "SweepBot"
    assert member.requests == 3
    assert next(member.enumerate(Backlinks(to=MERCURY)))


def test_a_session_that_the_wiki_lost_is_mended(scratch, open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Dead end")
    assert change(wiki, page, f"{page.text} One.").code == "saved"
    page = read(wiki, "Dead end")
    # As if all sessions had been thrown away: the old cookies mean nothing any more.
    scratch.set("$wgSessionName = 'another'; $wgCookiePrefix = 'another';")
    before = wiki.requests
    assert change(wiki, page, f"{page.text} Two.").code == "saved"
    assert wiki.requests > before + 3
    assert read(wiki, "Dead end").text.endswith("One. Two.")
    scratch.set("")
    assert read(wiki, "Dead end").text.endswith("One. Two.")


def test_a_token_that_the_wiki_has_never_heard_of_is_refused(scratch):
    wiki = MediaWiki("devwiki", scratch.api, "User:Tester", OAuth2("nonsense"))
    with closing(wiki), pytest.raises(SessionLost, match="check its credentials"):
        _ = wiki.site


def test_limits_that_shrink_while_we_read_are_followed(scratch, open_wiki):
    wiki = open_wiki()
    batches = list(wiki.enumerate(Backlinks(to=MERCURY)))
    assert sum(map(len, batches)) > 50
    scratch.set("$wgGroupPermissions['bot']['apihighlimits'] = false;")
    pages = list(chain.from_iterable(wiki.fetch(batches, TEXTS)))
    assert [page.pageid for page in pages] == [one.pageid for one in chain(*batches)]
    assert all(page.text for page in pages)


def test_a_batch_beyond_the_size_of_an_answer_comes_whole(scratch, open_wiki):
    wiki = open_wiki()
    query = AllPages(redirects="exclude")
    texts = {page.title: page.text for page in chain.from_iterable(wiki.fetch(query, TEXTS))}
    assert max(map(len, texts.values())) > 2_000_000
    before = wiki.requests
    scratch.set("$wgAPIMaxResultSize = 2200000;")
    again = {page.title: page.text for page in chain.from_iterable(wiki.fetch(query, TEXTS))}
    assert wiki.requests - before > 1
    assert again == texts


def test_a_foreign_edit_is_never_overwritten(open_wiki):
    bot, person = open_wiki(), open_wiki("Plain", "hand")
    page = read(bot, "Colour and color")
    assert change(person, read(person, "Colour and color"), "Something else.").code == "saved"
    outcome = change(bot, page, f"{page.text} More.")
    assert (outcome.code, outcome.detail.partition(":")[0]) == ("conflict", "editconflict")
    assert read(bot, "Colour and color").text == "Something else."


def test_not_even_an_edit_of_our_own_is_overwritten(open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Twice cited")
    assert change(wiki, page, "One.").code == "saved"
    assert change(wiki, page, "Two.").code == "conflict"
    assert change(wiki, page, "One.").code == "no_change"


def test_an_edit_that_the_wiki_merges_is_told(scratch, open_wiki):
    scratch.set("$wgDiff3 = '/usr/bin/diff3';")
    bot, person = open_wiki(), open_wiki("Plain", "hand")
    page = read(bot, "Untidy page")
    first, *middle, last = page.text.split("\n")
    theirs = "\n".join(["Theirs. " + first, *middle, last])
    assert change(person, read(person, "Untidy page"), theirs).code == "saved"
    outcome = change(bot, page, "\n".join([first, *middle, last + " Ours."]))
    if outcome.code == "conflict":
        pytest.skip("this machine has no diff3, so the wiki does not merge")
    assert (outcome.code, outcome.merged) == ("saved", True)


def test_a_page_that_went_is_not_made_again(open_wiki):
    wiki = open_wiki()
    page = read(wiki, "Orphan still")
    gone = Edit(
        title=Title(0, "Nothing of this name"),
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before="",
        after="New.",
        summary="",
    )
    assert wiki.write(gone).code == "missing"


def test_a_lagging_wiki_is_waited_for(scratch, open_wiki, clock):
    wiki = open_wiki()
    _ = wiki.site
    scratch.set("$wgJobQueueIncludeInMaxLagFactor = 0.001;")
    with pytest.raises(ApiError, match=r"lag") as ended:
        read(wiki, "Mercury")
    assert ended.value.code == "maxlag"
    assert clock.waits
    assert clock.waits[0] >= 5

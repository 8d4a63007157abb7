"""A notice and a check-up on a real MediaWiki."""

import pytest

from bot.errors import ApiError
from devwiki.settings import WARN_PHRASE
from tests.mediawiki.live import history, read

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]


def test_a_section_comes_below_what_is_there(open_wiki):
    wiki = open_wiki("Plain", "hand")
    before = read(wiki, "User talk:Lapwing").text
    revid = wiki.post_section("User talk:Lapwing", "Some heading", "* one\n* two\n\n~~~~")
    after = read(wiki, "User talk:Lapwing")
    assert after.revid == revid
    assert after.text.startswith(f"{before}\n\n== Some heading ==\n\n* one\n* two\n\n")
    assert "[[User:Plain|Plain]]" in after.text  # the signature is made by the wiki
    assert history(wiki, "User talk:Lapwing")[-1].user == "Plain"


def test_a_talk_page_that_is_not_there_is_made(open_wiki):
    wiki = open_wiki()
    wiki.post_section("User talk:Cartographer", "First", "words")
    assert read(wiki, "User talk:Cartographer").text == "== First ==\n\nwords"


def test_a_redirect_leads_to_where_the_account_is_now(open_wiki):
    wiki = open_wiki()
    admin = open_wiki("Admin", "tests")
    admin.post_section("User talk:Quillfeather", "Now here", "words")
    move = {"action": "move", "from": "User talk:Quillfeather", "to": "User talk:Metallurgist"}
    admin._session.act(move)  # noqa: SLF001 - nothing of ours moves pages yet
    wiki.post_section("User talk:Quillfeather", "Second", "more words")
    assert read(wiki, "User talk:Metallurgist").text.endswith("== Second ==\n\nmore words")
    assert read(wiki, "User talk:Quillfeather").text.startswith("#REDIRECT")


def test_what_the_wiki_refuses_is_not_written(open_wiki):
    wiki = open_wiki()
    with pytest.raises(ApiError) as caught:
        wiki.post_section("Talk:Mercury", "A heading", f"{WARN_PHRASE}")
    assert caught.value.code == "abusefilter-warning"
    assert WARN_PHRASE not in read(wiki, "Talk:Mercury").text


def test_a_check_up_sees_messages_limits_and_a_closed_wiki(scratch, open_wiki):
    bot = open_wiki()
    quiet = bot.checkup()
    assert (quiet.edit_rate, quiet.lag, quiet.messages, quiet.block) == (None, 0, False, "")
    assert quiet.skew == 0
    assert quiet.read_only == ""
    plain = open_wiki("Plain", "hand")
    plain.post_section("User talk:SweepBot", "Hello", "Who are you?")
    scratch.set("$wgRateLimits['edit']['user'] = [ 9, 60 ]; $wgReadOnly = 'moving house';")
    seen = bot.checkup()
    assert seen.messages
    assert seen.read_only == "moving house"
    assert plain.checkup().edit_rate == (9, 60)
    assert seen.edits is not None
    assert seen.edits >= 0


def test_a_check_up_sees_a_block(open_wiki):
    admin = open_wiki("Admin", "tests")
    block = {"action": "block", "user": "SweepBot", "reason": "too ''fast''", "allowusertalk": "1"}
    admin._session.act({**block, "partial": "1", "pagerestrictions": "Mercury"})  # noqa: SLF001 - nothing of ours blocks
    partly = open_wiki().checkup()
    assert (partly.block, partly.partly) == ("too ''fast''", True)
    admin._session.act({**block, "reblock": "1"})  # noqa: SLF001 - as above
    wholly = open_wiki().checkup()
    assert (wholly.block, wholly.partly) == ("too ''fast''", False)
    with pytest.raises(ApiError) as caught:
        open_wiki().post_section("Talk:Mercury", "A heading", "words")
    assert caught.value.code == "blocked"
    admin._session.act({"action": "unblock", "user": "SweepBot"})  # noqa: SLF001 - as above

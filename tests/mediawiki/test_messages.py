"""A new section on a talk page: what is asked, once, and what the answers mean."""

import pytest

from bot.errors import ApiError, BotError, Unreachable, UsageError
from tests.mediawiki.scripted import SWEEP, Raw, error, siteinfo

PAGE = "User talk:Somebody"
SAVED = {"edit": {"result": "Success", "pageid": 5, "newrevid": 77}}


@pytest.fixture
def talk(wiki, mediawiki):
    """Writes on a talk page."""
    wiki.about["query"]["namespaces"]["3"] = {"id": 3, "name": "User talk", "case": "first-letter"}

    def post(page=PAGE, credentials=SWEEP):
        return mediawiki(credentials).post_section(page, "A heading", "Some text. ~~~~")

    return post


def test_a_section_is_new_ours_and_no_bot_edit(wiki, talk):
    wiki.will(SAVED)
    assert talk() == 77
    (asked,) = wiki.asked
    given = asked.parameters
    assert asked.method == "POST"
    assert given["action"] == "edit"
    assert given["section"] == "new"
    assert given["title"] == PAGE
    assert given["sectiontitle"] == "A heading"
    assert given["text"] == "Some text. ~~~~"
    assert (given["assert"], given["assertuser"]) == ("user", "Sweeper")
    assert given["maxlag"] == "5"
    assert given["watchlist"] == "nochange"
    assert given["token"] == "csrftoken+\\"
    assert not {"bot", "minor", "baserevid", "createonly", "nocreate"} & given.keys()


@pytest.mark.parametrize("page", ["User:Somebody", "Mercury", "Template:X", ":User:Talk"])
def test_only_talk_pages_are_written_to(wiki, talk, page):
    with pytest.raises(UsageError, match="is no talk page; notices go to those alone"):
        talk(page)
    assert wiki.asked == []


def test_without_a_login_nothing_is_written(wiki, talk):
    namespaces = wiki.about["query"]["namespaces"]
    wiki.about = siteinfo(name="192.0.2.1", anonymous=True)
    wiki.about["query"]["namespaces"] = namespaces
    with pytest.raises(UsageError, match="a notice wants a login"):
        talk(credentials=None)
    assert wiki.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        Raw(reset=True),
        Raw(502, "bad gateway"),
        Raw(200, "<html>Welcome</html>"),
        Raw(200, '{"edit": {"result": "Succ', cut=True),
        {"batchcomplete": True},
    ],
)
def test_it_is_never_sent_again_where_its_outcome_is_unknown(wiki, talk, reply):
    wiki.will(reply)
    with pytest.raises(Unreachable) as caught:
        talk()
    assert caught.value.unsettled
    assert len(wiki.asked) == 1


def test_it_is_sent_again_where_the_wiki_certainly_did_nothing(wiki, talk):
    wiki.will(error("maxlag", lag=7), error("badtoken"), SAVED)
    assert talk() == 77
    assert len(wiki.asked) == 3


@pytest.mark.parametrize("code", ["blocked", "protectedpage", "abusefilter-warning"])
def test_an_error_is_the_end_of_it(wiki, talk, code):
    wiki.will(error(code))
    with pytest.raises(ApiError) as caught:
        talk()
    assert caught.value.code == code
    assert len(wiki.asked) == 1


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"result": "Failure", "captcha": {"type": "math"}}, "it wants a captcha"),
        ({"result": "Failure", "spam": "x"}, "'spam': 'x'"),
    ],
)
def test_a_refusal_is_told(wiki, talk, edit, why):
    wiki.will({"edit": edit})
    with pytest.raises(BotError, match=f"the message on {PAGE} was refused: .*{why}"):
        talk()

"""Pages with links to addresses: each once, over all protocols, and only with what fits."""

import pytest

from bot.errors import UsageError
from bot.mediawiki.questions import QUESTIONS
from bot.titles import Title
from bot.wiki import ExternalLinksTo
from tests.mediawiki.asking import all_own, answer, entry, on, own
from tests.mediawiki.scripted import SWEEP


@pytest.fixture
def ask(session):
    def everything(pattern, **options):
        query = ExternalLinksTo(pattern=pattern, **options)
        found = QUESTIONS[ExternalLinksTo].candidates(session(SWEEP), query)
        return [one for batch in found for one in batch]

    return everything


def told(*entries, **more):
    return answer("exturlusage", *entries, **more)


def running(wiki, version):
    wiki.about["query"]["general"]["generator"] = f"MediaWiki {version}"


@pytest.mark.parametrize(
    ("version", "protocols"),
    [
        ("1.39.17", ["http", "https"]),
        ("1.42.3", ["http", "https"]),
        ("1.43.9", [None]),
        ("1.45.0-wmf.3", [None]),
        ("2.0", [None]),
        ("", ["http", "https"]),
    ],
)
def test_both_protocols_of_the_web_are_asked_for_as_the_version_needs(
    wiki, ask, version, protocols
):
    running(wiki, version)
    wiki.will(*[told()] * len(protocols))
    assert ask("*.example.org") == []
    assert [asked.get("euprotocol") for asked in all_own(wiki)] == protocols


def test_options_become_parameters(wiki, ask):
    wiki.will(told(), told())
    ask("example.org/x", protocols=("https",), namespaces=(1, 0), request_size=7)
    ask("who@example.org", protocols=("mailto",))
    assert all_own(wiki) == [
        {
            "list": "exturlusage",
            "euquery": "example.org/x",
            "euprotocol": "https",
            "eunamespace": "0|1",
            "euprop": "ids|title|url",
            "eulimit": "7",
        },
        {
            "list": "exturlusage",
            "euquery": "who@example.org",
            "euprotocol": "mailto",
            "euprop": "ids|title|url",
            "eulimit": "max",
        },
    ]


def test_a_page_with_many_links_comes_once_over_answers_and_protocols(wiki, ask):
    running(wiki, "1.39.17")
    url = "http://a.example/"
    wiki.will(
        told(entry(1, url=url), entry(2, url=url), entry(1, url=f"{url}x"), **on(eucontinue="x")),
        told(entry(2, url=f"{url}y")),
        told(entry(3, "Talk:P", 1, url="https://a.example/"), entry(1, url="//a.example/")),
    )
    found = ask("a.example")
    assert [(one.title, one.pageid, one.redirect) for one in found] == [
        (Title(0, "P1"), 1, None),
        (Title(0, "P2"), 2, None),
        (Title(1, "Talk:P"), 3, None),
    ]


def test_what_the_wiki_gives_beyond_the_pattern_is_left_out(wiki, ask):
    wiki.will(
        told(
            entry(1, url="https://en.a.example/wiki/X"),
            entry(2, url="https://en.a.example/w/X"),
            entry(2, url="https://a.example/wiki/"),
        )
    )
    found = ask("*.a.example/wiki/", protocols=("https",))
    assert [one.pageid for one in found] == [1, 2]


def test_addresses_without_a_host_are_the_wiki_s_business(wiki, ask):
    wiki.will(told(entry(1, url="mailto:who@a.example")))
    assert len(ask("*@a.example", protocols=("mailto",))) == 1


def test_what_can_have_no_answer_is_not_asked(wiki, ask):
    assert ask("a.example", namespaces=(-1,)) == []
    with pytest.raises(UsageError, match="is no pattern of addresses"):
        ask("a.*")
    assert wiki.asked == []


def test_one_request_names_what_is_asked(wiki, ask):
    wiki.will(told())
    ask("a.example")
    assert own(wiki.asked[0])["euquery"] == "a.example"

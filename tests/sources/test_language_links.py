"""The source `language_links`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import UsageError
from bot.sources.language_links import LanguageLinks
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages

PAGES = {
    "Venus": "[[de:Venus (Planet)]] [[fr:Vénus]]",
    "Mars": "[[De:  Mars_(Planet)]] [[de:Zweiter]]",
    "Talk:Venus": "[[de:Venus (Planet)]]",
    "User:A": "[[de:Benutzer:A]]",
    "Pluto": "[[:de:Pluto]] <nowiki>[[de:Pluto]]</nowiki> [[w:de:Pluto]]",
    "Old": "#REDIRECT [[Venus]] [[de:Alt]]",
}


def test_every_option_reaches_the_query(tmp_path):
    source = made(
        LanguageLinks,
        language=" DE ",
        title="Venus_(Planet) ",
        namespace="0",
        redirects="exclude",
        request_size=7,
    )
    with linked_pages(tmp_path) as reach:
        assert source.query(reach) == wiki.LanguageLinksTo(
            language="de",
            title="Venus (Planet)",
            namespaces=(0,),
            redirects="exclude",
            request_size=7,
        )


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({"language": "de"}, ["Venus", "Mars", "User:A", "Old"]),
        ({"language": "de", "namespace": "0", "redirects": "exclude"}, ["Venus", "Mars"]),
        ({"language": "de", "redirects": "only"}, ["Old"]),
        ({"language": "fr"}, ["Venus"]),
        ({"language": "de", "title": "Mars (Planet)"}, ["Mars"]),
        ({"language": "de", "title": "Zweiter"}, []),
        ({"language": "de", "title": "mars (Planet)"}, []),
    ],
)
def test_pages_are_found_by_the_language_links_in_their_text(tmp_path, options, titles):
    with linked_pages(tmp_path, PAGES) as reach:
        assert [title for title, *_ in found(made(LanguageLinks, **options), reach)] == titles


def test_a_language_that_the_wiki_does_not_know_is_told_with_those_it_does(tmp_path, query_of):
    with linked_pages(tmp_path) as reach:
        site = reach.wiki.site
        with pytest.raises(UsageError, match=r"'xx' is no language that testwiki .*it has de, fr"):
            made(LanguageLinks, language="xx").fits(site)
        with pytest.raises(UsageError, match="no namespace"):
            made(LanguageLinks, language="de", namespace="Tlak").fits(site)
    with pytest.raises(UsageError, match="it has none"):
        made(LanguageLinks, language="de").fits(query_of.site)

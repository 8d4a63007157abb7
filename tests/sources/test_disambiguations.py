"""The source `disambiguations`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import NotOffered, UsageError
from bot.sources.disambiguations import Disambiguations
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages

PAGES = {
    "Mercury": "{{Disambig}}",
    "Venus": "{{Dab}}",
    "Talk:Mars": "{{Disambig}}",
    "Template:Dab": "#REDIRECT [[Template:Disambig]]",
}
NAMES = {"MediaWiki:Disambiguationspage": "* [[Template:Disambig]]\n* [[Mercury]]"}


def test_every_option_reaches_the_query(query_of):
    asked = query_of(made(Disambiguations, namespace="0", request_size=7))
    assert asked == wiki.Disambiguations(namespaces=(0,), request_size=7)


def test_pages_with_one_of_the_named_templates_are_found(tmp_path):
    with linked_pages(tmp_path, PAGES | NAMES) as reach:
        assert [title for title, *_ in found(made(Disambiguations), reach)] == [
            "Mercury",
            "Venus",
            "Talk:Mars",
        ]
        assert found(made(Disambiguations, namespace="Talk"), reach) == [("Talk:Mars", True, ())]


def test_an_export_without_the_list_of_templates_cannot_tell(tmp_path):
    with linked_pages(tmp_path, PAGES) as reach, pytest.raises(NotOffered, match="transclusions"):
        found(made(Disambiguations), reach)


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(UsageError, match="no namespace"):
        made(Disambiguations, namespace="Tlak").fits(query_of.site)

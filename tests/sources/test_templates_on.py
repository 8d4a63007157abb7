"""The source `templates_on`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources.templates_on import TemplatesOn
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


def test_every_option_reaches_the_query(query_of):
    asked = query_of(made(TemplatesOn, page="venus", namespace="Template", request_size=7))
    assert asked == wiki.TemplatesOn(pages=(Title(0, "Venus"),), namespaces=(10,), request_size=7)


def test_templates_come_with_the_pages_they_are_on(tmp_path):
    with linked_pages(tmp_path) as reach:
        assert found(made(TemplatesOn, page=["Venus", "User:A"]), reach) == [
            ("Template:Planet", False, ("Venus", "User:A")),
            ("Template:Earth", False, ("User:A",)),
        ]
        assert found(made(TemplatesOn, page="Venus", namespace="0"), reach) == []


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle):
        made(TemplatesOn, page="a|b").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(TemplatesOn, page="A", namespace="Tlak").fits(query_of.site)

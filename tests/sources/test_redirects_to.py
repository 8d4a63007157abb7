"""The source `redirects_to`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources.redirects_to import RedirectsTo
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


def test_every_option_reaches_the_query(query_of):
    asked = query_of(made(RedirectsTo, to="venus", double="true", namespace="0", request_size=7))
    assert asked == wiki.RedirectsTo(
        to=(Title(0, "Venus"),), double=True, namespaces=(0,), request_size=7
    )


def test_redirects_and_redirects_to_redirects_are_told_apart(tmp_path):
    with linked_pages(tmp_path) as reach:
        assert found(made(RedirectsTo, to="Venus"), reach) == [("Old Venus", True, ())]
        assert found(made(RedirectsTo, to="Venus", double=True), reach) == [
            ("Old Venus", True, ()),
            ("Older Venus", False, ("Old Venus",)),
        ]


def test_several_pages_are_asked_about_at_once_and_are_not_told_themselves(tmp_path):
    with linked_pages(tmp_path) as reach:
        several = made(RedirectsTo, to=["Venus", "Old Venus", "Template:Planet", "No such page"])
        assert sorted(found(several, reach)) == [
            ("Older Venus", True, ()),
            ("Template:World", True, ()),
        ]


def test_namespaces_are_those_of_the_redirects(tmp_path):
    with linked_pages(tmp_path) as reach:
        templates = made(RedirectsTo, to=["Venus", "Template:Planet"], namespace="Template")
        assert found(templates, reach) == [("Template:World", True, ())]


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle):
        made(RedirectsTo, to=["A", "a|b"]).fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(RedirectsTo, to="A", namespace="Tlak").fits(query_of.site)

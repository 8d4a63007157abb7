"""The source `prefix`: what a beginning of a title is, strict and as the search box has it."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, NotOffered, UsageError
from bot.sources.prefix import Prefix
from tests.sources.conftest import made


@pytest.mark.parametrize(
    ("options", "namespace", "prefix"),
    [
        ({"prefix": "Merc"}, 0, "Merc"),
        ({"prefix": "User:Sweep"}, 2, "Sweep"),
        ({"prefix": ":user talk:x/"}, 3, "x/"),
        ({"prefix": "Template: Infobox "}, 10, "Infobox "),
        ({"prefix": "Talk:"}, 1, ""),
        ({"prefix": "2001: A Space"}, 0, "2001: A Space"),
        ({"prefix": "Infobox", "namespace": "Template"}, 10, "Infobox"),
        ({"prefix": "Talk:x", "namespace": "Template"}, 1, "x"),
    ],
)
def test_a_prefix_may_name_its_namespace(query_of, options, namespace, prefix):
    asked = made(Prefix, **options)
    asked.fits(query_of.site)
    assert query_of(asked) == wiki.AllPages(namespace=namespace, prefix=prefix)


def test_a_fuzzy_prefix_is_a_search(query_of):
    asked = query_of(made(Prefix, prefix="User:Sweep", fuzzy=True, limit=3))
    assert asked == wiki.PrefixSearch(text="Sweep", namespaces=(2,), request_size=3)


@pytest.mark.parametrize("prefix", ["a|b", "A#b", "w:Mercury", "<", "#"])
def test_what_no_title_begins_with_is_refused(query_of, prefix):
    with pytest.raises(InvalidTitle):
        made(Prefix, prefix=prefix).fits(query_of.site)


def test_a_namespace_without_pages_is_refused(query_of):
    with pytest.raises(UsageError, match="there are no pages in the namespace"):
        made(Prefix, prefix="Special:All").fits(query_of.site)


def test_redirects_are_not_for_the_search_box_to_tell(query_of):
    assert query_of(made(Prefix, prefix="A", redirects="only")).redirects == "only"
    with pytest.raises(ValidationError, match="with `fuzzy` the wiki decides"):
        made(Prefix, prefix="A", fuzzy=True, redirects="only")


def test_pages_are_found_offline_and_guesses_are_not(reach):
    found = [
        str(one.title) for batch in made(Prefix, prefix="a").candidates(reach) for one in batch
    ]
    assert found == ["A"]
    with pytest.raises(NotOffered, match="cannot answer PrefixSearch"):
        list(made(Prefix, prefix="a", fuzzy=True).candidates(reach))

"""The source `backlinks`: what its options mean, and which of them exclude each other."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources.backlinks import Backlinks
from tests.sources.conftest import made


def test_a_bare_title_asks_for_everything_that_links_to_it(query_of):
    assert query_of(made(Backlinks, to="mercury_(planet)")) == wiki.Backlinks(
        to=query_of.site.title("Mercury (planet)")
    )


def test_a_page_id_is_a_target_too(query_of):
    assert query_of(made(Backlinks, page_id="12")) == wiki.Backlinks(to=12)


def test_namespaces_go_by_number_name_and_alias(query_of):
    asked = query_of(made(Backlinks, to="X", namespace=["Talk", "0", "image", "user_talk"]))
    assert asked.namespaces == (0, 1, 3, 6)


def test_all_namespaces_are_asked_for_without_naming_them(query_of):
    assert query_of(made(Backlinks, to="X", namespace=["0", "all"])).namespaces is None


def test_every_option_reaches_the_query(query_of):
    asked = query_of(
        made(Backlinks, to="X", redirects="only", order="descending", request_size="7")
    )
    assert (asked.redirects, asked.order, asked.request_size) == ("only", "descending", 7)
    assert query_of(made(Backlinks, to="X", through_redirects="true")).through_redirects


def test_api_levels_is_a_question_of_its_own(query_of):
    asked = query_of(made(Backlinks, to="X", api_levels="true", namespace="0", redirects="exclude"))
    assert asked == wiki.BacklinkLevels(
        to=query_of.site.title("X"), namespaces=(0,), redirects="exclude"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "either as `to` or as `page_id`"),
        ({"to": "X", "page_id": "1"}, "either as `to` or as `page_id`"),
        ({"to": "X", "through_redirects": True, "order": "ascending"}, "cannot be kept"),
        ({"to": "X", "through_redirects": True, "api_levels": True}, "drop one of them"),
        ({"to": "X", "redirects": "maybe"}, "include"),
        ({"to": "X", "request_size": "0"}, "greater than or equal to 1"),
        ({"to": "X", "limit": "0"}, "greater than or equal to 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, told):
    with pytest.raises(ValidationError, match=told):
        made(Backlinks, **options)


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle, match="may not stand in one"):
        made(Backlinks, to="a|b").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace 'Tlak'"):
        made(Backlinks, to="X", namespace="Tlak").fits(query_of.site)
    made(Backlinks, page_id=3, namespace="Talk").fits(query_of.site)

"""The source `transclusions`: what its options ask, and what they give."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, UsageError
from bot.sources.transclusions import Transclusions
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages

PLANET = Title(10, "Template:Planet")


def test_a_bare_name_is_a_template_with_its_redirects(query_of):
    assert query_of(made(Transclusions, of="planet")) == wiki.Transclusions(
        of=(PLANET,), through_redirects=True
    )


def test_any_page_can_be_transcluded_and_several_at_once(query_of):
    asked = query_of(made(Transclusions, of=[":Mars", "User:A/B", "planet", "Template:Planet"]))
    assert asked.of == (Title(0, "Mars"), Title(2, "User:A/B"), PLANET)


def test_every_option_reaches_the_query(query_of):
    options: dict[str, Any] = {
        "of": "Planet",
        "namespace": "Talk",
        "redirects": "only",
        "request_size": "7",
    }
    same: dict[str, Any] = {
        "of": (PLANET,),
        "namespaces": (1,),
        "redirects": "only",
        "request_size": 7,
    }
    plain = query_of(made(Transclusions, through_redirects=False, **options))
    assert plain == wiki.Transclusions(**same)
    written = query_of(made(Transclusions, written="true", **options))
    assert written == wiki.WrittenTransclusions(**same)
    own_name = query_of(made(Transclusions, written="true", through_redirects=False, **options))
    assert own_name == wiki.WrittenTransclusions(**same, through_redirects=False)


def test_no_more_is_asked_for_than_is_wanted_where_one_list_answers(query_of):
    one_list = made(Transclusions, of="X", limit=3, through_redirects=False)
    assert query_of(one_list).request_size == 3
    assert query_of(made(Transclusions, of="X", limit=3)).request_size == "max"
    assert query_of(made(Transclusions, of="X", limit=3, written=True)).request_size == "max"


def test_users_of_a_redirect_are_found_with_it(tmp_path):
    with linked_pages(tmp_path) as reach:
        assert found(made(Transclusions, of="Planet"), reach) == [
            ("Venus", True, ()),
            ("Mars", False, ("Template:World",)),
            ("User:A", True, ("Template:Earth",)),
        ]
        assert found(made(Transclusions, of="Planet", through_redirects=False), reach) == [
            ("Venus", True, ()),
            ("Mars", True, ()),
            ("User:A", True, ()),
        ]


def test_what_is_written_is_told_by_the_name_it_is_written_with(tmp_path):
    with linked_pages(tmp_path) as reach:
        own_name = made(Transclusions, of="Planet", written=True, through_redirects=False)
        assert found(own_name, reach) == [("Venus", True, ()), ("User:A", True, ())]
        assert found(made(Transclusions, of="World", written=True), reach) == [
            ("Mars", True, ()),
            ("User:A", False, ("Template:Earth",)),
        ]
        assert found(made(Transclusions, of=["World", "Planet"], namespace="0"), reach) == [
            ("Venus", True, ()),
            ("Mars", True, ()),
        ]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"of": []}, "at least 1 item"),
        ({"of": "X", "redirects": "maybe"}, "include"),
        ({}, "of"),
        ({"of": "X", "written": True, "through": "replica"}, "a replica has no texts"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, told):
    with pytest.raises(ValidationError, match=told):
        made(Transclusions, **options)


def test_fits_tells_what_the_wiki_cannot_have(query_of):
    with pytest.raises(InvalidTitle):
        made(Transclusions, of="a|b").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(Transclusions, of="X", namespace="Tlak").fits(query_of.site)

"""The source `file_usage`: what its options ask, and what they give."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import NotOffered, UsageError
from bot.sources.file_usage import FileUsage
from bot.titles import Title
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages

GLOBE = Title(6, "File:Globe.png")


@pytest.mark.parametrize("name", ["globe.png", "File:Globe.png", "Image:Globe.png"])
def test_a_file_goes_by_its_name_with_or_without_prefix(query_of, name):
    assert query_of(made(FileUsage, of=name)) == wiki.FileUsage(of=(GLOBE,), through_redirects=True)


def test_every_option_reaches_the_query(query_of):
    options: dict[str, Any] = {"of": "Globe.png", "namespace": "0", "request_size": "7"}
    same: dict[str, Any] = {"of": (GLOBE,), "namespaces": (0,), "request_size": 7}
    plain = made(FileUsage, redirects="exclude", through_redirects=False, **options)
    assert query_of(plain) == wiki.FileUsage(redirects="exclude", **same)
    assert query_of(made(FileUsage, **options, **{"global": "true"})) == wiki.GlobalFileUsage(
        **same
    )


def test_no_more_is_asked_for_than_is_wanted_where_one_list_answers(query_of):
    one_list = made(FileUsage, of="X.png", limit=3, through_redirects=False)
    assert query_of(one_list).request_size == 3
    assert query_of(made(FileUsage, of="X.png", limit=3)).request_size == "max"


def test_users_of_a_redirect_are_found_with_it(tmp_path):
    with linked_pages(tmp_path) as reach:
        assert found(made(FileUsage, of="Globe.png"), reach) == [
            ("Venus", True, ()),
            ("Mars", False, ("File:Ball.png",)),
        ]
        assert found(made(FileUsage, of="Ball.png", through_redirects=False), reach) == [
            ("Mars", True, ())
        ]


def test_an_export_knows_of_no_other_wiki(tmp_path):
    with linked_pages(tmp_path) as reach, pytest.raises(NotOffered, match="leave `global` out"):
        found(made(FileUsage, of="Globe.png", global_=True), reach)


def test_a_replica_has_no_table_of_all_wikis():
    with pytest.raises(ValidationError, match="is no part of a replica"):
        made(FileUsage, of="X.png", through="replica", global_=True)


def test_what_is_no_file_is_refused(query_of):
    with pytest.raises(UsageError, match="is no file"):
        made(FileUsage, of="Talk:X.png").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(FileUsage, of="X.png", namespace="Tlak").fits(query_of.site)


def test_the_global_table_knows_no_redirects():
    with pytest.raises(ValidationError, match="use the filter `redirect`"):
        made(FileUsage, of="X.png", global_=True, redirects="exclude")

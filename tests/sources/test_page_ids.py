"""The source `page_ids`: pages by their numbers, and numbers that no page has."""

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.page import INFO
from bot.sources.page_ids import PageIds
from tests.sources.conftest import made


def test_pages_come_once_in_the_order_of_their_numbers(reach):
    [batch] = made(PageIds, ids=[3, "1", 99, 3]).candidates(reach)
    assert [(str(one.title), one.pageid) for one in batch] == [
        ("C", 3),
        ("A", 1),
        ("Special:Redirect/page/99", 99),
    ]
    assert [one.redirect for one in batch] == [False, False, None]


def test_a_number_that_no_page_has_is_a_page_that_does_not_exist(reach, query_of):
    query = query_of(made(PageIds, ids=[98, 4]))
    assert query == wiki.PageIds(ids=(98, 4))
    [pages] = reach.wiki.fetch(query, frozenset({INFO}))
    assert [page.exists for page in pages] == [False, True]


@pytest.mark.parametrize("ids", [[], ["x"], [0], [-1], [2**53]])
def test_what_is_no_number_of_a_page_is_refused(ids):
    with pytest.raises(ValidationError):
        made(PageIds, ids=ids)

"""The SQL for orphans: what is asked where the tables leave something open. Asks nobody.

What a server makes of it is in `tests/sources/test_unlinked.py`.
"""

import re

import pytest

from bot.outside.linktables import CATEGORYLINKS, TEMPLATELINKS, Sql
from bot.outside.unlinked import DISAMBIGUATION, Counting, Mark, mark, pages, unlinked
from bot.titles import Title

LISTS = [Title(14, "Category:Lists"), Title(14, "Category:Big lists")]


def asked(counting):
    return unlinked(0, 9, counting, namespaces=None, redirects="include")


@pytest.mark.parametrize(
    ("made", "such"),
    [
        (
            mark(CATEGORYLINKS, LISTS),
            Sql("CONCAT(cl_to) IN (%s, %s)", (b"Lists", b"Big_lists")),
        ),
        (mark(CATEGORYLINKS, LISTS, [7]), Sql("cl_target_id + 0 IN (%s)", (7,))),
        (
            mark(TEMPLATELINKS, [Title(10, "Template:A b")]),
            Sql("tl_namespace = %s AND CONCAT(tl_title) IN (%s)", (10, b"A_b")),
        ),
        (
            mark(TEMPLATELINKS, [Title(10, "Template:A")], [1, 2]),
            Sql("tl_target_id + 0 IN (%s, %s)", (1, 2)),
        ),
    ],
)
def test_a_mark_is_asked_by_names_or_by_numbers(made, such):
    assert made == Mark(made.table, {"c": "cl_from", "t": "tl_from"}[made.table[0]], such)


def test_all_pages_are_asked_for_by_their_numbers_alone():
    assert pages(5, 10) == Sql(
        "SELECT t.page_id, t.page_namespace, t.page_title, t.page_is_redirect FROM page t "
        "WHERE t.page_id > %s AND t.page_id <= %s",
        (5, 10),
    )
    some = pages(5, 10, namespaces=(0, 4), redirects="only")
    assert some.text.endswith(
        " AND t.page_namespace + 0 IN (%s, %s) AND t.page_is_redirect + 0 = 1"
    )
    assert some.values == (5, 10, 0, 4)


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("namespaces", [None, (0,), (0, 14)])
@pytest.mark.parametrize("marks", [(), (DISAMBIGUATION, mark(CATEGORYLINKS, LISTS))])
@pytest.mark.parametrize("but", [(), (3, 4)])
def test_there_is_a_value_for_each_place(old, namespaces, marks, but):
    counting = Counting(old=old, namespaces=namespaces, marks=marks, but=but)
    sql = asked(counting)
    assert sql.text.count("%s") == len(sql.values)
    assert sql.text.count(" IS NULL AND (SELECT ") == 2  # directly, and by one redirect and two
    assert ("linktarget" in sql.text) != old


def test_one_page_is_looked_for_that_is_enough():
    for enough in (1, 3):
        text = asked(Counting(old=True, enough=enough)).text
        assert re.findall(r"LIMIT 1 OFFSET (\d)", text) == [f"{enough - 1}"] * 3
        # directly a page links but once
        assert text.count("DISTINCT ") == (0 if enough == 1 else 2)

"""The source `sql`: what its columns mean, on a real database; the wiki is an offline one."""

import pytest
from pydantic import ValidationError

from bot.errors import BotError, NotOffered, UsageError
from bot.outside import Outside
from bot.plugin import Reach
from bot.sources.sql import Sql
from tests.outside.database import make_database
from tests.sources.conftest import made


@pytest.fixture(scope="module")
def database(mariadb):
    return make_database(mariadb, "selected")


@pytest.fixture
def batches(reach, tmp_path, database):
    """The batches that a query gives."""

    def batches(query, **options):
        ours = Reach(reach.wiki, Outside(tmp_path, replica=database.replica))
        return list(made(Sql, query=query, **options).candidates(ours))

    return batches


@pytest.fixture
def found(batches):
    def found(query, **options):
        return [one for batch in batches(query, **options) for one in batch]

    return found


def told(found):
    return [(one.title, one.pageid, one.row) for one in found]


def test_pages_come_with_their_namespace_in_the_order_of_the_rows(found):
    pages = found("SELECT page_title, page_namespace FROM page ORDER BY page_len")
    assert told(pages) == [
        ((1, "Talk:A"), None, None),
        ((0, "☿"), None, None),
        ((0, "A"), None, None),
        ((0, "Präger Straße"), None, None),
        ((14, "Category:C"), None, None),
    ]
    assert all(one.direct and one.redirect is None for one in pages)


def test_page_id_goes_with_the_page_and_the_rest_is_its_row(found):
    pages = found(
        "SELECT page_id, page_namespace, page_title, page_len, NULL AS nothing, page_touched, "
        "page_is_redirect, CONCAT(page_title, x'ff') AS odd FROM page WHERE page_id = 3"
    )
    row = {
        "page_len": "0",
        "nothing": "",
        "page_touched": "20260501120000",
        "page_is_redirect": "1",
        "odd": "A\ufffd",
    }
    assert told(pages) == [((1, "Talk:A"), 3, row)]


def test_a_page_comes_once_with_its_first_row(found):
    pages = found(
        "SELECT 0 AS page_namespace, 'a_b' AS page_title, 1 AS n "
        "UNION ALL SELECT 0, 'A b', 2 UNION ALL SELECT 1, 'A b', 3 ORDER BY n"
    )
    assert told(pages) == [((0, "A b"), None, {"n": "1"}), ((1, "Talk:A b"), None, {"n": "3"})]


def test_many_rows_come_in_batches_and_end_at_the_limit(batches):
    query = "SELECT 0 AS page_namespace, CONCAT('P', seq) AS page_title FROM seq_1_to_1200"
    assert [len(batch) for batch in batches(query)] == [500, 500, 200]
    assert [len(batch) for batch in batches(query, limit=501)] == [500, 1]
    assert batches(f"{query} WHERE seq < 0") == []


def test_a_limit_ends_the_reading_of_a_query_that_has_millions_of_rows(batches):
    query = "SELECT 0 AS page_namespace, CONCAT('P', seq) AS page_title FROM seq_1_to_900000000"
    assert [len(batch) for batch in batches(query, limit=3)] == [3]


def test_a_row_of_a_page_that_cannot_be_is_told_by_its_number(found):
    good = "SELECT 0 AS page_namespace, 'A' AS page_title UNION ALL "
    for row, words in {
        "0, 'A|B'": "'|' may not stand in one",
        "0, NULL": "page_title is NULL",
        "0, ''": "page_title is empty",
        "0, x'ff41'": "page_title is not UTF-8",
        "0, 'w:A'": "is a page of another wiki",
        "0, 'Talk:A'": "it should have no namespace in it",
        "0, '#A'": "no page",
        "'x', 'A'": "page_namespace is 'x', not a number",
        "NULL, 'A'": "page_namespace is 'NULL', not a number",
        "4711, 'A'": "has no pages in a namespace 4711",
        "-1, 'A'": "has no pages in a namespace -1",
    }.items():
        with pytest.raises(UsageError, match=r"^row 2 of the query: ") as caught:
            found(f"{good}SELECT {row}")
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("page_title", "no column page_namespace; it gives page_title"),
        ("page_namespace, page_id", "no column page_title;"),
        ("1", "no column page_namespace and no page_title; it gives 1"),
    ],
)
def test_a_query_without_the_columns_is_told_what_it_has(found, columns, words):
    with pytest.raises(UsageError, match="SELECT 14 AS page_namespace") as caught:
        found(f"SELECT {columns} FROM page")
    assert words in str(caught.value)


def test_a_query_that_would_write_or_is_slow_is_told(found):
    with pytest.raises(UsageError, match="would write"):
        found("DELETE FROM page")
    with pytest.raises(BotError, match="took longer"):
        found(
            "SELECT 0 AS page_namespace, count(*) AS page_title "
            "FROM seq_1_to_9999999 a, seq_1_to_9999999 b",
            timeout=0.3,
        )


def test_a_wiki_without_a_replica_cannot_be_asked(reach):
    with pytest.raises(NotOffered, match="names no `replica:`"):
        list(made(Sql, query="SELECT 1").candidates(reach))


@pytest.mark.parametrize("options", [{}, {"query": ""}, {"query": "x", "timeout": 0}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        made(Sql, **options)

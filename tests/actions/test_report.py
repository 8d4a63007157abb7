"""`report`: rows about pages."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.actions.report import Report
from bot.filters.longer_than import LongerThan
from bot.filters.title import Title
from bot.page import INFO, TEXT, Candidate, Via
from bot.plan import Row
from bot.wiki import Edited
from tests.pairs import SITE, leaves, make_page

FACTS = {
    "pageid": 7,
    "revid": 42,
    "redirect": False,
    "timestamp": datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
    "candidate": Candidate(
        SITE.title("Talk:Mars"),
        direct=False,
        via=(Via("redirect", SITE.title("Red planet")), Via("redirect", SITE.title("Ares"))),
        row={"note": "x", "empty": ""},
    ),
}


def report(**options):
    return Report.model_validate(options)


def rows(action, text="", **facts):
    return [dict(one.columns) for one in action.items(make_page(text, **facts))]


def test_a_report_without_options_lists_titles():
    (row,) = report().items(make_page(title="Mars", pageid=7))
    assert row == Row(
        report="report",
        title=SITE.title("Mars"),
        pageid=7,
        cause=SITE.title("Mars"),
        columns={"title": "Mars"},
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Talk:Mars"),
        ("namespace", "1"),
        ("pageid", "7"),
        ("revid", "42"),
        ("length", "3"),
        ("timestamp", "2024-05-06T07:08:09Z"),
        ("redirect", "false"),
        ("direct", "false"),
        ("via", "Red planet; Ares"),
        ("url", "https://wiki.example.org/wiki/Talk:Mars"),
        ("row.note", "x"),
        ("row.empty", ""),
        ("row.missing", ""),
    ],
)
def test_every_field_of_a_page_can_be_a_column(field, value):
    assert rows(report(columns=(field,)), "é!", **FACTS) == [{field: value}]


@pytest.mark.parametrize("field", ["pageid", "revid", "timestamp", "redirect", "via", "row.x"])
def test_what_is_not_known_is_empty(field):
    assert rows(report(columns=(field,)), redirect=None) == [{field: ""}]


def test_columns_keep_their_order_and_may_have_names_of_their_own():
    action = report(columns={"Size": "length", "Page": "title"})
    assert list(rows(action, "abc")[0].items()) == [("Size", "3"), ("Page", "Page")]


def test_a_single_column_may_be_bare():
    assert rows(report(columns="length"), "abc") == [{"length": "3"}]


def test_each_match_of_a_pattern_is_a_row():
    action = report(
        name="years",
        each={"matches": r"(?P<year>\d{4})(?P<ad> AD)?"},
        columns=("title", "year", "ad", "match"),
    )
    assert rows(action, "1066 AD and 1492") == [
        {"title": "Page", "year": "1066", "ad": " AD", "match": "1066 AD"},
        {"title": "Page", "year": "1492", "ad": "", "match": "1492"},
    ]
    assert {getattr(one, "report", None) for one in action.items(make_page("1066"))} == {"years"}


def test_a_page_without_a_match_has_no_row():
    assert rows(report(each={"matches": "x"}), "abc") == []


def test_a_named_group_goes_before_a_field_of_the_same_name():
    action = report(each={"matches": "(?P<title>b)"}, columns=("title",))
    assert rows(action, "abc") == [{"title": "b"}]


def test_the_options_of_the_pattern_are_kept():
    each = {"matches": "^b.d", "case": "ignore", "dot_all": True, "multiline": True}
    assert rows(report(each=each, columns=("match",)), "a\nB\nd") == [{"match": "B\nd"}]


def test_a_report_never_changes_the_text():
    leaves(report(each={"matches": "b"}), "abc")


def test_the_text_is_fetched_only_where_a_pattern_looks_into_it():
    assert report().needs(SITE) == set()
    assert report(each={"matches": "x"}).needs(SITE) == {TEXT}


@pytest.mark.parametrize("column", ["pageid", "revid", "length", "redirect"])
def test_what_only_the_page_itself_tells_is_fetched(column):
    assert report(columns=("title", column)).needs(SITE) == {INFO}
    assert report(columns={"It": column}, each={"matches": "x"}).needs(SITE) == {INFO, TEXT}


def test_the_time_of_the_newest_revision_is_asked_for_by_itself():
    assert report(columns=("title", "timestamp")).needs(SITE) == {INFO, Edited()}


@pytest.mark.parametrize("column", ["title", "namespace", "direct", "via", "url", "row.name"])
def test_what_a_source_tells_is_not_fetched(column):
    assert report(columns=(column,)).needs(SITE) == set()


def test_what_its_filters_read_is_fetched_too():
    assert report(when=(LongerThan(size=5),)).needs(SITE) == {INFO}
    assert report(when=(Title(title=("Mars",)),)).needs(SITE) == set()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"columns": ["titel"]}, "there is no field 'titel'"),
        ({"columns": {"Match": "match"}}, "there is no field 'match'"),
        ({"columns": []}, "at least 1"),
        ({"name": ""}, "at least 1"),
        ({"each": {"matches": "a("}}, "is not a pattern"),
        ({"each": {"matches": "(?P<a>x)"}, "columns": ["b"]}, "url, match, a and row.NAME"),
    ],
)
def test_what_cannot_be_meant_is_refused_when_the_task_loads(options, words):
    with pytest.raises(ValidationError, match=words):
        Report.model_validate(options)

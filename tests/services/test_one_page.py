"""One page's way as plain values: what was seen, what was changed, what would be planned."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.offline import OfflineWiki
from bot.services.one_page import explain_page
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task

TASK = """
where: [{text: old}, {any: [{title: A}, {longer_than: 99}]}]
do: [{replace: {find: old, with: new}}, {report: {columns: [title]}}]
require: [{keeps: [categories]}]
"""


@pytest.fixture
def wiki(tmp_path) -> Iterator[OfflineWiki]:
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries({"A": "old text", "B": "x"})), encoding="utf-8")
    with closing(OfflineWiki("testwiki", export, cache=tmp_path / "cache")) as one:
        yield one


def way(more, page, wiki):
    return list(explain_page(make_task(more), wiki, page))


def test_a_page_that_is_edited(wiki):
    page, text, either, replace, report, *conditions, verdict = way(TASK, "A", wiki)
    assert (page["title"], page["exists"], page["length"]) == ("A", True, 8)
    assert (text["filter"], text["kept"]) == ("text", True)
    assert [one["kept"] for one in either["within"]] == [True, False]
    assert "+new text" in replace["diff"].splitlines()
    assert (report["diff"], report["rows"]) == ("", [{"title": "A"}])
    assert [(one["under"], one["condition"], one["holds"]) for one in conditions] == [
        ("skip_if", "only_whitespace", False),
        ("skip_if", "only_cosmetic", False),
        ("require", "keeps", True),
    ]
    assert verdict == {
        "type": "verdict",
        "planned": True,
        "skip": "",
        "detail": "",
        "summary": "s",
        "items": ["edit", "row"],
    }


def test_the_row_of_a_page_is_looked_up_in_the_source(wiki, tmp_path):
    (tmp_path / "list.csv").write_text("page,old\nA,old\nB,\n")
    more = f"""
for_each: {{file: {tmp_path / "list.csv"}}}
where: [{{text: '${{row.old}}'}}]
do: [{{replace: {{find: '${{row.old}}', with: new}}}}]
"""
    _, text, replace, *_, verdict = way(more, "A", wiki)
    assert (text["kept"], text["finding"]) == (True, "old")
    assert "+new text" in replace["diff"].splitlines()
    assert verdict["planned"]
    page, verdict = way(more, "B", wiki)
    assert page["exists"]
    assert (verdict["skip"], verdict["detail"]) == ("row", "`text` should not be empty")


def test_a_page_that_is_dropped_is_told_whole(wiki):
    page, *filters, replace, report, verdict = way(TASK, "B", wiki)
    assert page["exists"]
    assert [one["kept"] for one in filters] == [False, False]
    assert (replace["diff"], report["acted"]) == ("", True)
    assert (verdict["planned"], verdict["skip"]) == (False, "any")


def test_a_page_that_is_not_there(wiki):
    page, *filters, verdict = way(TASK, "C", wiki)
    assert not page["exists"]
    assert [one["kept"] for one in filters] == [None, None]
    assert verdict["skip"] == "missing"

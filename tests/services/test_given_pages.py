import pytest

from bot.loading import installed_tables, parse_task
from bot.page import INFO, TEXT, Page, Via
from bot.services.given_facts import read_facts
from bot.services.given_pages import given_page
from bot.services.given_unknown import NotGiven
from bot.services.task_tests import run_tests
from bot.task import Given, Task
from bot.wiki import REDIRECT_FLAG, Known, RedirectsTo
from tests.pairs import SITE

TABLES = installed_tables()
PLAIN = """
for_each: {titles: Mars}
do: {replace: {find: colour, with: color}}
edit: {summary: Bot}
"""
REPORT = """
for_each: {titles: Mars}
do: {report: {columns: [title, pageid, revid, length, timestamp, redirect, direct, via, row.A]}}
"""


def task_of(text: str) -> Task:
    return parse_task(text, "t", TABLES)


def page_of(task: str = PLAIN, /, **facts) -> Page:
    return given_page(task_of(task), read_facts(Given.model_validate(facts), SITE))


def failures(task: str, given: str, expect: str) -> list[str]:
    tests = f"{task}\ntests: {{given: {given}, expect: {expect}}}"
    return [one.problem.words for test in run_tests(task_of(tests)) for one in test.failures]


def test_a_page_has_the_facets_that_its_task_asks_for_and_no_others():
    assert set(page_of(text="[[Category:A]]").facets) == {INFO, TEXT, REDIRECT_FLAG}
    follow = "retarget_link: {from: A, to: B, redirects: follow}"
    asking = PLAIN.replace("replace: {find: colour, with: color}", follow)
    page = page_of(
        f"{asking}\nwhere: [{{not: {{any: [protected, orphan]}}}}]", protected={"edit": "x"}
    )
    assert {type(one).__name__ for one in page.facets} == {"Info", "Protection"}
    assert page.shared == {}
    shared = page_of(asking, redirects=("C",)).shared
    assert set(shared) == {Known(RedirectsTo(to=SITE.title("A")))}


def test_a_page_is_as_its_source_and_its_wiki_told():
    page = page_of(
        title="mars",
        text="#REDIRECT [[Ares]]",
        pageid=7,
        revid=9,
        last_edited="2026-01-31",
        direct=False,
        via=("Hermes", "Category:Planets"),
        row={"A": "1"},
        model="json",
    )
    one = page.candidate
    assert (one.title, one.pageid, one.redirect, one.direct) == ((0, "Mars"), 7, True, False)
    assert one.via == (
        Via("redirect", SITE.title("Hermes")),
        Via("category", SITE.title("Category:Planets")),
    )
    assert (page.pageid, page.revid, page.redirect, page.model) == (7, 9, True, "json")
    assert (page.length, one.row, page.exists) == (18, {"A": "1"}, True)
    assert page.timestamp is not None
    assert page.timestamp.isoformat() == "2026-01-31T00:00:00+00:00"
    assert page.read_at is not None


@pytest.mark.parametrize(
    ("facts", "length"),
    [({"text": "äö"}, 4), ({"text": "äö", "size": 9}, 9), ({"exists": False}, 0), ({"size": 0}, 0)],
)
def test_the_size_is_that_of_the_text_unless_it_is_given(facts, length):
    assert page_of(**facts).length == length


def test_the_size_of_a_page_without_text_is_not_known():
    with pytest.raises(NotGiven):
        assert page_of().length >= 0


def test_an_action_that_changes_the_text_changes_its_size():
    assert page_of(text="äö", size=9).with_text("ab").length == 2


def test_a_report_has_the_facts_that_are_given_and_leaves_the_others_empty():
    given = (
        "{title: Mars, pageid: 7, revid: 9, size: 5, last_edited: 2026-01-31, redirect: false, "
        "direct: false, via: [Hermes, Ares], row: {A: b}}"
    )
    rows = (
        "{rows: {title: Mars, pageid: 7, revid: 9, length: 5, redirect: 'false', direct: 'false', "
        "via: Hermes; Ares, row.A: b, timestamp: '2026-01-31T00:00:00Z'}}"
    )
    assert failures(REPORT, given, rows) == []
    rows = (
        "{rows: {title: Mars, pageid: '', revid: '', length: '', redirect: '', direct: 'true', "
        "via: '', row.A: '', timestamp: ''}}"
    )
    assert failures(REPORT, "{title: Mars}", rows) == []


def test_an_action_may_ask_under_when_for_what_is_given():
    when = "{replace: {find: a, with: b, when: {last_editor: Ann}}}"
    task = PLAIN.replace("{replace: {find: colour, with: color}}", when)
    assert failures(task, "{text: a, last_editor: Ann}", "{text: b}") == []
    assert failures(task, "{text: a, last_editor: Ben}", "{unchanged: true}") == []
    missing = "this test needs `last_editor:` under `given:`, for the filter `last_editor`"
    assert failures(task, "{text: a}", "{unchanged: true}") == [missing]


def test_a_list_in_a_file_needs_the_title(tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("Mars\n", "utf-8")
    task = f"{PLAIN}\nwhere: [in_list: {{file: '{names}'}}]"
    assert failures(task, "{text: a, title: mars}", "{unchanged: true}") == []
    assert failures(task, "{text: a, title: Page}", "{skip: in_list}") == []
    needs = "this test needs `title:` under `given:`, for the filter `in_list`"
    assert failures(task, "a", "{skip: in_list}") == [needs]


def test_ages_meet_ages_whatever_time_it_is():
    task = f"{PLAIN}\nwhere: [last_edited: {{after: 30 days}}]"
    for _ in range(20):
        assert failures(task, "{text: a, last_edited: 30 days}", "{unchanged: true}") == []

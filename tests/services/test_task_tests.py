from collections.abc import Iterable
from datetime import UTC, datetime
from typing import ClassVar

import pytest

from bot.loading import PluginTables, installed_tables, parse_task
from bot.page import INFO, NOTHING, TEXT, Facets, Page
from bot.plan import Item, Row
from bot.plugin import Action, Filter
from bot.services.task_tests import run_tests
from bot.site import Site, plain_site
from bot.titles import Namespace, Title
from bot.wiki import AllPages, Known, LastRevision

TABLES = installed_tables()
RETARGET = """
for_each: {backlinks: Mercury}
do:
  - retarget_link: {from: Mercury, to: Mercury (planet)%s}
edit: {summary: Bot}
"""
FOLLOW = RETARGET % ", redirects: follow"
PLAIN = RETARGET % ""
REPORT = """
for_each: {backlinks: Mercury}
do:
  - report: {columns: [title, length]}
"""


def told(text: str, site: Site | None = None) -> list[str]:
    """The problems of all tests of a task, without their places."""
    task = parse_task(text, "t.yaml", TABLES)
    return [one.problem.words for test in run_tests(task, site) for one in test.failures]


def one_test(given: str, expect: str, task: str = PLAIN) -> list[str]:
    return told(f"{task}\ntests:\n  - given: {given}\n    expect: {expect}\n")


KNOWN = (
    "no such reason; known: bots, content_model, failed, missing, only_cosmetic, only_whitespace, "
    "row, runaway, summary, unchanged"
)
MEANT = "but stays as it is (did you mean `unchanged`?)"
BOTH = "'a [[Mercury]]'"
CHANGED = "{text: 'a [[Mercury (planet)|Mercury]]'}"


def test_a_task_without_tests_has_no_results():
    assert list(run_tests(parse_task(PLAIN, "t", TABLES))) == []


def test_results_are_numbered_and_keep_their_tests():
    task = parse_task(
        PLAIN
        + f"tests:\n- {{given: {BOTH}, expect: {CHANGED}}}\n- {{given: x, expect: {CHANGED}}}\n",
        "t",
        TABLES,
    )
    first, second = run_tests(task)
    assert (first.number, first.passed, first.test) == (1, True, task.tests[0])
    assert (second.number, second.passed, second.test) == (2, False, task.tests[1])
    assert str(second.failures[0].problem.place) == "t:8:3"


def test_the_expected_text_passes():
    assert one_test(BOTH, CHANGED) == []


def test_another_text_fails_with_both_texts_for_a_diff():
    task = parse_task(f"{PLAIN}\ntests: {{given: {BOTH}, expect: {{text: b}}}}", "t", TABLES)
    (failure,) = next(run_tests(task)).failures
    assert failure.problem.message == "the new text is not the expected one"
    assert (failure.expected, failure.got) == ("b", "a [[Mercury (planet)|Mercury]]")


def test_the_line_break_that_ends_a_block_is_no_part_of_a_text():
    given, expect = "|\n      a [[Mercury]]\n", "|\n        a [[Mercury (planet)|Mercury]]\n"
    tests = f"tests:\n  - given: {given}\n    expect:\n      text: {expect}"
    assert told(f"{PLAIN}\n{tests}") == []


@pytest.mark.parametrize(
    ("given", "expect", "problem"),
    [
        ("'a'", CHANGED, "should be edited to another text, but stays as it is"),
        ("'a'", "{text: a}", "`text` is what is given; a page that stays takes `unchanged: true`"),
        ("'a'", "{skip: txt}", f"should be skipped by `txt`, but stays as it is ({KNOWN})"),
        ("'a'", "{skip: unchangd}", f"should be skipped by `unchangd`, {MEANT}"),
        (BOTH, "{skip: bots}", "should be skipped by `bots`, but is edited"),
        (BOTH, "{unchanged: true}", "should stay as it is, but is edited"),
        ("{text: a, exists: false}", "{unchanged: true}",
         "should stay as it is, but is skipped by `missing`"),
        (BOTH, "{rows: [{title: A}]}", "1 rows expected, 0 came"),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_told(given, expect, problem):
    assert one_test(given, expect) == [problem]


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("'a'", "{unchanged: true}"),
        ("'a'", "{skip: unchanged}"),
        ("'a {{nobots}} [[Mercury]]'", "{skip: bots}"),
        ("{text: 'a [[Mercury]]', model: json}", "{skip: content_model}"),
        ("{text: 'a [[Mercury]]', exists: false}", "{skip: missing}"),
        (BOTH, "{rows: []}"),
    ],
)
def test_what_is_as_expected_passes(given, expect):
    assert one_test(given, expect) == []


@pytest.mark.parametrize(
    ("where", "given", "key"),
    [
        ("title: Mars", "a", "title"),
        ("title: {matches: '^List'}", "{text: a, namespace: Talk}", "title"),
        ("redirect: false", "{title: Mars}", "redirect"),
        ("text: a", "{title: Mars}", "text"),
        ("longer_than: 3", "{title: Mars}", "text"),
        ("in_category: Planets", "a", "categories"),
        ("in_category: {category: A, depth: 1}", "{categories: []}", "subcategories"),
        ("in_category: {category: A, depth: 1}", "{subcategories: []}", "categories"),
        ("in_list: 'User:Ann/Done'", "{title: Mars}", "in_list"),
        ("in_list: 'User:Ann/Done'", "{in_list: []}", "title"),
        ("in_list: {category: A}", "{title: Mars}", "categories"),
        ("has_template: Stub", "{title: Mars}", "templates"),
        ("has_template: {template: Stub, written: true}", "'{{stub}}'", "redirects"),
        ("has_file: A.png", "{title: Mars}", "files"),
        ("has_property: noindex", "a", "properties"),
        ("disambiguation: true", "a", "disambiguation"),
        ("language: de", "a", "language"),
        ("protected: edit", "a", "protected"),
        ("orphan: 2", "a", "linked_from"),
        ("last_edited: {after: 1 day}", "{last_editor: Ann}", "last_edited"),
        ("last_editor: Ann", "{last_edited: 1 day}", "last_editor"),
        ("edited_by: Ann", "{creator: Ann}", "edited_by"),
    ],
)
def test_a_fact_that_a_filter_needs_and_nobody_gives_is_told(where, given, key):
    name = where.partition(":")[0]
    problem = f"this test needs `{key}:` under `given:`, for the filter `{name}`"
    assert one_test(given, "{unchanged: true}", f"{PLAIN}\nwhere: [{{{where}}}]") == [problem]


def test_the_filter_that_needs_a_fact_is_told_however_deep_it_stands():
    needs = "this test needs `%s:` under `given:`, for the filter `%s`"
    where = f"{PLAIN}\nwhere: [{{not: {{any: [{{text: a}}, {{namespace: 0}}]}}}}]"
    assert one_test("a", "{skip: not}", where) == [needs % ("namespace", "namespace")]
    where = f"{PLAIN}\nwhere: [{{not: {{any: [{{text: b}}, orphan]}}}}]"
    assert one_test("a", "{skip: not}", where) == [needs % ("linked_from", "orphan")]


@pytest.mark.parametrize(
    ("where", "given", "key"),
    [
        ("{after: 1 day}", "{creator: Ann}", "created"),
        ("{by: Ann}", "{created: 1 day}", "creator"),
        ("{after: 1 day, by: Ann}", "{created: 1 hour}", "creator"),
    ],
)
def test_of_the_creation_of_a_page_no_more_is_needed_than_is_looked_at(where, given, key):
    problem = f"this test needs `{key}:` under `given:`, for the filter `created`"
    task = f"{PLAIN}\nwhere: [created: {where}]"
    assert one_test(given, "{unchanged: true}", task) == [problem]


@pytest.mark.parametrize(
    ("where", "given", "key"),
    [
        ("has_file: A.png", "{{a|image=A.png}}", "files"),
        ("has_file: [A.png, B.png]", "[[File:A.png]] {{a}}", "files"),
        ("has_link: {to: A, rendered: true}", "[[B]] {{a}}", "links"),
        ("dead_end: {rendered: true}", "[[Talk:B]] {{a}}", "links"),
        ("links_count: {at_most: 9, rendered: true}", "[[B]] {{a}}", "links"),
        ("has_external_link: {rendered: true}", "http://a.example {{a}}", "external_links"),
    ],
)
def test_what_templates_in_the_text_may_bring_is_not_guessed(where, given, key):
    told_ = one_test(f"'{given}'", "{unchanged: true}", f"{PLAIN}\nwhere: [{where}]")
    whose = f"for the filter `{where.partition(':')[0]}`"
    why = "since the templates in its text may bring some"
    assert told_ == [f"this test needs `{key}:` under `given:`, {whose}, {why}"]


@pytest.mark.parametrize(
    ("where", "given", "expect"),
    [
        ("title: Mars", "{text: a, title: mars}", "{unchanged: true}"),
        ("title: Mars", "{text: a, title: Venus}", "{skip: title}"),
        ("namespace: Talk", "{text: a, namespace: 1}", "{unchanged: true}"),
        ("namespace: Talk", "{text: a, title: 'Talk:Mars'}", "{unchanged: true}"),
        ("namespace: Talk", "{text: a, title: 'Talk:Mars', namespace: Talk}", "{unchanged: true}"),
        ("namespace: 0", "{text: a, title: 'Talk:Mars'}", "{skip: namespace}"),
        ("redirect: true", "'#REDIRECT [[Mars]]'", "{unchanged: true}"),
        ("redirect: true", "a", "{skip: redirect}"),
        ("redirect: true", "{text: a, redirect: true}", "{unchanged: true}"),
        ("in_category: Planets", "'[[Category:Planets]]'", "{unchanged: true}"),
        ("in_category: Planets", "'[[Category:Stars]]'", "{skip: in_category}"),
        ("in_category: Planets", "{text: a, categories: planets}", "{unchanged: true}"),
        ("in_category: Planets", "{text: a, categories: []}", "{skip: in_category}"),
        ("longer_than: 2", "äö", "{unchanged: true}"),
        ("longer_than: 4", "äö", "{skip: longer_than}"),
        ("longer_than: 4", "{title: Mars, exists: false}", "{skip: missing}"),
        ("longer_than: 4", "{text: a, size: 5}", "{unchanged: true}"),
        ("exists", "a", "{unchanged: true}"),
        ("content_model: json", "{title: Mars}", "{skip: content_model}"),
        ("created: {after: 2 days, by: Ann}", "{created: 3 days}", "{skip: created}"),
    ],
)
def test_facts_are_given_or_follow_from_the_text(where, given, expect):
    assert one_test(given, expect, f"{PLAIN}\nwhere: [{where}]") == []


def test_the_page_may_be_in_any_namespace_while_nobody_asks():
    assert one_test("a", "{skip: text}", f"{PLAIN}\nwhere: [{{text: b}}]") == []


def test_redirects_that_links_may_lead_to_must_be_given():
    problem = "this test needs `redirects:` under `given:`, for the action `retarget_link`"
    assert one_test("'a [[Hermes]]'", "{unchanged: true}", FOLLOW) == [problem]


def test_links_to_the_redirects_given_are_followed():
    given = "{text: 'a [[Hermes]] [[Zeus]]', redirects: [Hermes]}"
    expect = "{text: 'a [[Mercury (planet)|Hermes]] [[Zeus]]'}"
    assert one_test(given, expect, FOLLOW) == []


def test_rows_are_compared_by_the_columns_that_the_test_names():
    given = "{text: abc, title: Mars}"
    assert one_test(given, "{rows: [{title: Mars}]}", REPORT) == []
    assert one_test(given, "{rows: [{title: Mars, length: 3}]}", REPORT) == []


def test_other_rows_fail_with_both_for_a_diff():
    tests = "tests: {given: {text: abc, title: Mars}, expect: {rows: [{title: Venus}]}}"
    task = parse_task(f"{REPORT}\n{tests}", "t", TABLES)
    (failure,) = next(run_tests(task)).failures
    assert failure.problem.message == "the rows are not the expected ones"
    assert (failure.expected, failure.got) == ('{"title": "Venus"}\n', '{"title": "Mars"}\n')


def test_a_column_that_no_row_has_fails():
    told_ = one_test("{text: abc, title: Mars}", "{rows: [{titel: Mars}]}", REPORT)
    assert told_ == ["the rows are not the expected ones"]


def test_a_row_too_many_is_told_whole():
    tests = "tests: {given: {text: abc, title: Mars}, expect: {rows: []}}"
    task = parse_task(f"{REPORT}\n{tests}", "t", TABLES)
    (failure,) = next(run_tests(task)).failures
    assert failure.problem.message == "0 rows expected, 1 came"
    assert failure.got == '{"title": "Mars", "length": "3"}\n'


def test_a_page_with_rows_is_not_edited():
    where = f"{REPORT}\nwhere: [{{text: a}}]"
    told_ = one_test("{text: abc, title: Mars}", "{skip: text}", where)
    assert told_ == ["should be skipped by `text`, but leads to row"]


def test_a_title_outside_its_namespace_is_told():
    told_ = one_test("{text: a, title: Mars, namespace: Talk}", "{unchanged: true}")
    (line,) = told_
    assert line.startswith("`given`: 'Mars' is not in the namespace 'Talk'; write the title with")


def test_a_bad_title_is_told():
    assert "is not a page title" in one_test("{text: a, title: 'a[b'}", "{unchanged: true}")[0]


def test_a_runaway_pattern_is_told_with_its_detail():
    task = f"{PLAIN}\nwhere: [{{text: {{matches: '(?:a|aa)+$'}}}}]"
    (line,) = one_test("a" * 60 + "b", "{unchanged: true}", task)
    assert line.startswith("should stay as it is, but is skipped by `runaway` (the pattern")


def test_a_wiki_of_its_own_reads_titles_by_its_own_rules():
    plain = plain_site()
    site = Site("dewiki", {**plain.namespaces, 1: Namespace(1, "Diskussion", "Talk")})
    given = "{text: a, title: 'Diskussion:Mars'}"
    tests = f"tests: {{given: {given}, expect: {{unchanged: true}}}}"
    text = f"{PLAIN}\nwhere: [{{namespace: Diskussion}}]\n{tests}"
    assert told(text, site) == []
    assert told(text)[0].startswith("`namespace`: no namespace 'Diskussion' on no wiki")


class Asks(Filter):
    """Keep pages of which there is one in a list that no test can give."""

    reads: ClassVar = frozenset({Known(AllPages())})

    def keep(self, page: Page) -> bool:
        return bool(page[Known(AllPages())])


def with_filter(name: str, cls: type[Filter]) -> PluginTables:
    filters: dict[str, type[Filter]] = {**TABLES.filters, name: cls}
    return PluginTables(TABLES.sources, filters, TABLES.actions, TABLES.conditions)


def test_a_fact_that_no_test_can_give_is_told():
    tests = "tests: {given: {text: a, title: A}, expect: {unchanged: true}}"
    task = parse_task(f"{PLAIN}\nwhere: [asks]\n{tests}", "t", with_filter("asks", Asks))
    (failure,) = next(run_tests(task)).failures
    asked = Known(AllPages())
    assert failure.problem.words == (
        f"this task asks for {asked!r}, a fact that a test cannot give"
    )


class AmongMany(Filter):
    """Keep pages of a set."""

    def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the same for every site
        return NOTHING

    def keep(self, page: Page) -> bool:
        return page.title in {Title(0, "Mars"), Title(0, "Venus")}


def test_a_filter_that_looks_a_title_up_needs_one_too():
    tables = with_filter("among_many", AmongMany)
    tests = "tests: {given: a, expect: {unchanged: true}}"
    task = parse_task(f"{PLAIN}\nwhere: [among_many]\n{tests}", "t", tables)
    (failure,) = next(run_tests(task)).failures
    assert "needs `title:`" in failure.problem.message


@pytest.mark.parametrize(
    ("where", "expect"),
    [
        ("title: Mars, text: b", "{skip: text}"),
        ("in_category: Planets, text: b", "{skip: text}"),
        ("title: Mars, longer_than: 9, text: b", "{skip: text}"),
        ("title: Mars, longer_than: 9, text: b", "{skip: longer_than}"),
        ("created: {by: Ann}, text: b", "{skip: text}"),
        ("has_property: noindex, orphan, text: b", "{skip: text}"),
    ],
)
def test_a_missing_fact_does_not_matter_to_a_page_that_is_dropped_without_it(where, expect):
    filters = "\n".join(f"  - {one}" for one in where.split(", "))
    assert one_test("a", expect, f"{PLAIN}\nwhere:\n{filters}") == []


def test_a_missing_fact_matters_where_no_other_filter_drops_the_page():
    filters = "where:\n  - any: [{title: Mars}, {longer_than: 9}]\n  - text: a"
    assert one_test("a", "{skip: any}", f"{PLAIN}\n{filters}") == [
        "this test needs `title:` under `given:`, for the filter `title`"
    ]


class ReadsTooMuch(Filter):
    """Keep all pages; reads what it did not ask for."""

    def keep(self, page: Page) -> bool:
        return bool(page.text) or True


def test_a_fact_that_no_plugin_said_it_needs_is_told_all_the_same():
    tests = "tests: {given: {title: A}, expect: {unchanged: true}}"
    task = f"{REPORT}\nwhere: [reads_too_much]\n{tests}"
    tables = with_filter("reads_too_much", ReadsTooMuch)
    (failure,) = next(run_tests(parse_task(task, "t", tables))).failures
    assert failure.problem.words == "this test needs `text:` under `given:`"


THREE = f"{PLAIN}\nwhere: [{{text: a}}, orphan, {{protected: edit}}, {{not: {{language: de}}}}]"
NEEDS = "this test needs `%s:` under `given:`, for the filter `%s`"


def test_all_facts_that_the_filters_need_are_told_at_once():
    assert one_test("a", "{unchanged: true}", THREE) == [
        NEEDS % ("linked_from", "orphan"),
        NEEDS % ("protected", "protected"),
        NEEDS % ("language", "language"),
    ]


def test_for_a_page_that_one_filter_should_drop_only_its_own_facts_are_needed():
    assert one_test("a", "{skip: protected}", THREE) == [NEEDS % ("protected", "protected")]
    assert one_test("{text: a, protected: {}}", "{skip: protected}", THREE) == []
    keeps = "should be skipped by `protected`, but that filter keeps it"
    assert one_test("{text: a, protected: {edit: x}}", "{skip: protected}", THREE) == [keeps]


def test_what_an_action_needs_is_told_once_the_filters_have_what_they_need():
    task = f"{FOLLOW}\nwhere: [orphan]"
    missing = "this test needs `redirects:` under `given:`, for the action `retarget_link`"
    assert one_test("'[[Hermes]]'", "{skip: bots}", task) == [NEEDS % ("linked_from", "orphan")]
    given = "{text: '[[Hermes]]', linked_from: []}"
    assert one_test(given, "{skip: bots}", task) == [missing]


CHANGES = """
for_each: {file: names.csv}
where: [{title: Mars}]
do:
  - replace: {find: a, with: b, when: %s}
  - report
edit: {summary: Bot}
"""


@pytest.mark.parametrize("expect", ["{unchanged: true}", "{rows: {title: Mars}}", "{skip: bots}"])
def test_the_text_is_needed_where_an_action_would_change_it(expect):
    task = CHANGES % "{namespace: 0}"
    assert one_test("{title: Mars}", expect, task) == [
        "this test needs `text:` under `given:`, for the action `replace`"
    ]


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("{title: Mars, text: c}", "{rows: {title: Mars}}"),
        ("{title: Venus}", "{skip: title}"),
        ("{title: Mars, exists: false}", "{skip: missing}"),
    ],
)
def test_the_text_is_not_needed_where_no_action_comes_to_it(given, expect):
    assert one_test(given, expect, CHANGES % "{namespace: 0}") == []


def test_an_action_that_its_when_keeps_from_a_page_needs_no_text():
    assert one_test("{title: Mars}", "{rows: {title: Mars}}", CHANGES % "{namespace: 1}") == []


BY_ROW = """
for_each: {file: names.csv}
where:
  - has_template: "${row.template}"
  - not: {in_category: {category: "${row.tree}", depth: 1}}
do: {replace: {find: "${row.old}", with: "${row.new}"}}
edit: {summary: Bot}
"""
ROW = "{template: stub, tree: Planets, old: colour, new: color}"


@pytest.mark.parametrize(
    ("facts", "expect"),
    [
        ("text: '{{Stub}} colour', categories: [], subcategories: []", "{text: '{{Stub}} color'}"),
        ("text: '{{Stb}} colour'", "{skip: has_template}"),
        ("text: '{{Stub}} colour', categories: A, subcategories: {Planets: A}", "{skip: not}"),
        ("text: '{{Stub}} colour', categories: A, subcategories: {Moons: A}",
         "{text: '{{Stub}} color'}"),
    ],
)  # fmt: skip
def test_the_facts_are_those_that_the_options_of_the_row_ask_for(facts, expect):
    assert one_test(f"{{{facts}, row: {ROW}}}", expect, BY_ROW) == []


def test_a_fact_that_options_of_the_row_ask_for_is_told_when_it_is_missing():
    told_ = one_test(f"{{text: '{{{{stub}}}}', row: {ROW}}}", "{unchanged: true}", BY_ROW)
    assert told_ == [NEEDS % ("categories", "in_category")]


@pytest.mark.parametrize(
    "row",
    ["", ", row: {template: Stub}", ", row: {template: 'a|b', tree: A, old: a, new: b}",
     ", row: {template: a, tree: 'Talk:A', old: a, new: b}"],
)  # fmt: skip
def test_a_row_that_does_not_make_the_options_is_a_reason_to_skip(row):
    assert one_test(f"{{text: a{row}}}", "{skip: row}", BY_ROW) == []
    (told_,) = one_test(f"{{text: a{row}}}", "{unchanged: true}", BY_ROW)
    assert told_.startswith("should stay as it is, but is skipped by `row` (")


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("{title: Mars, exists: false}", "{rows: {title: Mars}}"),
        ("{title: Mars, exists: false, categories: A}", "{skip: not}"),
        ("{title: Mars, exists: true}", "{skip: exists}"),
    ],
)
def test_a_task_that_judges_missing_pages_can_be_tested(given, expect):
    where = "where: [{exists: false}, {not: {in_category: A}}, {not: {text: a}}, {shorter_than: 1}]"
    assert one_test(given, expect, f"{REPORT}\n{where}") == []


class EditedJustNow(Filter):
    """Keep pages whose last editor came after 2020."""

    reads: ClassVar = frozenset({TEXT, LastRevision()})

    def keep(self, page: Page) -> bool:
        last = page[LastRevision()]
        return last is not None and last.timestamp > datetime(2020, 1, 1, tzinfo=UTC)


def test_the_time_of_an_edit_is_needed_where_only_the_editor_is_given():
    tables = with_filter("edited_just_now", EditedJustNow)
    tests = "tests: {given: {text: a, last_editor: Ann%s}, expect: {unchanged: true}}"
    text = f"{PLAIN}\nwhere: [edited_just_now]\n{tests}"
    (failure,) = next(run_tests(parse_task(text % "", "t", tables))).failures
    assert failure.problem.words == NEEDS % ("last_edited", "edited_just_now")
    assert next(run_tests(parse_task(text % ", last_edited: 1 day", "t", tables))).passed


class TellsWhatIsLong(Action):
    """Write a row about a page that has many bytes; its text is not read."""

    reads: ClassVar = frozenset({INFO})

    def items(self, page: Page) -> Iterable[Item]:
        if page.length > 5:
            yield Row(report="long", title=page.title, columns={})


def test_an_action_that_looks_at_the_size_needs_it():
    actions: dict[str, type[Action]] = {**TABLES.actions, "tells_what_is_long": TellsWhatIsLong}
    tables = PluginTables(TABLES.sources, TABLES.filters, actions, TABLES.conditions)
    tests = "tests: {given: {%s}, expect: {rows: [{}]}}"
    text = f"for_each: {{titles: A}}\ndo: tells_what_is_long\n{tests}"
    (failure,) = next(run_tests(parse_task(text % "title: A", "t", tables))).failures
    assert failure.problem.words == "this test needs `text:` under `given:`"
    assert next(run_tests(parse_task(text % "size: 6", "t", tables))).passed
    (failure,) = next(run_tests(parse_task(text % "size: 5", "t", tables))).failures
    assert failure.problem.words == "1 rows expected, 0 came"

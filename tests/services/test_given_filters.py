"""Every filter can be tested both ways in a task's own tests, without a wiki."""

import pytest

from bot.loading import installed_tables, parse_task
from bot.services.task_tests import run_tests

TABLES = installed_tables()
TASK = """
for_each: {titles: Mars}
do: report
"""

# name, the filter, a page that it keeps, a page that it drops: each the least that must be given.
CASES = [
    ("all", "{all: [{text: a}, {namespace: 0}]}", "{text: a, title: A}", "{text: b, title: A}"),
    ("any", "{any: [{text: a}, {text: b}]}", "b", "c"),
    ("content_model", "{content_model: json}", "{title: A, model: json}", "{title: A}"),
    ("created", "{created: {after: 2026-01-02}}", "{created: 2026-01-02}", "{created: 2026-01-01}"),
    ("created", "{created: {after: 30 days}}", "{created: 30 days}", "{created: 31 days}"),
    ("created", "{created: {by: [Ann, Ben]}}", "{creator: ann}", "{creator: Anne}"),
    ("dead_end", "dead_end", "a", "'[[B]]'"),
    ("dead_end", "{dead_end: {rendered: true}}", "'[[Talk:B]]'", "'[[B]]'"),
    ("dead_end", "{dead_end: {rendered: true}}", "{links: []}", "{text: '{{a}}', links: B}"),
    ("disambiguation", "disambiguation", "{disambiguation: true}", "{disambiguation: false}"),
    ("disambiguation", "{disambiguation: {template: Dab}}", "'{{dab}}'", "'{{stub}}'"),
    ("disambiguation", "{disambiguation: {category: Dab}}", "{categories: Dab}",
     "{categories: []}"),
    ("edited_by", "{edited_by: [Ann, Ben]}", "{edited_by: [Ben, Eve]}", "{edited_by: Eve}"),
    ("edited_by", "{edited_by: {user: Ann, only: true}}", "{edited_by: Ann}",
     "{edited_by: [Ann, 192.0.2.7]}"),
    ("exists", "exists", "{title: A}", "{exists: false}"),
    ("exists", "{exists: false}", "{exists: false}", "{title: A}"),
    ("has_external_link", "{has_external_link: example.org}", "http://www.example.org/x", "b"),
    ("has_external_link", "{has_external_link: {domain: example.org, rendered: true}}",
     "{external_links: 'https://example.org'}", "'http://example.net'"),
    ("has_file", "{has_file: Mars.jpg}", "'[[Image:mars.jpg]] {{a}}'", "'[[:File:Mars.jpg]]'"),
    ("has_file", "{has_file: {matches: gif$}}", "{files: [A.png, File:B.gif]}", "{files: []}"),
    ("has_file", "{has_file: {written: true}}", "'[[File:A.png]]'", "'{{a|image=A.png}}'"),
    ("has_link", "{has_link: Mars}", "'[[mars#A|b]] {{a}}'", "'[[Marsh]]'"),
    ("has_link", "{has_link: {to: Mars, rendered: true}}", "'[[Mars]] {{a}}'", "'[[Venus]]'"),
    ("has_link", "{has_link: {matches: ^Talk, rendered: true}}", "{links: 'Talk:B'}", "{links: B}"),
    ("has_link", "{has_link: {to: Mars, through_redirects: true}}",
     "{text: '[[Ares]]', redirects: Ares}", "{text: '[[Ares]]', redirects: []}"),
    ("has_property", "{has_property: noindex}", "{properties: noindex}", "{properties: []}"),
    ("has_property", "{has_property: {property: [a, b], equals: Q1}}", "{properties: {b: Q1}}",
     "{properties: {a: Q2, c: Q1}}"),
    ("has_section", "{has_section: Notes}", '"== Notes =="', "Notes"),
    ("has_template", "{has_template: Stub}", "'{{stub}} {{a}}'", "'{{a}}'"),
    ("has_template", "{has_template: Stub}", "{text: '{{a}}', templates: [A, stub]}",
     "{text: '{{stub}}', templates: []}"),
    ("has_template", "{has_template: Stub}", "{text: '{{stb}}', redirects: Template:Stb}",
     "{text: '{{stb}}', redirects: {Template:Other: Template:Stb}}"),
    ("has_template", "{has_template: {template: Stub, with: {1: x}}}",
     "{text: '{{stb|x}}', redirects: {Template:Stub: Template:Stb}}",
     "{text: '{{stub|y}}', redirects: []}"),
    ("in_category", "{in_category: Planets}", "'[[Category:planets]]'", "{categories: []}"),
    ("in_category", "{in_category: {category: Planets, depth: 1}}",
     "{categories: Giants, subcategories: {Planets: Giants, Giants: Gas giants}}",
     "{categories: Gas giants, subcategories: {Planets: Giants, Giants: Gas giants}}"),
    ("in_category", "{in_category: {category: Planets, depth: all}}",
     "{categories: Gas giants, subcategories: {Planets: Giants, Giants: [Gas giants, Planets]}}",
     "{categories: Moons, subcategories: [Giants, Gas giants]}"),
    ("in_list", "{in_list: 'User:Ann/Done'}", "{title: A, in_list: 'user:Ann/Done'}",
     "{title: A, in_list: []}"),
    ("in_list", "{in_list: {category: [Moons, Planets]}}", "{title: A, categories: Planets}",
     "{title: A, categories: Stars}"),
    ("language", "{language: de}", "{language: DE}", "{language: nl}"),
    ("last_edited", "{last_edited: {before: 2 years}}", "{last_edited: 3 years}",
     "{last_edited: 2 years}"),
    ("last_editor", "{last_editor: Ann}", "{last_editor: Ann}", "{last_editor: Ben}"),
    ("links_count", "{links_count: {at_most: 1}}", "'[[A]] [[a]]'", "'[[A]] [[B]]'"),
    ("links_count", "{links_count: {at_least: 1, namespace: 0, rendered: true}}", "'[[A]]'",
     "{text: '[[A]]', links: ['Talk:A']}"),
    ("longer_than", "{longer_than: 2000}", "{size: 2001}", "{size: 2000}"),
    ("longer_than", "{longer_than: 2}", "äö", "ab"),
    ("namespace", "{namespace: Talk}", "{title: 'Talk:A'}", "{namespace: 0}"),
    ("not", "{not: {text: a}}", "b", "a"),
    ("orphan", "orphan", "{linked_from: [Page, 'Talk:B']}", "{linked_from: B}"),
    ("orphan", "{orphan: {fewer_than: 2, except_titles: ^List, except_categories: Indices}}",
     "{linked_from: [A, List of B, {title: C, categories: indices}, A]}", "{linked_from: [A, C]}"),
    ("orphan", "{orphan: {disambiguations: exclude, count: written, namespace: [0, 4]}}",
     "{linked_from: [{title: A, disambiguation: true}, {title: 'Project:B', written: false}]}",
     "{linked_from: {title: 'Project:B'}}"),
    ("protected", "protected", "{protected: {move: sysop}}", "{protected: {}}"),
    ("protected", "{protected: {action: edit, level: sysop}}", "{protected: {edit: sysop}}",
     "{protected: {edit: autoconfirmed, move: sysop}}"),
    ("redirect", "redirect", "'#REDIRECT [[A]]'", "{redirect: false}"),
    ("shorter_than", "{shorter_than: 4}", "äa", "{text: a, size: 4}"),
    ("size", "{size: {at_least: 2, at_most: 3}}", "{size: 3}", "{size: 4}"),
    ("subpage", "{subpage: {at_least: 1}}", "{title: 'User:A/B'}", "{title: 'User:A'}"),
    ("text", "{text: a}", "a", "b"),
    ("text", "{text: {text: a b, rendered: true}}", "{rendered: a b c}", "{rendered: a c b}"),
    ("title", "{title: Mars}", "{title: mars}", "{title: Marsh}"),
]  # fmt: skip


def outcome(where: str, given: str) -> str:
    """`dropped` by this filter, `kept` by it, or why the test decides nothing."""
    name = where.strip("{").partition(":")[0]
    text = f"{TASK}\nwhere: [{where}]\ntests: {{given: {given}, expect: {{skip: {name}}}}}"
    (result,) = run_tests(parse_task(text, "t", TABLES))
    if result.passed:
        return "dropped"
    (failure,) = result.failures
    kept = failure.problem.message.startswith(f"should be skipped by `{name}`, but ")
    return "kept" if kept else failure.problem.message


def test_no_filter_is_without_a_test_of_its_own():
    assert {name for name, *_ in CASES} == set(TABLES.filters)


@pytest.mark.parametrize(("where", "given"), [(where, kept) for _, where, kept, _ in CASES])
def test_a_test_can_give_a_page_that_the_filter_keeps(where, given):
    assert outcome(where, given) == "kept"


@pytest.mark.parametrize(("where", "given"), [(where, drop) for _, where, _, drop in CASES])
def test_a_test_can_give_a_page_that_the_filter_drops(where, given):
    assert outcome(where, given) == "dropped"

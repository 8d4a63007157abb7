"""What a whole task file becomes; what is wrong with one is in test_bad_tasks."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidFile, Place, UsageError
from bot.loading import installed_tables, load_task, parse_task
from bot.loading.reading import KEYS
from bot.page import WIKITEXT
from bot.task import Task
from tests.loading.plugins import NO_GUARDS, TABLES, OnlyCosmetic, OnlyWhitespace

EXAMPLE = r"""
about: Point article links at the planet instead of the disambiguation page.
wiki: testwiki                    # a name in user-config.yaml; --wiki overrides

let:                              # names for values used more than once
  old: Mercury
  new: Mercury (planet)

for_each:                         # one source, or a list of them (their union)
  backlinks:
    to: ${old}
    namespace: 0                  # number, name, list of them, or all
    redirects: exclude            # include | exclude | only
    through_redirects: true       # also pages that link to a redirect to Mercury

where:                            # filters: every one must hold
  - text: {matches: '\bplanet'}   # a bare value is literal
  - not: {in_category: Disambiguation pages}
  - any:
      - title: {matches: '^List of'}
      - longer_than: 2000

do:                               # actions, in this order
  - retarget_link:
      from: ${old}
      to: ${new}
      redirects: follow           # links to redirects to Mercury, too

skip_if: [only_whitespace, only_cosmetic]      # any true = page skipped
require:                                       # all must hold
  - keeps: [categories, references]

edit:
  summary: "Bot: links to [[${old}]] now name the planet"
  minor: true
  at_most: 200                    # a quota

limits: {refuse_over: 500, max_share: 50%}     # a fuse

bots: {stop_page: User:SweepBot/Stop}          # also: respect, message_type, stop_on_talk

schedule: "17 3 * * *"            # for cron and Toolforge

tests:                            # run by `wikisweep check`
  - given: "The [[Mercury]] planet"
    expect: {text: "The [[Mercury (planet)|Mercury]] planet"}
  - given: "The [[Mercury]] element"
    expect: {skip: text}          # dropped by the filter `text`
"""
SMALL = "for_each: {pages: [a, b]}\ndo: [tell]\n"
REWRITING = "for_each: {pages: [a, b]}\ndo: [{rewrite: x}]\nedit: {summary: s}\n"
REAL = installed_tables()


def small(text: str = "") -> Task:
    return parse_task(SMALL + text, "tasks/small.yaml", TABLES)


def test_the_whole_language_in_one_task():
    task = parse_task(EXAMPLE, "tasks/mercury.yaml", REAL)
    assert task.name == "mercury"
    assert task.text == EXAMPLE
    assert task.wiki == "testwiki"
    assert task.let == {"old": "Mercury", "new": "Mercury (planet)"}
    assert task.source.model_dump(exclude_defaults=True) == {
        "to": "Mercury",
        "namespace": ("0",),
        "redirects": "exclude",
        "through_redirects": True,
    }
    assert [one.yaml_name for one in task.where] == ["text", "not", "any"]
    assert [one.model_dump(exclude_defaults=True) for one in task.do] == [
        {"from_": "Mercury", "to": "Mercury (planet)", "redirects": "follow"}
    ]
    assert [one.yaml_name for one in task.skip_if] == ["only_whitespace", "only_cosmetic"]
    assert [one.yaml_name for one in task.require] == ["keeps"]
    assert task.edit.summary == "Bot: links to [[Mercury]] now name the planet"
    assert (task.edit.minor, task.edit.at_most) == (True, 200)
    assert (task.limits.refuse_over, task.limits.max_share) == (500, 50.0)
    assert task.bots.stop_page == "User:SweepBot/Stop"
    assert task.schedule == "17 3 * * *"
    assert [test.expect.skip for test in task.tests] == [None, "text"]


def test_a_task_loads_in_a_moment():
    started = time.perf_counter()
    for _ in range(5):
        parse_task(EXAMPLE, "t", REAL)
    assert (time.perf_counter() - started) / 5 < 0.05


def test_what_is_not_written_has_its_default():
    task = small()
    assert (task.name, task.file) == ("small", "tasks/small.yaml")
    assert (task.about, task.wiki, task.schedule, task.since) == ("", "", "", "")
    assert (task.where, task.skip_if, task.require) == ((), (), ())
    assert (task.publish, task.tests, task.let) == ((), (), {})
    assert (task.edit.summary, task.edit.minor, task.edit.bot) == ("", False, True)
    assert (task.edit.at_most, task.edit.content_models) == (None, (WIKITEXT,))
    assert (task.limits.refuse_over, task.limits.max_share) == (None, None)
    assert (task.bots.respect, task.bots.stop_on_talk) == (True, True)


def test_all_keys_may_be_written_in_any_order():
    lines = {
        "name": "n",
        "about": "a",
        "wiki": "w",
        "let": "{x: y}",
        "for_each": "{pages: [a, b]}",
        "where": "plain",
        "do": "[tell, {rewrite: '${x}'}]",
        "skip_if": "only_cosmetic",
        "require": "only_whitespace",
        "edit": "{summary: 's ${x}'}",
        "limits": "{refuse_over: 1}",
        "bots": "{respect: false, reason: our own pages, message_type: x}",
        "publish": "[{file: '${x}.html'}, {page: P}]",
        "schedule": "'@daily'",
        "tests": "{given: a, expect: {text: b}, about: c}",
    }
    assert {*lines, "since"} == set(KEYS)
    source = "\n".join(f"{key}: {value}" for key, value in reversed(lines.items()))
    task = parse_task(source, "t", TABLES)
    assert (task.name, task.about, task.wiki) == ("n", "a", "w")
    assert [one.yaml_name for one in task.do] == ["tell", "rewrite"]
    assert task.edit.summary == "s y"
    assert [one.file for one in task.publish] == ["y.html", None]
    assert (task.bots.respect, task.bots.reason) == (False, "our own pages")
    assert task.tests[0].about == "c"


def test_a_name_is_the_files_unless_given():
    assert small("name: Of its own\n").name == "Of its own"


def test_tests_know_their_places():
    task = small(
        "tests:\n  - given: a\n    expect: {text: b}\n  - given: c\n    expect: {skip: d}\n"
    )
    assert [one.place for one in task.tests] == [
        Place("tasks/small.yaml", 4, 5),
        Place("tasks/small.yaml", 6, 5),
    ]


def test_nothing_is_replaced_in_tests_and_names():
    task = small(
        "let: {x: y}\nname: ${x}\nabout: ${x}\ntests: {given: '${x}', expect: {text: '${z}'}}"
    )
    assert (task.name, task.about) == ("${x}", "${x}")
    assert (task.tests[0].given.text, task.tests[0].expect.text) == ("${x}", "${z}")


def test_edits_are_guarded_by_default():
    assert parse_task(REWRITING, "t", TABLES).skip_if == (OnlyWhitespace(), OnlyCosmetic())


def test_a_guard_that_is_written_is_not_doubled():
    skip_if = parse_task(f"{REWRITING}skip_if: [only_cosmetic]", "t", TABLES).skip_if
    assert skip_if == (OnlyCosmetic(), OnlyWhitespace())


def test_a_reason_lifts_the_guards():
    text = REWRITING.replace("s}", "s, allow_cosmetic: agreed on the talk page}")
    assert parse_task(text, "t", TABLES).skip_if == ()
    skip_if = parse_task(f"{text}skip_if: [{{both: only_cosmetic}}]", "t", TABLES).skip_if
    assert [one.yaml_name for one in skip_if] == ["both"]


def test_without_such_conditions_there_are_no_guards():
    assert parse_task(REWRITING, "t", NO_GUARDS).skip_if == ()


def test_a_report_needs_no_summary_and_no_guards():
    task = small("publish: [{file: a.html}]\nedit: {at_most: 5}\n")
    assert task.skip_if == ()
    assert task.edit.at_most == 5


def test_a_summary_may_be_a_block():
    text = "for_each: {pages: [a, b]}\ndo: {rewrite: x}\nedit:\n  summary: >\n    one\n    two\n"
    assert parse_task(text, "t", TABLES).edit.summary == "one two"


def test_values_in_a_summary_are_no_templates():
    text = REWRITING.replace("s}", "'{{ title }}: ${x}'}") + "let: {x: '{{stub}}'}"
    assert parse_task(text, "t", TABLES).edit.summary == '{{ title }}: {{ "{{stub}}" }}'


def test_a_summary_that_is_no_text_is_told_once():
    text = REWRITING.replace("summary: s", "summary: [s]")
    with pytest.raises(InvalidFile) as caught:
        parse_task(text, "t", TABLES)
    assert len(caught.value.problems) == 1


def test_a_report_that_is_published_has_to_be_there():
    assert small("publish: {file: a.html, report: told}").publish[0].report == "told"
    with pytest.raises(InvalidFile, match="no action of this task yields the report 'tolt'"):
        small("publish: {file: a.html, report: tolt}")


def test_a_task_is_loaded_from_its_file(tmp_path):
    path = tmp_path / "of pages.yaml"
    path.write_text(SMALL, "utf-8")
    task = load_task(path, TABLES)
    assert (task.name, task.file, task.text) == ("of pages", str(path), SMALL)
    assert load_task(str(path), TABLES) == task


def test_a_missing_task_is_told(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        load_task(tmp_path / "no.yaml", TABLES)


BITS = [
    *EXAMPLE.split("\n"),
    "  - ",
    "${old}",
    "[[",
    "{{",
    ": ",
    " #",
    "'",
    '"',
    "\t",
    "- text",
    "let:",
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_mutated_task_is_loaded_or_refused_in_lines(data):
    lines = EXAMPLE.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        column = data.draw(st.integers(0, len(lines[at])))
        bit = data.draw(st.sampled_from(BITS))
        lines[at] = data.draw(
            st.sampled_from(
                [
                    "",
                    bit,
                    lines[at][:column] + bit,
                    lines[at][:column] + bit + lines[at][column:],
                    lines[at][column:],
                    "  " + lines[at],
                    lines[at].replace(":", "", 1),
                    lines[at] + bit,
                ]
            )
        )
    try:
        task = parse_task("\n".join(lines), "t", REAL)
    except InvalidFile as error:
        for problem in error.problems:
            assert "\n" not in str(problem)
            assert problem.place.line <= len(lines) + 1
    else:
        assert task.do


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.sampled_from(["x", "''", "12", "true", "plain", "odd", "pages", "~", "'${a}'", ""]),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda one: f"[{', '.join(one)}]"),
            st.dictionaries(
                st.sampled_from(["odd", "nope", "plain", "free", "filters", "point", "table", "x"]),
                inner,
                max_size=3,
            ).map(lambda one: "{" + ", ".join(f"{k}: {v}" for k, v in one.items()) + "}"),
        ),
        max_leaves=12,
    ),
    st.sampled_from([key for key in KEYS if key != "name"]),
)
def test_any_value_of_any_key_is_loaded_or_refused(value, key):
    others = [line for line in SMALL.splitlines() if not line.startswith(key)]
    with suppress(InvalidFile):
        assert parse_task("\n".join([*others, f"{key}: {value}"]), "t", TABLES).name

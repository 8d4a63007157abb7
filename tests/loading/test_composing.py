"""In whatever form a task is typed, it looks for what a wiki keeps; names of files stay."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.config import ApiWiki, BotPassword, load_config
from bot.errors import InvalidFile
from bot.loading import installed_tables, parse_task
from bot.loading.composing import composed
from bot.loading.shapes import Form
from bot.task import Task

REAL = installed_tables()
FORMS: tuple[Form, ...] = get_args(Form)
CAFE = "cafe\u0301"
# letters and marks, some of which make one character, some another order, some none
TYPED = st.text(
    "aeiouAEncwq =<>\u0301\u0308\u0323\u0327\u0338\u212b\u2126\u0344\uac01\u11a8ß", min_size=1
)
QUIET = TYPED.filter(lambda text: text.strip(" \u0301\u0308\u0323\u0327\u0338\u0344\u11a8<>="))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def small(more: str) -> Task:
    do = "" if "\ndo:" in f"\n{more}" else "do: [{replace: {find: old, with: new}}]\n"
    edit = "" if "\nedit:" in f"\n{more}" else "edit: {summary: s}\n"
    source = "" if "for_each:" in more else "for_each: {titles: A}\n"
    return parse_task(f"{source}{do}{edit}{more}", f"tasks/{CAFE}.yaml", REAL)


def texts_in(value: object) -> Iterator[str]:
    """Every text that a task holds, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | frozenset):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name))
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in {"text", "file", "place"} or not isinstance(value, Task):
                yield from texts_in(getattr(value, field.name))


@given(TYPED, QUIET, QUIET, TYPED)
def test_every_text_of_a_task_is_in_form_c_and_typed_either_way_it_is_the_same(
    one, two, why, three
):
    source = f"""
about: {quoted(one)}
let: {{a: {quoted("x" + one)}, b: {quoted(three)}, c: ['${{a}}', {quoted(two)}]}}
for_each: {{titles: ['A${{a}}', '${{c}}']}}
where: [{{text: [{quoted(two)}, '${{a}}${{b}}']}}, {{title: {{matches: {quoted("x" + two)}}}}}]
do: [{{replace: {{find: ['${{a}}${{b}}'], with: {quoted("zz" + three)}}}}}]
edit: {{summary: {quoted("s" + one)}, allow_cosmetic: {quoted("why " + why)}}}
tests: [{{given: {quoted(one)}, expect: {{text: {quoted(two)}}}}}]
"""
    loaded = [
        parse_task(unicodedata.normalize(form, source), "t.yaml", REAL) for form in ("NFD", "NFC")
    ]
    for task in loaded:
        for text in texts_in(task):
            assert unicodedata.is_normalized("NFC", text), text
    decomposed, plain = loaded
    for name in ("name", "about", "let", "source", "where", "do", "edit"):
        assert getattr(decomposed, name) == getattr(plain, name), name


def test_the_source_of_the_task_is_kept_as_it_is():
    task = small(f"about: {CAFE}\n")
    assert CAFE in task.text
    assert (task.about, task.name) == ("café", "café")
    assert task.file == f"tasks/{CAFE}.yaml"


def test_names_of_files_and_addresses_stay_as_they_are():
    task = small(f"for_each: [{{file: {CAFE}.txt}}, {{url: 'https://x.example/{CAFE}'}}]\n")
    found = [one for one in texts_in(task.source) if "caf" in one]
    assert found == [f"{CAFE}.txt", f"https://x.example/{CAFE}"]
    rows = f"do: [{{report: {{columns: [title]}}}}]\npublish: [{{file: {CAFE}.csv}}]\n"
    assert small(rows).publish[0].file == f"{CAFE}.csv"
    page = rows.replace(f"file: {CAFE}.csv", f"page: {CAFE}")
    assert small(page).publish[0].page == "café"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (CAFE, "café"),
        ("[e\u0301o\u0308]+", "[éö]+"),
        ("\\w\u0301", "\\w\u0301"),
        ("\\\\e\u0301", "\\\\é"),
        (
            "(?=\u0338)(?<n>\u0338)(?<=\u0338)(?>\u0338)",
            "(?=\u0338)(?<n>\u0338)(?<=\u0338)(?>\u0338)",
        ),
        ("(?P<name>\u0338)e\u0301", "(?P<name>\u0338)é"),
        ("=\u0338", "≠"),
    ],
)
def test_a_pattern_keeps_its_signs(typed, kept):
    task = small(f"where: [{{text: {{matches: {quoted(typed)}}}}}]\n")
    assert task.where[0].matches == (kept,)  # type: ignore[attr-defined] # it is a Text
    one = small(f"do: [{{replace: {{matches: {quoted(typed)}, with: x}}}}]\n")
    assert one.do[0].matches == kept  # type: ignore[attr-defined] # it is a Replace


def test_problems_are_told_where_they_stand_in_the_file():
    with pytest.raises(InvalidFile) as told:
        small(
            f"where: [{{text: {CAFE}}}, {{txet: x}}]\n"
            f"skip_if: [{{any: [{{nope: {CAFE}}}]}}]\n"
            f"limits: {{{CAFE}: 1, canary: 0}}\n"
        )
    found = [(one.place.line, one.place.column, one.message) for one in told.value.problems]
    assert found == [
        (4, 25, "no filter is called 'txet'"),
        (5, 19, "no condition is called 'nope'"),
        (6, 10, f"`limits` has no option `{CAFE}`"),
        (6, 28, "`limits.canary` should be at least 1, not '0'"),
    ]


def test_what_a_message_quotes_in_form_c_is_found_where_it_was_typed():
    with pytest.raises(InvalidFile) as told:
        small(f"do:\n  - replace:\n      with: '{CAFE}\\9'\n      matches: a\n")
    (problem,) = told.value.problems
    assert "no group '9'" in problem.message
    assert (problem.place.line, problem.place.column) == (5, 13)


def test_two_keys_that_look_alike_are_one():
    given = f"{{text: x, row: {{café: a, {CAFE}: b}}}}"
    with pytest.raises(InvalidFile) as told:
        small(f"tests: [{{given: {given}, expect: {{unchanged: true}}}}]\n")
    (problem,) = told.value.problems
    assert problem.message == "the key `café` stands here for the second time"
    assert (problem.place.line, problem.place.column) == (4, 42)


def test_a_password_stays_as_it_is_typed(tmp_path):
    path = tmp_path / "user-config.yaml"
    path.write_text(
        "contact: User:Example\nwikis:\n  small:\n    api: https://small.example/w/api.php\n"
        f"    bot_password: {{name: A@b, password: {CAFE}}}\n"
    )
    path.chmod(0o600)
    wiki = load_config(path).wikis["small"]
    assert isinstance(wiki, ApiWiki)
    assert isinstance(wiki.login, BotPassword)
    assert wiki.login.password.reveal() == CAFE


@given(st.text())
def test_composing_twice_changes_nothing_more(text):
    for form in FORMS:
        once = composed(text, form)
        assert composed(once, form) == once
    assert composed(text, "verbatim") == text
    assert unicodedata.is_normalized("NFC", composed(text))

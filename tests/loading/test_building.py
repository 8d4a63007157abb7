"""Every way to write a plugin, and every way to miss it, with small plugins."""

import pytest

from bot.errors import InvalidFile
from bot.loading import parse_task
from bot.task import Task
from tests.loading.plugins import (
    TABLES,
    Both,
    Nope,
    Odd,
    OnlyCosmetic,
    Pages,
    Plain,
    Union,
    Without,
)

AB, CD = Pages(names=("a", "b")), Pages(names=("c", "d"))


def loaded(text: str) -> Task:
    source = "" if "for_each" in text else "for_each: {pages: [a, b]}\n"
    return parse_task(f"{source}do: [tell]\n{text}", "t", TABLES)


def odd(options: str) -> Odd:
    (one,) = loaded(f"where: [{{odd: {{{options}}}}}]").where
    assert isinstance(one, Odd)
    return one


def told(text: str) -> list[str]:
    with pytest.raises(InvalidFile) as caught:
        loaded(text)
    return [problem.words for problem in caught.value.problems]


def told_odd(options: str) -> list[str]:
    return told(f"where: [{{odd: {{{options}}}}}]")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("for_each: {pages: [a, b]}", AB),
        ("for_each: {pages: {names: [a, b]}}", AB),
        ("for_each: {pages: {names: [a, b], limit: 5}}", Pages(names=("a", "b"), limit=5)),
        ("for_each: [{pages: [a, b]}]", AB),
        ("for_each: [{pages: [a, b]}, {pages: [c, d]}]", Union(sources=(AB, CD))),
        ("for_each: {union: [{pages: [a, b]}, {pages: [c, d]}]}", Union(sources=(AB, CD))),
        ("for_each: {union: {pages: [a, b]}}", Union(sources=(AB,))),
        ("for_each: {without: {pages: {pages: [a, b]}, but: {pages: [c, d]}}}",
         Without(pages=AB, but=(CD,))),
        ("for_each: {without: {pages: [{pages: [a, b]}, {pages: [c, d]}], but: []}}",
         Without(pages=Union(sources=(AB, CD)))),
    ],
)  # fmt: skip
def test_sources_are_built_from_every_form(text, source):
    assert loaded(text).source == source


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("where: plain", (Plain(),)),
        ("where: [plain, {plain: {}}]", (Plain(), Plain())),
        ("where: {nope: plain}", (Nope(filters=(Plain(),)),)),
        ("where: {nope: [plain, plain]}", (Nope(filters=(Plain(), Plain())),)),
        ("where: {nope: {filters: plain}}", (Nope(filters=(Plain(),)),)),
        ("where: {nope: {nope: plain}}", (Nope(filters=(Nope(filters=(Plain(),)),)),)),
        ("where: {nope: {odd: {free: x}}}", (Nope(filters=(Odd(free="x"),)),)),
        ("where: []", ()),
    ],
)
def test_filters_are_built_from_every_form(text, filters):
    assert loaded(text).where == filters


def test_conditions_nest_as_filters_do():
    (both,) = loaded("require: {both: [only_cosmetic, {both: only_cosmetic}]}").require
    inner = Both(conditions=(OnlyCosmetic(),))
    assert both == Both(conditions=(OnlyCosmetic(), inner))


def test_actions_have_filters_under_when():
    (action,) = loaded("about: x").do
    assert action.when == ()
    task = parse_task("for_each: {pages: [a, b]}\ndo: {tell: {when: [plain]}}", "t", TABLES)
    assert task.do[0].when == (Plain(),)


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        ("free: 1984", "free", "1984"),
        ("free: No", "free", "No"),
        ("free: 12:30", "free", "12:30"),
        ("free: 012", "free", "012"),
        ("free: 2024-01-01", "free", "2024-01-01"),
        ("free: ~", "free", "~"),
        ("free: ''", "free", ""),
        ("word: red", "word", "red"),
        ("words: red", "words", ("red",)),
        ("words: [red, blue]", "words", ("red", "blue")),
        ("marked: red", "marked", ("red",)),
        ("number: 12", "number", 12),
        ("number: ' 12 '", "number", 12),
        ("real: 1.5", "real", 1.5),
        ("either: all", "either", "all"),
        ("either: 7", "either", 7),
        ("truth: yes", "truth", True),
        ("truth: Off", "truth", False),
        ("choice: two", "choice", "two"),
        ("texts: a", "texts", ["a"]),
        ("bag: [a, b, a]", "bag", frozenset({"a", "b"})),
        ("bare: [a]", "bare", ["a"]),
        ("table: {a: 1, 2: 3}", "table", {"a": 1, "2": 3}),
        ("bare_table: {a: b}", "bare_table", {"a": "b"}),
        ("text_or_list: a", "text_or_list", "a"),
        ("text_or_list: [a]", "text_or_list", ("a",)),
        ("anything: a", "anything", "a"),
        ("from: a", "from_", "a"),
        ("point: 3", "point", {"x": 3, "y": 1.0}),
        ("point: {x: 3, y: 2}", "point", {"x": 3, "y": 2.0}),
        ("points: [3, {x: 4}]", "points", ({"x": 3, "y": 1.0}, {"x": 4, "y": 1.0})),
        ("points: {x: 4}", "points", ({"x": 4, "y": 1.0},)),
    ],
)
def test_the_type_of_an_option_gives_a_text_its_meaning(options, field, value):
    assert odd(options).model_dump()[field] == value


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("free: [a]", "`odd.free` should be a text, not a list (if it is a text, quote it: '[a]')"),
        ("free: {a: b}",
         "`odd.free` should be a text, not a mapping (if it is a text, quote it: '{a: b}')"),
        ("free: ", "`odd.free` has no value (for an empty text write '')"),
        ("number: x", "`odd.number` should be a whole number, not 'x'"),
        ("number: 1.5", "`odd.number` should be a whole number, not '1.5'"),
        ("number: [1]", "`odd.number` should be a whole number, not a list"),
        ("number: ", "`odd.number` has no value"),
        (f"number: {'9' * 5000}", f"`odd.number` should be a whole number, not '{'9' * 60}…'"),
        ("low: 10", "`odd.low` should be at most 9, not '10'"),
        ("either: some", "`odd.either` should be a whole number or all, not 'some'"),
        ("either: al",
         "`odd.either` should be a whole number or all, not 'al' (did you mean `all`?)"),
        ("truth: maybe", "`odd.truth` should be true or false, not 'maybe'"),
        ("choice: four", "`odd.choice` should be one of one, two, three, not 'four'"),
        ("short: a", "`odd.short` should have at least 2 characters, not 'a'"),
        ("short: abcde", "`odd.short` should have at most 4 characters, not 'abcde'"),
        ("words: {a: b}", "`odd.words` should be a colour or a list of them, not a mapping"),
        ("table: {a: x}", "`odd.table.a` should be a whole number, not 'x'"),
        ("table: {a: }", "`odd.table.a` has no value"),
        ("table: a", "`odd.table` should be a mapping, not 'a'"),
        ("point: {y: 3}", "`odd.point` needs the option `x`"),
        ("point: {x: 3, z: 4}", "`odd.point` has no option `z` (known: x, y)"),
        ("point: {x: 3, y: 0}", "`odd.point.y` should be more than 0, not '0'"),
        ("point: {x: 3, y: 10}", "`odd.point.y` should be less than 10, not '10'"),
        ("point: x", "`odd.point` should be a whole number, not 'x'"),
        ("points: [{x: 1}, {x: b}]", "`odd.points.x` should be a whole number, not 'b'"),
        ("from_: a", "`odd` has no option `from_` (did you mean `from`?)"),
    ],
)  # fmt: skip
def test_what_an_option_cannot_be_is_told_in_plain_words(options, problem):
    assert told_odd(options) == [problem]


def test_all_problems_of_a_plugin_are_told_at_their_own_places():
    with pytest.raises(InvalidFile) as caught:
        loaded("where:\n- odd:\n    number: x\n    fre: y\n    truth: z\n")
    assert [(one.place.line, one.place.column) for one in caught.value.problems] == [
        (5, 13),
        (6, 5),
        (7, 12),
    ]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("value", "`fussy`: this is no good value"),
        ("should", "`fussy` should be something else"),
        ("usage", "`fussy`: 'usage' is not allowed"),
        ("vague", "`fussy`: something is wrong"),
        ("assert", "`fussy`: never this"),
    ],
)
def test_what_a_plugin_itself_says_comes_through(value, problem):
    assert told(f"where: [{{fussy: {value}}}]") == [problem]


def test_an_error_that_quotes_an_option_is_placed_there():
    with pytest.raises(InvalidFile) as caught:
        loaded("where:\n- fussy:\n    other: a\n    text: usage\n")
    assert [one.place.line for one in caught.value.problems] == [6]


def test_an_error_about_the_whole_plugin_is_placed_at_its_options():
    with pytest.raises(InvalidFile) as caught:
        loaded("where:\n- fussy: {text: a, other: a}\n")
    assert str(caught.value) == "t:4:10: `fussy`: both are the same"


def test_a_faulty_option_leaves_the_others_unjudged_as_a_whole():
    assert told("where: [{fussy: {text: [a], other: x}}]") == [
        "`fussy.text` should be a text, not a list (if it is a text, quote it: '[a]')"
    ]


def test_a_list_has_bounds():
    assert told("for_each: {pages: a}") == ["`pages` should have at least 2 entries, not 'a'"]
    assert told("for_each: {pages: [a, b, c, d, e]}") == [
        "`pages` should have at most 4 entries, not a list"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("where: {}", "a filter is missing here"),
        ("where: [{}]", "a filter is missing here"),
        ("where: [plain: x]", "`plain` takes no bare value (write the bare name)"),
        ("where: [plain: {x: y}]", "`plain` has no option `x`"),
        ("where: [plain: ]", "`plain:` has no value (without options write the bare name: plain)"),
        ("where: [odd: x]", None),
        ("where: [nope: {}]", "a filter is missing here"),
        ("where: [nope: [plain, nonsense]]", "no filter is called 'nonsense'"),
        ("where: [both]", "`both` is a condition, not a filter (it belongs under `skip_if:` or"),
        ("where: {plain: {}, nope: plain}", "a filter has one key, its name; here are `plain`, "),
        ("for_each: {without: {pages: nonsense}}", "no source is called 'nonsense' (known: pages"),
        ("for_each: {without: {but: {pages: [a, b]}}}", "`without` needs the option `pages`"),
    ],
)  # fmt: skip
def test_what_is_no_plugin_is_told(text, problem):
    (line,) = told(text)
    assert line.startswith(problem or "`odd` takes no bare value (write a mapping of its options: ")


def test_a_text_meant_as_one_is_told_once():
    assert told("where: [ [plain], {{x}} ]") == [
        "a filter should stand here, not a list",
        "a value that begins with {{ has to be quoted (quote it: '{{x}}')",
    ]


@pytest.mark.parametrize("option", ["free", "texts", "text_or_list", "anything"])
def test_a_comment_behind_a_free_text_is_refused(option):
    (line,) = told(f"where:\n- odd:\n    {option}: a # b\n")
    assert line == (
        f"` #` begins a comment, so `odd.{option}` ends before it (if it belongs to the text, "
        "quote it: 'a # b'; a comment goes on a line of its own)"
    )


@pytest.mark.parametrize(
    "option",
    ["word: red", "words: red", "marked: red", "number: 1", "real: 1", "truth: yes", "choice: one",
     "either: all", "table: {a: 1}", "free: 'a'"],
)  # fmt: skip
def test_a_comment_behind_anything_else_is_one(option):
    assert loaded(f"where:\n- odd:\n    {option} # b\n").where


def test_a_block_says_what_becomes_of_its_last_line_break():
    (line,) = told("where:\n- odd:\n    free: |\n      a\n")
    assert line == (
        "because of `|`, `odd.free` ends with a line break "
        "(write `|-` to leave it off, `|+` to keep it)"
    )
    text = "where:\n- odd:\n    free: |+\n      a\n- odd:\n    free: >-\n      a\n      b\n"
    assert [getattr(one, "free", None) for one in loaded(text).where] == ["a\n", "a b"]


def test_prose_and_numbers_need_not_say_it():
    text = "where:\n- odd:\n    prose: |\n      a\n\n      b\n    number: |\n      1\n"
    (one,) = loaded(text).where
    assert isinstance(one, Odd)
    assert (one.prose, one.number) == ("a\n\nb", 1)

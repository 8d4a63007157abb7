import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.loading.let import Let
from bot.loading.problems import Problems
from bot.loading.rows import Column, RowText
from bot.render.summaries import render_summary
from bot.yamlfile import Mapping, Node, Scalar, Sequence, parse_yaml, quote


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name.text: plain(value) for name, value in node.entries}


def resolved(text: str, *, jinja: bool = False) -> tuple[object, list[str]]:
    """The value of the key `x` after replacement, and what is wrong."""
    root = parse_yaml(text, "t").root
    problems = Problems()
    let = Let(root.get("let"), problems)
    node = let.resolve(root.get("x") or Mapping((), root.place), jinja=jinja)
    return plain(node), [problem.words for problem in problems]


def test_without_let_everything_stays():
    assert resolved("x: [a, {b: 'c $1 {d}'}]") == (["a", {"b": "c $1 {d}"}], [])


def test_a_name_stands_for_its_value_wherever_a_value_stands():
    source = "let: {old: Mars}\nx: {a: '${old}', b: ['see ${old}, ${old}'], c: {d: '${old}'}}"
    assert resolved(source) == ({"a": "Mars", "b": ["see Mars, Mars"], "c": {"d": "Mars"}}, [])


def test_keys_are_never_replaced():
    assert resolved("let: {old: Mars}\nx: {'${old}': a}") == ({"${old}": "a"}, [])


def test_values_may_use_earlier_ones():
    assert resolved("let: {a: b, c: '${a}${a}', d: '[${c}]'}\nx: ${d}") == ("[bb]", [])


def test_two_dollars_stand_for_one_before_a_brace():
    assert resolved("let: {a: b}\nx: '$${a} $$${a} $$ $'") == ("${a} $${a} $$ $", [])


def test_an_escape_survives_a_let_once():
    assert resolved("let: {a: '$${b}', c: '${a}'}\nx: ${c}") == ("${b}", [])


def test_a_replaced_value_is_not_replaced_again():
    assert resolved("let: {a: '$${b}', b: no}\nx: '${a}'") == ("${b}", [])


def test_a_list_is_the_whole_value_or_joins_another_list():
    source = "let: {few: [a, b]}\nx: {one: '${few}', two: [z, '${few}', y], three: ['${few}']}"
    assert resolved(source)[0] == {
        "one": ["a", "b"],
        "two": ["z", "a", "b", "y"],
        "three": ["a", "b"],
    }


def test_lists_join_in_let_too():
    source = "let: {few: [a, b], more: [z, '${few}'], same: '${few}', one: [c], also: '${one}'}\n"
    assert resolved(source + "x: {a: '${more}', b: '${same}', c: '${also}'}")[0] == {
        "a": ["z", "a", "b"],
        "b": ["a", "b"],
        "c": ["c"],
    }


def test_an_empty_list_and_an_empty_text_are_values():
    assert resolved("let: {none: [], empty: ''}\nx: ['${none}', 'a${empty}b']") == (["ab"], [])


def test_a_faulty_value_is_told_once_and_not_at_its_uses():
    (problem,) = resolved("let: {a: {b: c}, d: [e, ]}\nx: ['${a}', '${d}']")[1]
    assert problem.startswith("`let.a` should be a text or a list of texts, not a mapping")


def test_a_name_that_is_none_is_not_defined():
    assert resolved("let: {1a: b}\nx: a")[1] == [
        "`1a` is not a name (choose another name, of letters, digits and _)"
    ]


@given(st.text(max_size=30))
def test_any_value_comes_out_as_it_went_in(value):
    problems = Problems()
    place = parse_yaml("a: b", "t").root.place
    escaped = value.replace("$", "$" if "${" not in value else "$$")
    node = Mapping(((Scalar("a", place), Scalar(escaped, place, quoted=True)),), place)
    if "${" in value:
        return  # how escapes read is the matter of tests above
    let = Let(node, problems)
    assert plain(let.resolve(Scalar("${a}", place))) == value
    assert not list(problems)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_in_a_template_a_value_shows_as_it_is(value):
    if "${" in value:
        return
    summary, problems = resolved(f"let: {{a: {quote(value)}}}\nx: '${{a}}'", jinja=True)
    assert problems == []
    assert render_summary(str(summary), {}) == unicodedata.normalize("NFC", value)


def test_braces_backslashes_and_quotes_show_in_a_template_as_they_are():
    value = "{{stub|\"a\\n'b}} {% x %} {# y #}"
    summary, _ = resolved(f"let: {{a: {quote(value)}}}\nx: 'see ${{a}}.'", jinja=True)
    assert render_summary(str(summary), {}) == f"see {value}."


def test_a_column_of_a_row_is_named_in_a_template_alone():
    assert resolved("x: 'a ${row.old name} b'", jinja=True) == ('a {{ row["old name"] }} b', [])
    (problem,) = resolved("x: 'a ${row.old}'")[1]
    assert problem.startswith("`${row.old}` is filled in page by page, which is too late here")
    value, problems = resolved("x: '${row}'", jinja=True)
    assert value == "${row}"
    assert problems == ["`${row}` names no column (write ${row.column})"]


def test_where_rows_come_later_a_text_keeps_its_columns_apart_from_names():
    source = "let: {a: '$${row.b}', c: d}\nx: ['${c}${row.e f}.${a}$${row.g}', '${c}']"
    root = parse_yaml(source, "t").root
    problems = Problems()
    let = Let(root.get("let"), problems)
    node = let.resolve(root.get("x") or root, rows=True)
    assert isinstance(node, Sequence)
    text, plain_one = node.items
    assert isinstance(text, RowText)
    assert text.pieces == ("d", Column("e f"), ".", "${row.b}", "$", "{row.g}")
    assert text.text == "${c}${row.e f}.${a}$${row.g}"
    assert not isinstance(plain_one, RowText)
    assert not list(problems)


def test_a_column_has_the_form_that_the_columns_of_tables_have():
    root = parse_yaml("x: '${row.cafe\u0301}'", "t").root
    node = Let(None, Problems()).resolve(root.get("x") or root, rows=True)
    assert isinstance(node, RowText)
    assert node.columns == ("caf\u00e9",)


@given(st.text(alphabet=st.characters(exclude_characters="{}\n", exclude_categories=["C", "Z"])))
def test_any_column_can_be_named(column):
    source = f"x: {quote('${row.' + column + '}')}"
    value, problems = resolved(source, jinja=True)
    if column:
        assert not problems
        assert render_summary(str(value), {"row": {column: "found"}}) == "found"
    else:
        assert problems

import os
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidFile, Place, UsageError
from bot.yamlfile import Mapping, Node, Scalar, Sequence, parse_yaml, read_yaml
from bot.yamlfile.reading import DEEPEST, LARGEST


def texts(node: Node) -> object:
    """The tree without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [texts(item) for item in node.items]
    return {name.text: texts(value) for name, value in node.entries}


def refusal(text: str) -> str:
    with pytest.raises(InvalidFile) as caught:
        parse_yaml(text, "t")
    return str(caught.value)


def test_every_plain_value_is_a_text():
    source = "[1984, No, 12:30, 012, 2024-01-01, ~, 0x1F, 1e3, .inf, true, =]"
    root = parse_yaml(f"a: {source}", "t").root
    assert texts(root) == {"a": source.strip("[]").split(", ")}


def test_quotes_and_blocks_are_noted():
    root = parse_yaml("a: 'x'\nb: \"y\"\nc: |-\n  z\nd: >\n  z\ne: w", "t").root
    noted = [(one.quoted, one.block) for _, one in root.entries if isinstance(one, Scalar)]
    assert noted == [(True, ""), (True, ""), (False, "|-"), (False, ">"), (False, "")]


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        ("a: C # sharp", " # sharp"),
        ("a: C\t# sharp", "\t# sharp"),
        ("a: C  #sharp  ", "  #sharp"),
        ("a: C#sharp", ""),
        ("a: 'C' # sharp", ""),
        ("a: C", ""),
        ("a: # sharp", " # sharp"),
        ("a: [C # sharp\n]", " # sharp"),
        ("a: C\n# sharp", ""),
    ],
)
def test_what_yaml_cut_off_behind_a_plain_value_is_kept(line, comment):
    node = parse_yaml(line, "t").root.get("a")
    scalar = node.items[0] if isinstance(node, Sequence) else node
    assert isinstance(scalar, Scalar)
    assert scalar.comment_after == comment


def test_places_count_lines_and_characters_from_one():
    root = parse_yaml("# é\r\n𐎀: x\r\n日本: [a, b]\n", "t").root
    assert [name.place for name, _ in root.entries] == [Place("t", 2, 1), Place("t", 3, 1)]
    listed = root.get("日本")
    assert isinstance(listed, Sequence)
    assert [item.place for item in listed.items] == [Place("t", 3, 6), Place("t", 3, 9)]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_text("a: b", "utf-8-sig")
    assert texts(read_yaml(path).root) == {"a": "b"}
    assert texts(parse_yaml("\ufeffa: b", "t").root) == {"a": "b"}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_told(text):
    assert refusal(text) == "t:1:1: the file is empty"


def test_a_list_or_a_text_is_no_file_of_keys():
    assert refusal("- a") == "t:1:1: the file is a list, but should be lines of `key: value`"
    told = "t:1:1: the file is a single text, but should be lines of `key: value`"
    assert refusal("foo:bar") == told


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufffe"])
def test_characters_that_nobody_sees_are_refused(char):
    assert refusal(f"a: x{char}y") == (
        f"t:1:5: the character U+{ord(char):04X} cannot stand in a YAML file "
        "(delete it, or write it as an escape in double quotes)"
    )


def test_of_a_binary_file_only_the_first_characters_are_told():
    assert refusal("\x00" * 1000).count("\n") == 9


def test_right_to_left_text_and_emoji_are_texts():
    assert texts(parse_yaml("a: שלום 🌍", "t").root) == {"a": "שלום 🌍"}


def test_a_deep_nest_is_refused_before_it_hurts():
    assert refusal("a: " + "[ " * 100_000).startswith(
        f"t:1:{4 + 2 * (DEEPEST - 1)}: nested deeper than {DEEPEST} levels"
    )


def test_a_bomb_of_aliases_expands_to_nothing_and_is_told_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    document = parse_yaml("\n".join(lines), "t")
    assert [one.message for one in document.problems] == ["YAML anchors are not used here"]


def test_problems_before_a_fatal_one_are_told_too():
    assert refusal("a: x\na: y\nb: 'z").splitlines() == [
        "t:2:1: the key `a` stands here for the second time (first in line 1; keep one of them)",
        "t:3:4: this ' is never closed (a quoted text needs both quotes)",
    ]


def test_of_a_key_twice_the_first_counts():
    assert texts(parse_yaml("a: x\na: y", "t").root) == {"a": "x"}


def test_the_second_document_is_left_out():
    assert texts(parse_yaml("a: x\n---\nb: [y, {c: d}]\n---\n*e", "t").root) == {"a": "x"}


def test_both_parsers_are_in_the_library():
    assert texts(parse_yaml("a: b", "t", loader=yaml.SafeLoader).root) == {"a": "b"}


def test_a_missing_file_a_folder_and_an_unreadable_file_are_told(tmp_path):
    with pytest.raises(UsageError, match=r"x\.yaml: there is no such file"):
        read_yaml(tmp_path / "x.yaml")
    with pytest.raises(UsageError, match="this is a folder; name a file in it"):
        read_yaml(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot read it: Not a directory"):
        read_yaml(tmp_path / "file" / "x.yaml")


def test_what_cannot_be_a_file_name_is_told(tmp_path):
    with pytest.raises(UsageError, match="this is not the name of a file"):
        read_yaml(tmp_path / "a\0b")


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "t.yaml"
    path.write_bytes(b"a: " + b"x" * LARGEST)
    with pytest.raises(UsageError, match="larger than 1 MB"):
        read_yaml(path)
    os.truncate(path, LARGEST)
    assert len(str(texts(read_yaml(path).root))) > LARGEST - 10


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"a: b\nc: caf\xe9\n", "2:7"), (b"\xff\xfea\x00", "1:1"), (b"\xef\xbb\xbfa: \xe9", "1:4")],
)
def test_a_file_that_is_not_utf8_is_told_with_the_byte(tmp_path, data, place):
    path = tmp_path / "t.yaml"
    path.write_bytes(data)
    with pytest.raises(InvalidFile) as caught:
        read_yaml(path)
    assert str(caught.value).startswith(f"{path}:{place}: byte 0x")
    assert str(caught.value).endswith("is not UTF-8 (save the file as UTF-8)")


YAML_BITS = st.sampled_from([*"ab:-[]{}'\"#&*!|>%@`,? \n\t\\.<=~0é𐎀$", ": ", "- ", "\n  "])


@given(st.lists(YAML_BITS, max_size=40).map("".join))
def test_any_text_is_read_or_refused_in_lines_with_places(text):
    try:
        document = parse_yaml(text, "t")
    except InvalidFile as error:
        problems = error.problems
    else:
        problems = document.problems
        assert isinstance(document.root, Mapping)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
        assert "\n" not in str(problem)


@given(st.text(max_size=60))
def test_any_characters_at_all_are_read_or_refused(text):
    with suppress(InvalidFile):
        assert parse_yaml(text, "t").root.place.file == "t"


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=9),
        st.text(st.characters(exclude_categories=["C"]), max_size=30),
        min_size=1,
        max_size=5,
    )
)
def test_single_quotes_keep_any_text_as_it_is(entries):
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    lines = [f"{quoted(key)}: {quoted(value)}" for key, value in entries.items()]
    bad = set("\u2028\u2029\x85")
    if bad & set("".join(lines)):
        return
    document = parse_yaml("\n".join(lines), "t")
    assert texts(document.root) == entries
    assert document.problems == ()

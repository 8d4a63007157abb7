from bot.errors import Place
from bot.yamlfile import Mapping, Scalar, Sequence, parse_yaml


def test_a_key_gives_its_value_and_its_place():
    root = parse_yaml("a: x\nb: y", "t.yaml").root
    assert root.get("b") == Scalar("y", Place("t.yaml", 2, 4))
    assert root.key("b") == Scalar("b", Place("t.yaml", 2, 1))
    assert root.keys == ("a", "b")


def test_a_key_that_is_not_there_is_none():
    root = parse_yaml("a: x", "t.yaml").root
    assert root.get("b") is None
    assert root.key("b") is None


def test_only_a_value_that_was_not_written_at_all_is_empty():
    root = parse_yaml("a:\nb: ''\nc: |\nd: null\ne: ~", "t.yaml").root
    empty = {name.text: node.empty for name, node in root.entries if isinstance(node, Scalar)}
    assert empty == {"a": True, "b": False, "c": False, "d": False, "e": False}


def test_raw_is_the_source_of_a_mapping_or_list_on_one_line():
    root = parse_yaml("a: [x, 'y' ]\nb:\n  - Star Wars: A New Hope\nc:\n  - x\n  - y", "t").root
    assert getattr(root.get("a"), "raw", None) == "[x, 'y' ]"
    listed = root.get("b")
    assert isinstance(listed, Sequence)
    inner = listed.items[0]
    assert isinstance(inner, Mapping)
    assert inner.raw == "Star Wars: A New Hope"
    assert getattr(root.get("c"), "raw", None) == ""

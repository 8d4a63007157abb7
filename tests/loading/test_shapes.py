import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal, NewType

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from bot.loading.shapes import article, kind_of, main_option, options, shapes, works_bare
from bot.plugin import Plugin, Word
from bot.task import EditSettings
from tests.loading.plugins import Fussy, Nope, Odd, Pages, Plain, Rewrite, Tell, Union, Without


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("free", "a text"),
        ("prose", "a text"),
        ("word", "a colour"),
        ("words", "a colour or a list of them"),
        ("marked", "a shade or a list of them"),
        ("number", "a whole number"),
        ("real", "a number"),
        ("either", "a whole number or all"),
        ("truth", "true or false"),
        ("choice", "one of one, two, three"),
        ("texts", "a text or a list of them"),
        ("bag", "a text or a list of them"),
        ("bare", "a text or a list of them"),
        ("table", "a mapping"),
        ("text_or_list", "a text or a list of them"),
        ("point", "a mapping of x, y"),
        ("points", "a mapping of x, y or a list of them"),
        ("anything", "a text"),
    ],
)
def test_a_shape_says_in_words_what_may_be_written(option, words):
    assert str(shapes(Odd)[option]) == words


def test_nested_plugins_have_the_words_of_their_kind():
    assert str(shapes(Nope)["filters"]) == "a filter or a list of them"
    assert str(shapes(Without)["pages"]) == "a source"
    assert str(shapes(Tell)["when"]) == "a filter or a list of them"


Number = NewType("Number", int)
Alias = TypeAliasType("Alias", tuple[float, ...])


class Rare(BaseModel):
    """Types that few use."""

    main: ClassVar[str | None] = None

    first: Sequence[str]
    second: Literal["only"]
    third: list[Literal["a", "b"]] | Literal["all"]
    fourth: Annotated[str, Field(min_length=1), Word("a place")] | int
    fifth: Any
    sixth: Number
    seventh: Alias
    eighth: re.Pattern[str]


def test_rare_types_have_shapes_too():
    assert {name: str(shape) for name, shape in shapes(Rare).items()} == {
        "first": "a text or a list of them",
        "second": "only",
        "third": "all or one of a, b or a list of them",
        "fourth": "a place or a whole number",
        "fifth": "a text",
        "sixth": "a whole number",
        "seventh": "a number or a list of them",
        "eighth": "a text",
    }


def test_options_have_their_yaml_names():
    assert "from" in options(Odd)
    assert "from_" not in options(Odd)


def test_a_main_option_is_found_where_there_is_one():
    assert main_option(Pages) == "names"
    assert main_option(Plain) is None
    assert main_option(EditSettings) is None


def test_what_works_without_options_works_bare():
    assert works_bare(Plain)
    assert works_bare(Odd)
    assert not works_bare(Pages)
    assert not works_bare(Rare)


def test_kinds_and_articles():
    assert [kind_of(one) for one in (Union, Fussy, Rewrite)] == ["source", "filter", "action"]
    assert kind_of(Plugin) == "plugin"
    assert article("action") == "an"
    assert article("filter") == "a"

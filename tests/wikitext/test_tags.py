"""The caption among a gallery's attributes; `parsed.json` has the links in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.tags import BARE, gallery_caption, within


@pytest.mark.parametrize(
    ("attributes", "text", "quote"),
    [
        (' caption="a b"', "a b", '"'),
        (" mode=packed caption='a \"b\"' x", 'a "b"', "'"),
        (" caption=a[[b|c]] d", "a[[b|c]]", BARE),
        ('\nCaption\n=\n"a\n\tb"', "a  b", '"'),
        (' caption="a" caption="b"', "b", '"'),
        (' caption="a', "a", '"'),
        (" caption=", "", BARE),
        (' caption=""', "", '"'),
        (" x=\"caption='a'\"caption=b", "b", BARE),
    ],
)
def test_the_last_caption_is_found_with_its_quote(attributes, text, quote):
    source = f"<gallery{attributes}>"
    found = gallery_caption(source, len("<gallery"), len(source) - 1)
    assert found is not None
    assert (found.text, found.quote) == (text, quote)
    assert len(source[found.start :]) >= len(text)
    assert source.startswith(text[:1], found.start)


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        " ",
        " mode=packed",
        ' data-caption="a"',
        " caption",
        ' caption="a" caption',
        " 'caption=a'",
    ],
)
def test_where_there_is_no_caption_none_is_found(attributes):
    assert gallery_caption(attributes, 0, len(attributes)) is None


def test_what_stands_behind_the_tag_is_not_part_of_it():
    source = '<gallery caption="a>b" caption="c">'
    found = gallery_caption(source, len("<gallery"), source.index(">"))
    assert found is not None
    assert found.text == "a"


@given(st.text(alphabet="ab \"'&#;3[]|"), st.sampled_from(['"', "'", BARE]))
def test_what_is_written_into_an_attribute_never_ends_it(text, quote):
    assert quote not in within(text, quote)


def test_text_outside_of_attributes_stays():
    assert within("a \"b\" 'c' &#32;", "") == "a \"b\" 'c' &#32;"

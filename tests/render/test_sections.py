from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from bot.plan import Item, Numbered, Row
from bot.render.sections import address, sections
from bot.site import plain_site
from bot.titles import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Item):
    kind: ClassVar[str] = "move"
    to: Title
    reason: str | None = None


def test_an_item_of_a_later_kind_is_shown_by_its_fields():
    (section,) = sections([Numbered(4, Move(title=Title(0, "A"), to=Title(0, "B")))])
    assert (section.kind, section.number, section.title) == ("move", 4, "A")
    assert section.facts == (("to", "B"), ("reason", ""))


def test_rows_that_follow_on_each_other_are_one_section_with_all_their_columns():
    rows = [
        Numbered(number, Row(title=Title(0, "A"), report="r", columns=columns))
        for number, columns in enumerate([{"a": "1"}, {"b": "2", "a": "3"}], 5)
    ]
    (section,) = sections(rows)
    assert section.number == 5
    assert section.columns == ("a", "b")
    assert section.rows == (("1", ""), ("3", "2"))


def test_a_table_that_is_just_full_is_not_followed_by_an_empty_one():
    row = Row(title=Title(0, "A"), report="r", columns={"a": "1"})
    found = list(sections([Numbered(number, row) for number in range(200)]))
    assert [len(section.rows) for section in found] == [200]


def test_sections_are_made_as_they_are_asked_for():
    def entries():
        yield Numbered(1, Move(title=Title(0, "A"), to=Title(0, "B")))
        raise AssertionError("read too early")

    assert next(sections(entries())).title == "A"


@pytest.mark.parametrize(
    ("article_url", "url"),
    [
        ("https://wiki.example.org/wiki/$1", "https://wiki.example.org/wiki/A_%22b%22"),
        ("http://localhost/index.php?title=$1", "http://localhost/index.php?title=A_%22b%22"),
        ("javascript:alert(1)//$1", ""),
        ("data:text/html,$1", ""),
        ("//wiki.example.org/$1", ""),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_is_linked_to(article_url, url):
    site = replace(plain_site(), article_url=article_url)
    assert address(Title(0, 'A "b"'), site) == url


def test_without_a_site_nothing_is_linked_to():
    assert address(Title(0, "A"), None) == ""

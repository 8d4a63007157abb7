import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError
from bot.ledger.codec import codec, restored, spelled, stored, unspelled
from bot.plan import ITEM_KINDS, Edit, Item, Row
from bot.titles import Title

ANY_TEXT = st.text(st.characters(), max_size=200)
TITLES = st.builds(Title, st.integers(0, 20), st.text(min_size=1, max_size=30))
COMMON = {
    "title": TITLES,
    "pageid": st.none() | st.integers(1, 10**9),
    "cause": st.none() | TITLES,
    "comes_after": st.lists(st.integers(1, 99), max_size=3).map(tuple),
}
EDITS = st.builds(
    Edit,
    **COMMON,
    baserevid=st.integers(0, 10**10),
    read_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    before=ANY_TEXT,
    after=ANY_TEXT,
    summary=ANY_TEXT,
    minor=st.booleans(),
    bot=st.booleans(),
    row=st.none() | st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
)
ROWS = st.builds(
    Row, **COMMON, report=ANY_TEXT, columns=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=4)
)
EDIT = Edit(
    title=Title(1, "Talk:Mercury"),
    pageid=7,
    baserevid=70,
    read_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    before="See [[Mercury]].\n" + "More text of the page.\n" * 100,
    after="See [[Mercury (planet)|Mercury]].\n" + "More text of the page.\n" * 100,
    summary="Bot: links",
)


def row_of(item):
    return {"plan": "bcdfgh", "number": 3, **stored(item)}


@given(EDITS | ROWS)
def test_an_item_comes_back_as_it_was(item):
    assert restored(row_of(item)) == item


def test_an_edit_without_a_row_is_stored_as_before_there_were_any():
    assert "row" not in json.loads(stored(EDIT)["data"])
    by_row = replace(EDIT, row={"old": "a"})
    assert json.loads(stored(by_row)["data"])["row"] == {"old": "a"}
    assert stored(by_row)["digest"] != stored(EDIT)["digest"]


def test_an_edit_in_a_file_of_an_older_version_has_no_row():
    told = spelled(replace(EDIT, row={"old": "a"}))
    assert unspelled(told).row == {"old": "a"}  # type: ignore[attr-defined] # it is an Edit
    del told["row"]
    assert unspelled(told) == EDIT


def test_the_order_of_columns_is_kept():
    row = Row(title=Title(0, "A"), report="r", columns={"z": "1", "a": "2"})
    back = restored(row_of(row))
    assert isinstance(back, Row)
    assert list(back.columns) == ["z", "a"]


def test_the_texts_of_a_small_change_are_kept_once_and_small():
    row = row_of(EDIT)
    assert len(row["text"]) < 200
    assert len(row["change"]) < 60
    assert "More text" not in row["data"]


def test_a_change_of_everything_is_kept_compressed():
    after = " ".join(map(str, range(5_000)))
    item = replace(EDIT, after=after)
    row = row_of(item)
    assert len(row["change"]) < len(after)
    assert restored(row) == item


@dataclass(frozen=True, slots=True, kw_only=True)
class Create(Item):
    kind: ClassVar[str] = "create"
    text: str
    summary: str
    expires: datetime | None = None
    levels: Mapping[str, str]
    moved_from: Title | None = None
    others: tuple[Title, ...] = ()
    tags: tuple[str, ...] = ()
    watch: Literal["yes", "no"] = "no"
    share: float = 0.5


CREATE = Create(
    title=Title(0, "New"),
    text="Text " * 500,
    summary="s",
    expires=datetime(2026, 1, 1, tzinfo=UTC),
    levels={"edit": "sysop"},
    moved_from=Title(4, "Project:X"),
    others=(Title(0, "A"), Title(10, "Template:B")),
    tags=("a", "b"),
)


@pytest.mark.parametrize("item", [CREATE, replace(CREATE, expires=None, moved_from=None, tags=())])
def test_a_new_kind_of_item_needs_nothing_but_its_dataclass(item):
    row = row_of(item)
    assert restored(row, {"create": Create}) == item
    assert len(row["text"]) < 200
    assert row["change"] is None


def test_every_kind_of_item_can_be_kept():
    for kind in ITEM_KINDS.values():
        assert codec(kind).kind is kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd(Item):
    kind: ClassVar[str] = "odd"
    thing: set[str]


def test_a_field_that_could_not_be_kept_is_told_when_the_kind_is_made():
    with pytest.raises(TypeError, match=re.escape("cannot keep a field of type set[str]")):
        codec(Odd)


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderCreate(Item):
    kind: ClassVar[str] = "create"
    text: str
    summary: str
    levels: Mapping[str, str]


def test_a_field_that_an_older_version_did_not_have_gets_its_default():
    older = OlderCreate(title=Title(0, "A"), text="t", summary="s", levels={})
    newer = Create(title=Title(0, "A"), text="t", summary="s", levels={})
    assert restored(row_of(older), {"create": Create}) == newer


def test_small_fields_are_kept_as_people_read_them():
    assert "Ссылки" in row_of(replace(EDIT, summary="Ссылки"))["data"]


@pytest.mark.parametrize(
    "damage",
    [
        {"text": b"not zlib"},
        {"text": None},
        {"change": b"[[5,3,"},
        {"change": b'[[0,1,"x"]]'},
        {"change": b"x"},
        {"data": "{"},
        {"data": "null"},
        {"links": "[]"},
        {"title": "Talk:Venus"},
        {"pageid": 8},
        {"digest": b"0" * 16},
    ],
)
def test_an_item_that_is_not_what_was_written_is_refused(damage):
    with pytest.raises(BotError, match=r"item 3 of plan bcdfgh \(Talk:\w+\) is damaged"):
        restored(row_of(EDIT) | damage)


def test_a_kind_that_this_version_does_not_know_is_told():
    with pytest.raises(BotError, match="kind 'move', which this version does not know"):
        restored(row_of(EDIT) | {"kind": "move"})

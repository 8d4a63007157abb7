import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from bot.page import Candidate, Via
from bot.plan import Edit, Funnel, Item, Notice, Numbered, Plan, Publish, Row, Skip
from bot.render import candidate_json, item_json, json_line, plan_json, summary_json
from bot.titles import Title

EDIT = Edit(
    title=Title(0, "Mercury in fiction"),
    pageid=7,
    baserevid=70,
    read_at=None,
    before="See [[Mercury]].",
    after="See [[Mercury (planet)|Mercury]].",
    summary="Bot: links",
)


def test_an_edit_has_exactly_the_documented_keys():
    assert item_json(Numbered(1, EDIT)) == {
        "type": "edit",
        "pageid": 7,
        "title": "Mercury in fiction",
        "baserevid": 70,
        "summary": "Bot: links",
        "diff": (
            "--- Mercury in fiction\n+++ Mercury in fiction\n@@ -1 +1 @@\n"
            "-See [[Mercury]].\n\\ No newline at end of file\n"
            "+See [[Mercury (planet)|Mercury]].\n\\ No newline at end of file\n"
        ),
    }


def test_a_report_for_a_page_is_an_edit_of_another_type():
    item = Publish(
        title=Title(2, "User:SweepBot/Reports"),
        baserevid=None,
        read_at=None,
        before="",
        after="''No rows.''",
        summary="Report",
    )
    assert item_json(item) == {
        "type": "publish",
        "pageid": None,
        "title": "User:SweepBot/Reports",
        "baserevid": None,
        "summary": "Report",
        "diff": (
            "--- User:SweepBot/Reports\n+++ User:SweepBot/Reports\n@@ -0,0 +1 @@\n"
            "+''No rows.''\n\\ No newline at end of file\n"
        ),
    }


def test_an_item_need_not_be_numbered():
    assert item_json(EDIT) == item_json(Numbered(3, EDIT))


def test_a_row_has_its_columns_in_order():
    row = Row(title=Title(0, "A"), report="r", columns={"page": "A", "count": "3"})
    assert list(item_json(row).items()) == [("type", "row"), ("page", "A"), ("count", "3")]


def test_a_column_named_type_does_not_hide_the_type_and_is_not_lost():
    row = Row(title=Title(0, "A"), report="r", columns={"type": "x", "type_": "y", "z": "z"})
    assert item_json(row) == {"type": "row", "type__": "x", "type_": "y", "z": "z"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd(Item):
    kind: ClassVar[str] = "odd"
    to: Title
    when: datetime
    levels: Mapping[str, str]
    others: tuple[Title, ...]
    text: str


def test_an_item_of_a_later_kind_tells_all_its_fields():
    odd = Odd(
        title=Title(0, "A"),
        to=Title(1, "Talk:B"),
        when=datetime(2026, 1, 2, tzinfo=UTC),
        levels={"edit": "sysop"},
        others=(Title(0, "C"),),
        text="t",
    )
    assert item_json(odd) == {
        "type": "odd",
        "pageid": None,
        "title": "A",
        "to": "Talk:B",
        "when": "2026-01-02T00:00:00+00:00",
        "levels": {"edit": "sysop"},
        "others": ["C"],
        "text": "t",
    }
    assert json.loads(json_line(item_json(odd)))["to"] == "Talk:B"


def plan():
    funnel = Funnel()
    funnel.plan([EDIT, Row(title=Title(0, "A"), report="r", columns={})])
    funnel.skip(Skip(Title(0, "B"), "text"))
    funnel.skip(Skip(Title(0, "C"), "text"))
    funnel.notice(Notice(Title(0, "A"), "changed_at_save", "`~~~` becomes a signature"))
    return Plan(
        id="bcdfgh",
        task="mercury",
        task_text="…",
        wiki="testwiki",
        account="SweepBot",
        started=datetime(2026, 1, 1, 12, tzinfo=UTC),
        finished=datetime(2026, 1, 1, 12, 1, tzinfo=UTC),
        state="ready",
        funnel=funnel,
        requests=3,
        seconds=1.23456,
    )


def test_a_summary_has_exactly_the_documented_keys_and_adds_up():
    summary = summary_json(plan())
    assert summary == {
        "type": "summary",
        "plan": "bcdfgh",
        "task": "mercury",
        "seen": 3,
        "planned": 1,
        "skipped": {"text": 2},
        "items": {"edit": 1, "row": 1},
        "notices": {"changed_at_save": 1},
        "pushed_down": [],
        "requests": 3,
        "seconds": 1.235,
    }


def test_a_plan_in_a_list_of_plans():
    assert plan_json(plan()) == {
        "plan": "bcdfgh",
        "task": "mercury",
        "wiki": "testwiki",
        "account": "SweepBot",
        "state": "ready",
        "started": "2026-01-01T12:00:00+00:00",
        "finished": "2026-01-01T12:01:00+00:00",
        "seen": 3,
        "planned": 1,
        "items": {"edit": 1, "row": 1},
        "requests": 3,
        "seconds": 1.235,
    }


def test_a_candidate_tells_how_it_was_found():
    candidate = Candidate(
        Title(1, "Talk:A"),
        pageid=5,
        redirect=False,
        direct=False,
        via=(Via("redirect", Title(0, "B")),),
    )
    assert candidate_json(candidate) == {
        "pageid": 5,
        "ns": 1,
        "title": "Talk:A",
        "redirect": False,
        "direct": False,
        "via": [{"kind": "redirect", "title": "B"}],
    }
    assert candidate_json(Candidate(Title(0, "Red link")))["pageid"] is None


@given(st.dictionaries(st.text(st.characters()), st.text(st.characters())))
def test_a_line_is_one_line_of_valid_utf_8_and_says_the_same(value):
    line = json_line(value)
    line.encode()
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert json.loads(line) == value


def test_letters_stay_readable():
    assert json_line({"title": "水星"}) == '{"title": "水星"}\n'

import gzip
import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.ledger.planfile import read_plan, write_plan
from bot.plan import Edit, Funnel, Numbered, Publish, Row, Skip
from bot.titles import Title
from tests.ledger.making import NOON, SITE, begun, edit, planned, row, saved

ANY_TEXT = st.text(st.characters(), max_size=80)
TITLES = st.builds(Title, st.integers(0, 20), st.text(min_size=1, max_size=30))
COMMON = {
    "title": TITLES,
    "pageid": st.none() | st.integers(1, 10**9),
    "cause": st.none() | TITLES,
    "comes_after": st.lists(st.integers(1, 99), max_size=3).map(tuple),
}
WRITTEN = {
    "read_at": st.none() | st.just(NOON),
    "before": ANY_TEXT,
    "after": ANY_TEXT,
    "summary": st.text(max_size=30),
    "minor": st.booleans(),
    "bot": st.booleans(),
}
ITEMS = st.one_of(
    st.builds(Edit, **COMMON, **WRITTEN, baserevid=st.integers(0, 10**10)),
    st.builds(Publish, **COMMON, **WRITTEN, baserevid=st.none() | st.integers(0, 10**10)),
    st.builds(
        Row,
        **COMMON,
        report=st.text(max_size=9),
        columns=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
    ),
)
ODD = [
    edit(1, before="\ud83d\ude00 \ud800 😀", after="\udfff\u2028\u0085\x00\r\n"),
    row(**{'ü "': "\x1f"}),
    edit(2, before="x" * 2_000_000, after="y" + "x" * 2_000_000, cause=Title(1, "Talk:A")),
    edit(3, summary="“é” 𝄞", comes_after=(1, 2)),
]


@pytest.fixture
def plan(ledger):
    """A plan with all that a header has."""
    plan = begun(ledger, task_text="do: “it” 𝄞\n", undoes="bcdfgh")
    ledger.add(plan.id, [edit(1), row(a="1"), edit(2)])
    funnel = Funnel()
    funnel.plan([edit(1), row(a="1"), edit(2)])
    funnel.skip(Skip(Title(1, "Talk:B"), "runaway", "the pattern took too long"))
    return ledger.finish(plan, funnel, 12, 3.5)


@pytest.fixture
def file(ledger, plan, tmp_path):
    ledger.decide(plan.id, "approved", [1])
    return written(ledger, plan, tmp_path)


@pytest.fixture
def elsewhere(tmp_path):
    """The ledger of another machine."""
    with Ledger(tmp_path / "elsewhere.sqlite") as one:
        yield one


def written(ledger, plan, folder, name="plan.gz"):
    path = folder / name
    path.write_bytes(b"".join(write_plan(ledger, plan.id)))
    return path


def lines(path):
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def signed(path, some):
    """The lines with a digest over them, as whoever knows the format could write it."""
    digest = hashlib.sha256(b"".join(some)).hexdigest()
    path.write_bytes(gzip.compress(b"".join(some) + json.dumps({"sha256": digest}).encode()))
    return path


def test_a_plan_is_the_same_in_another_ledger(ledger, plan, file, elsewhere):
    assert read_plan(elsewhere, file) == plan
    assert elsewhere.plan(plan.id) == plan
    assert list(elsewhere.items(plan.id)) == list(ledger.items(plan.id))
    assert elsewhere.decisions(plan.id) == {"approved": 1, "pending": 1}
    assert [one.number for one in elsewhere.runs.left(plan.id, pending=False)] == [1]


def test_a_plan_comes_back_to_either_database(ledger, tmp_path):
    with Ledger(tmp_path / "laptop.sqlite") as laptop:
        made = planned(laptop, ODD)
        file = written(laptop, made, tmp_path)
    plan = read_plan(ledger, file)
    assert [one.item for one in ledger.items(plan.id)] == ODD
    assert file.stat().st_size < 40_000


@given(items=st.lists(ITEMS, max_size=4), text=st.text(max_size=50))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_plan_holds_comes_back(tmp_path_factory, items, text):
    folder = tmp_path_factory.mktemp("plan")
    with Ledger(folder / "a.sqlite") as here, Ledger(folder / "b.sqlite") as there:
        plan = planned(here, items, task_text=text)
        assert read_plan(there, written(here, plan, folder)) == plan
        assert [one.item for one in there.items(plan.id)] == items


def test_the_same_plan_makes_the_same_file(ledger, plan, file, tmp_path, elsewhere):
    assert written(ledger, plan, tmp_path, "again.gz").read_bytes() == file.read_bytes()
    read_plan(elsewhere, file)
    assert written(elsewhere, plan, tmp_path, "there.gz").read_bytes() == file.read_bytes()


def test_a_plan_of_no_items_is_a_plan(ledger, elsewhere, tmp_path):
    plan = planned(ledger, [])
    assert read_plan(elsewhere, written(ledger, plan, tmp_path)) == plan


@pytest.mark.parametrize("state", ["planning", "broken"])
def test_an_unfinished_plan_goes_into_no_file(ledger, state):
    plan = begun(ledger)
    if state == "broken":
        ledger.finish(plan, Funnel(), 1, 0.1, "broken")
    with pytest.raises(UsageError, match="is unfinished; make it again"):
        write_plan(ledger, plan.id)
    with pytest.raises(UsageError, match="no plan"):
        write_plan(ledger, "zzzzzz")


def test_a_file_that_was_read_before_changes_nothing(plan, file, elsewhere):
    read_plan(elsewhere, file)
    elsewhere.decide(plan.id, "rejected")
    run = elsewhere.runs.begin(plan, account="")
    elsewhere.runs.settle(run.id, 1, saved())
    assert read_plan(elsewhere, file) == plan
    assert elsewhere.decisions(plan.id) == {"rejected": 2}
    assert elsewhere.runs.outcome_of(plan.id, 1) == saved()


def test_a_plan_read_where_it_was_made_changes_nothing(ledger, plan, file):
    assert read_plan(ledger, file) == plan
    assert ledger.decisions(plan.id) == {"approved": 1, "pending": 1}


def test_what_was_decided_after_the_first_file_is_taken_over(
    ledger, plan, file, elsewhere, tmp_path
):
    read_plan(elsewhere, file)
    ledger.decide(plan.id, "rejected", [3])
    later = written(ledger, plan, tmp_path, "later.gz")
    read_plan(elsewhere, later)
    assert elsewhere.decisions(plan.id) == {"approved": 1, "rejected": 1}
    read_plan(elsewhere, file)
    assert elsewhere.decisions(plan.id) == {"approved": 1, "rejected": 1}


def test_two_minds_about_an_item_are_told(ledger, plan, file, elsewhere, tmp_path):
    read_plan(elsewhere, file)
    ledger.decide(plan.id, "rejected", [1, 3])
    later = written(ledger, plan, tmp_path, "later.gz")
    with pytest.raises(
        UsageError, match=r"item 1 of plan \w+ is rejected there and approved in the"
    ):
        read_plan(elsewhere, later)
    assert elsewhere.decisions(plan.id) == {"approved": 1, "pending": 1}


@pytest.mark.parametrize(
    ("items", "task"),
    [
        ([edit(1), row(a="1"), edit(2, after="other")], "mercury"),
        ([edit(1), row(a="1")], "mercury"),
        ([edit(1), row(a="1"), edit(2), edit(3)], "mercury"),
        ([edit(1), row(a="1"), edit(2)], "venus"),
    ],
)
def test_another_plan_under_the_same_id_is_refused(tmp_path, items, task):
    with Ledger(tmp_path / "a", lambda: "bcdfgh") as here:
        first = planned(here, items, task=task)
        file = written(here, first, tmp_path)
    with Ledger(tmp_path / "b", lambda: "bcdfgh") as there:
        second = planned(there, [edit(1), row(a="1"), edit(2)])
        there.database.change(
            lambda connection: connection.exec_driver_sql(
                "UPDATE plan SET started = ?, finished = ?",
                (first.started.isoformat(), first.finished.isoformat()),
            )
        )
        second = replace(second, started=first.started, finished=first.finished)
        with pytest.raises(UsageError, match="has another plan bcdfgh; nothing was read"):
            read_plan(there, file)
        assert there.plan("bcdfgh") == second
        assert [one.item for one in there.items("bcdfgh")] == [edit(1), row(a="1"), edit(2)]


def refused(ledger, path, words):
    with pytest.raises(UsageError, match=words) as told:
        read_plan(ledger, path)
    assert str(told.value).startswith(str(path))
    assert "\n" not in str(told.value)
    assert ledger.plans() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"new 1", b"bad 1"),
        (b'"approved"', b'"rejected"'),
        (b'"mercury"', b'"venus"'),
        (b'"baserevid":10', b'"baserevid":11'),
    ],
)
def test_a_file_that_was_edited_by_hand_is_refused(file, elsewhere, old, new):
    text = gzip.decompress(file.read_bytes())
    assert old in text
    file.write_bytes(gzip.compress(text.replace(old, new)))
    refused(elsewhere, file, "its digest is not that of its lines; write it again")


def test_a_file_without_one_of_its_lines_is_refused(file, elsewhere):
    whole = lines(file)
    for gone in range(len(whole)):
        file.write_bytes(gzip.compress(b"".join(whole[:gone] + whole[gone + 1 :])))
        refused(elsewhere, file, "not an intact plan file")


def test_a_file_with_more_behind_its_end_is_refused(file, elsewhere):
    file.write_bytes(file.read_bytes() + gzip.compress(lines(file)[1]))
    refused(elsewhere, file, "its digest")
    file.write_bytes(gzip.compress(b"".join(lines(file)[:-1])) + b"more")
    refused(elsewhere, file, "not an intact plan file")


def test_a_file_that_was_cut_is_refused_wherever_it_was(file, elsewhere):
    whole = file.read_bytes()
    for length in range(0, len(whole) - 1, 37):
        file.write_bytes(whole[:length])
        refused(elsewhere, file, "not an intact plan file")


def test_a_file_with_a_bit_that_fell_over_is_refused(file, elsewhere):
    whole = file.read_bytes()
    for place in range(12, len(whole), 41):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        refused(elsewhere, file, "not an intact plan file")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"about: a task\n",
        gzip.compress(b""),
        gzip.compress(b"\n"),
        gzip.compress(b"[1, 2]\n"),
        gzip.compress(b'{"name": "other"}\n'),
        gzip.compress(b'{"wikisweep plan": "1"}\n'),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b"\xff\xfe\n"),
        gzip.compress(b"x" * 100_000_000, 1),
    ],
    ids=range(10),
)
def test_what_is_no_plan_file_is_refused(elsewhere, tmp_path, content):
    path = tmp_path / "plan.gz"
    path.write_bytes(content)
    refused(elsewhere, path, "not an intact plan file")


def test_what_cannot_be_read_is_told(elsewhere, tmp_path):
    refused(elsewhere, tmp_path / "missing.gz", "cannot read the plan file: No such file")
    refused(elsewhere, tmp_path, "cannot read the plan file: Is a directory")


def test_a_newer_format_is_told_before_anything_else(elsewhere, tmp_path):
    path = tmp_path / "plan.gz"
    path.write_bytes(gzip.compress(b'{"wikisweep plan": 2}\n' + b"nothing we know"))
    refused(elsewhere, path, "a newer wikisweep wrote this plan file .its format is 2, this")


@pytest.mark.parametrize(
    ("number", "changes", "words"),
    [
        (0, {"state": "planning"}, "no finished plan's header"),
        (0, {"started": "yesterday"}, "no plan's header"),
        (0, {"funnel": []}, "no plan's header"),
        (1, {"kind": "move"}, "kind 'move' and 'approved', which this version does not know"),
        (1, {"decision": "perhaps"}, "'edit' and 'perhaps', which this version does not know"),
        (1, {"before": 5}, "item 1 is not as it was written"),
        (1, {"title": 5}, "item 1 is not as it was written"),
        (2, {"columns": 5}, "item 2 is not as it was written"),
    ],
)
def test_lines_with_a_digest_that_make_no_sense_are_refused(
    file, elsewhere, number, changes, words
):
    some = lines(file)[:-1]
    some[number] = json.dumps(json.loads(some[number]) | changes).encode() + b"\n"
    refused(elsewhere, signed(file, some), words)


def test_a_line_that_lacks_something_is_refused(file, elsewhere):
    some = lines(file)[:-1]
    some[1] = b'{"kind": "edit"}\n'
    refused(elsewhere, signed(file, some), "item 1 is not as it was written")
    refused(elsewhere, signed(file, [b'{"wikisweep plan": 1}\n']), "no plan's header")


def test_a_file_says_what_it_holds_in_words(file, plan):
    header, first, second, _, last = (json.loads(line) for line in lines(file))
    assert (header["wikisweep plan"], header["id"], header["site"]) == (1, plan.id, SITE)
    assert header["funnel"]["skipped"] == {"runaway": 1}
    assert first == {
        "decision": "approved",
        "kind": "edit",
        "title": [0, "Page 1"],
        "pageid": 1,
        "cause": None,
        "comes_after": [],
        "baserevid": 10,
        "read_at": "2026-03-01T12:00:00+00:00",
        "summary": "Bot: new",
        "minor": False,
        "bot": True,
        "before": "old 1",
        "after": "new 1",
    }
    assert second["columns"] == {"a": "1"}
    assert set(last) == {"sha256"}


def test_a_plan_of_many_items_is_read_whole(elsewhere, tmp_path):
    items = [edit(number) for number in range(1, 124)]
    with Ledger(tmp_path / "here.sqlite") as here:
        plan = planned(here, items)
        file = written(here, plan, tmp_path)
    read_plan(elsewhere, file)
    assert list(elsewhere.items(plan.id)) == [Numbered(n, one) for n, one in enumerate(items, 1)]

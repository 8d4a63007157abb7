"""`wikisweep review`: by number, by page, and item by item on a terminal."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios

import pytest

from tests.cli.conftest import COMMAND, HOSTILE
from tests.processes import started

REPORT = """
for_each: {titles: [Planet]}
do: [{report: {columns: {Page: title}}}]
"""


@pytest.fixture
def plan(wikisweep) -> str:
    """A plan of three items: Planet, Messenger, and a hostile title."""
    return str(wikisweep("plan", "task.yaml", "--format", "json").objects[-1]["plan"])


def decisions(wikisweep, plan: str) -> list[str]:
    """The decision on each item, as `show` tells it."""
    *items, _ = wikisweep("show", plan, "--format", "json").objects
    return [one.get("decision", "pending") for one in items]


def with_keys(arguments, keys) -> tuple[int, str]:
    """Run a command on a terminal and press one key at each question; ^C is its signal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    sent, measured, keys = b"", "\x03" not in keys, iter(keys)
    with started(COMMAND, *arguments, terminal=slave, measured=measured, TERM="dumb") as running:
        os.close(slave)
        asked = 0
        while select.select([master], [], [], 30)[0]:
            try:
                sent += os.read(master, 65536)
            except OSError:  # Linux: all that had the terminal open have gone
                break
            if sent.count(b"b q ?] ") > asked:
                asked += 1
                key = next(keys, "q")
                if key == "\x03":
                    running.send_signal(signal.SIGINT)
                else:
                    os.write(master, key.encode())
        else:
            running.kill()
        code = running.wait(30)
    os.close(master)
    return code, sent.decode()


def test_items_are_decided_on_by_number(wikisweep, plan):
    result = wikisweep("review", plan, "--approve", "1-2", "--reject", "3")
    assert result.code == 0
    assert result.out == (
        f"Plan {plan}: 2 approved, 1 rejected, 0 pending; wikisweep apply {plan} carries out "
        "what is approved\n"
    )
    assert decisions(wikisweep, plan) == ["approved", "approved", "rejected"]
    shown = wikisweep("show", plan).out
    assert "(1) Planet [approved]\n" in shown
    assert " [rejected]\n" in shown


def test_a_review_in_part_says_what_can_be_done_next(wikisweep, plan):
    result = wikisweep("review", plan, "--approve", "1")
    assert "1 approved, 0 rejected, 2 pending" in result.out
    assert f"wikisweep review {plan} goes on, wikisweep apply {plan} --pending leave" in result.out
    reset = wikisweep("review", plan, "--reset")
    assert reset.out.endswith(f"3 pending; wikisweep review {plan} decides on them\n")
    assert decisions(wikisweep, plan) == ["pending"] * 3
    rejected = wikisweep("review", plan, "--reject", "1-3")
    assert rejected.out.endswith("; nothing of it will be written\n")


def test_all_but_some_are_approved(wikisweep, plan):
    wikisweep("review", plan, "--approve-all", "--reject-page", "Planet")
    assert decisions(wikisweep, plan) == ["rejected", "approved", "approved"]
    wikisweep("review", plan, "--approve-all")
    assert decisions(wikisweep, plan)[0] == "rejected"
    wikisweep("review", plan, "--reset", "--approve-page", HOSTILE, "--approve", "1")
    assert decisions(wikisweep, plan).count("approved") == 2


def test_json_is_the_counts(wikisweep, plan):
    (line,) = wikisweep("review", plan, "--approve", "1", "--format", "json").objects
    assert line == {"type": "review", "plan": plan, "approved": 1, "rejected": 0, "pending": 2}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--approve", "4"], "has no item 4 that can be written; its last one is 3"),
        (["--approve", "1-9"], "has no item 9"),
        (["--approve", "one"], "--approve: 'one' is no item"),
        (["--reject", "0"], "--reject: '0' is no item"),
        (["--approve", "1-2", "--reject", "2"], "item 2 cannot be both approved and rejected"),
        (["--approve-page", "Planet", "--reject", "1"], "item 1 cannot be both"),
        (["--reject-page", "Earth"], "has no item for the page 'Earth'"),
        (["--approve", "1", "--reject", "7"], "has no item 7"),
        ([], "there is no terminal to ask on; say --approve NUMBERS"),
    ],
)
def test_where_one_thing_is_wrong_nothing_is_decided(wikisweep, plan, options, told):
    result = wikisweep("review", plan, *options)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert len(result.err.splitlines()) == 1
    assert decisions(wikisweep, plan) == ["pending"] * 3


def test_a_plan_of_rows_has_nothing_to_decide_on(wikisweep, home):
    (home / "report.yaml").write_text(REPORT)
    plan = wikisweep("plan", "report.yaml", "--format", "json").objects[-1]["plan"]
    result = wikisweep("review", plan, "--approve-all")
    assert (result.code, result.out) == (2, "")
    assert "has nothing to write, so nothing to decide on" in result.err


def test_a_review_that_is_done_tells_the_counts_again_without_a_terminal(wikisweep, plan):
    wikisweep("review", plan, "--approve-all")
    result = wikisweep("review", plan)
    assert (result.code, result.err) == (0, "")
    assert "3 approved" in result.out


def test_only_what_is_approved_is_written(wikisweep, plan, pages):
    wikisweep("review", plan, "--approve-all", "--reject-page", "Planet")
    assert wikisweep("apply", plan, "--yes").lines[-1].endswith(" done: 2 saved")
    assert pages["Planet"] == "The [[Mercury]] planet"
    assert "(planet)" in pages["Messenger"]


def test_what_is_written_is_no_longer_asked_about(wikisweep, plan):
    wikisweep("review", plan, "--approve", "1")
    assert wikisweep("apply", plan, "--yes", "--pending", "leave").code == 0
    code, sent = with_keys(["review", plan], "yq")
    assert code == 0
    assert "2 items to go" in sent
    assert "(1) Planet" not in sent


def test_what_is_written_can_no_longer_be_rejected(wikisweep, plan):
    wikisweep("review", plan, "--approve", "1")
    run = wikisweep("apply", plan, "--yes", "--pending", "leave", "--format", "json")
    result = wikisweep("review", plan, "--reject", "1,2")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"wikisweep: item 1 of plan {plan} is settled (saved, run {run.objects[-1]['run']}), so "
        "there is nothing to decide; wikisweep undo "
        f"{run.objects[-1]['run']} takes back what was saved\n"
    )
    assert decisions(wikisweep, plan) == ["approved", "pending", "pending"]


def test_a_plan_that_was_carried_out_leaves_nothing_to_decide_on(wikisweep, plan):
    assert wikisweep("apply", plan, "--yes").code == 0
    result = wikisweep("review", plan)
    assert result.code == 0
    assert result.out.endswith("; nothing is left to decide on: runs have tried all of it\n")


def test_what_is_skipped_on_the_way_back_stays_as_it_is(wikisweep, plan):
    code, sent = with_keys(["review", plan], "nbs?q")
    assert code == 0
    assert "s  skip it: it stays as it is\r\n" in sent
    assert decisions(wikisweep, plan) == ["rejected", "pending", "pending"]


def test_item_by_item_on_a_terminal(wikisweep, plan):
    code, sent = with_keys(["review", plan], "yns")
    assert code == 0
    assert "(1) Planet\r\n" in sent
    assert "+The [[Mercury{+ (planet)|Mercury+}]] planet" in sent
    assert "3 items to go; approve? [y n s a b q ?] y\r\n" in sent
    assert "1 item to go; approve? [y n s a b q ?] s\r\n" in sent
    assert "1 approved, 1 rejected, 1 pending" in sent
    assert decisions(wikisweep, plan) == ["approved", "rejected", "pending"]


def test_the_next_review_goes_on_and_can_approve_the_rest(wikisweep, plan):
    assert with_keys(["review", plan], "nq")[0] == 0
    assert decisions(wikisweep, plan) == ["rejected", "pending", "pending"]
    code, sent = with_keys(["review", plan], "A")
    assert code == 0
    assert "(1) Planet" not in sent
    assert decisions(wikisweep, plan) == ["rejected", "approved", "approved"]


def test_one_can_go_back_and_decide_anew(wikisweep, plan):
    code, sent = with_keys(["review", plan], "bybnq")
    assert code == 0
    assert "this is the first item" in sent
    assert "(1) Planet [approved]" in sent
    assert decisions(wikisweep, plan) == ["rejected", "pending", "pending"]


def test_any_other_key_tells_the_keys(plan):
    code, sent = with_keys(["review", plan], ["?", "\x1b[A", "yy", "q"])
    assert code == 0
    assert sent.count("a  approve it and all the rest") == 3
    assert sent.count("(1) Planet") == 1


def test_the_end_of_input_is_a_way_out(wikisweep, plan):
    code, sent = with_keys(["review", plan], ["y", "\x04"])
    assert (code, "1 approved" in sent) == (0, True)
    assert decisions(wikisweep, plan)[0] == "approved"


def test_an_interrupt_keeps_what_is_decided(wikisweep, plan):
    code, sent = with_keys(["review", plan], ["y", "\x03"])
    assert (code, "nothing was written to a wiki" in sent) == (130, True)
    assert decisions(wikisweep, plan)[0] == "approved"


def test_a_plan_goes_elsewhere_by_a_file_and_back_with_its_decisions(
    wikisweep, home, tmp_path, pages
):
    planned = wikisweep("plan", "task.yaml", "--out", "p.plan", "--format", "json")
    plan = planned.objects[-1]["plan"]
    assert f"plan written: {home}/p.plan; wikisweep apply FILE" in planned.err
    elsewhere = ["--state", tmp_path / "elsewhere"]
    reviewed = wikisweep("review", "p.plan", "--approve-all", "--reject", "1", *elsewhere)
    assert reviewed.out.startswith(f"Plan {plan}: 2 approved, 1 rejected")
    assert wikisweep("show", plan, "--out", "r.plan", *elsewhere).code == 0
    assert wikisweep("show", "r.plan", "--format", "json").objects[0]["decision"] == "rejected"
    assert wikisweep("apply", "r.plan", "--yes").lines[-1].endswith(" done: 2 saved")
    assert pages["Planet"] == "The [[Mercury]] planet"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["task.yaml", "task.yaml", "--out", "x"], "--out writes the plan of one task"),
        (["task.yaml", "--out", "no/x.plan"], "there is no folder"),
        (["task.yaml", "--out", "."], "Is a directory"),
    ],
)
def test_a_file_for_a_plan_is_tried_before_planning(wikisweep, options, told):
    result = wikisweep("plan", *options)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert wikisweep("show").out == ""


def test_a_file_that_fails_after_the_plan_leaves_the_plan(wikisweep):
    result = wikisweep("plan", "task.yaml", "--out", "/dev/full")
    assert result.code == 1
    assert "is kept; wikisweep show" in result.err
    assert result.err.rstrip().endswith("--out FILE writes it")
    assert len(wikisweep("show").lines) == 1


def test_without_a_plan_there_is_nothing_to_write(wikisweep):
    result = wikisweep("show", "--out", "x.plan")
    assert (result.code, result.out) == (2, "")
    assert "--html and --out write one plan; name the PLAN" in result.err


def test_a_file_that_is_no_plan_is_told(wikisweep):
    for command in ("show", "review", "apply"):
        result = wikisweep(command, "task.yaml")
        assert (result.code, result.out) == (2, "")
        assert "task.yaml" in result.err

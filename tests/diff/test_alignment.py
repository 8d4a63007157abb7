import subprocess
import sys

import pytest

from bot.diff import rebuild, spans, unified


def test_an_insertion_is_always_said_to_be_as_late_as_it_can_be():
    rows = ["|-", "| a", "|-", "| b", "|-", "| c"]
    before = "\n".join(["top", *rows, "end x"])
    after = "\n".join(["Top", *rows[:2], "|-", "| new", *rows[2:], "end y"])
    assert [(removed, added) for _, removed, added in spans(before, after)] == [
        ("top", "Top"),
        ("", "| new\n|-\n"),
        ("x", "y"),
    ]


def test_a_removed_line_like_its_neighbour_is_said_to_be_the_later_one():
    assert unified("c\nb\nb\n", "b\nc\nb\n") == "@@ -1,3 +1,3 @@\n+b\n c\n b\n-b\n"


def test_an_added_line_like_its_neighbour_is_said_to_be_the_later_one():
    assert unified("a\nc\n", "b\na\nc\nc\n") == "@@ -1,2 +1,4 @@\n+b\n a\n c\n+c\n"


def many(kind, count=40_000):
    return "\n".join(f"{number} {kind} words of a line of a long table" for number in range(count))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (many("old", 4_000), many("new", 4_000).replace(" ", "-")),
        (many("old"), "\n".join(reversed(many("old").split("\n")))),
        ("|-\n| a\n" * 30_000, "| a\n|-\n|}\n" * 20_000),
        ("x".join(map(str, range(50_000))), "y".join(map(str, range(50_000)))),
        ("a\n" + "b\n" * 150_000 + "c", "b\n" * 3 + "d\n" + "c\n" * 150_000),
    ],
)
def test_giant_texts_stay_exact(before, after):
    assert rebuild(before, spans(before, after)) == after
    assert unified(before, after).count("\n-") >= 1


MEASURE = """
import resource, time
from bot.diff import spans, unified
before = "\\n".join(f"{n} old words of a line of a long table xxxxxx" for n in range(40_000))
after = before.replace("old", "new")
began, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert unified(before, after).count("\\n") == 80_003
assert len(spans(before, after)) == 40_000
held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held
print(time.process_time() - began, held / 1024)
"""


def test_two_megabytes_with_every_line_changed_take_less_than_two_seconds_and_100_mib():
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], check=True, capture_output=True, text=True
    )
    seconds, mebibytes = map(float, done.stdout.split())
    assert seconds < 2
    assert mebibytes < 100


def test_lines_that_moved_far_in_a_giant_text_are_found_by_those_that_stand_once():
    lines = [f"line {number}" for number in range(30_000)]
    moved = lines[100:] + lines[:100]
    found = spans("\n".join(lines), "\n".join(moved))
    assert sum(len(removed) for _, removed, _ in found) < 2_000

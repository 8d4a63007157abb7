"""Two changes of one text are merged as diff3 merges them, or not at all."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.diff import merge

NUMBERED = "\n".join(f"line {number}" for number in range(1, 10))
# Few different lines, so that they recur, and some that are nothing but white space.
ANY_TEXT = st.lists(st.sampled_from(["a", "b", "c", "", " ", "é\u2028x\r"]), max_size=9).map(
    "\n".join
)


def changed(**lines: str) -> str:
    """The numbered text with some lines replaced: `changed(l2="X")`; an empty one is removed."""
    found = NUMBERED.split("\n")
    for name, text in lines.items():
        found[int(name[1:]) - 1] = text
    return "\n".join(line for line in found if line)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (NUMBERED, NUMBERED, NUMBERED),
        (changed(l1="X"), changed(l9="Y"), changed(l1="X", l9="Y")),
        (changed(l1=""), changed(l9="Y\nZ"), changed(l1="", l9="Y\nZ")),
        (changed(l1="X", l5="Z"), changed(l3="Y"), changed(l1="X", l3="Y", l5="Z")),
        (changed(l4="X"), changed(l4="X"), changed(l4="X")),
        (changed(l4=""), changed(l4=""), changed(l4="")),
        (changed(l4="X", l6="Y"), changed(l4="X", l8="Z"), changed(l4="X", l6="Y", l8="Z")),
        (f"new\n{NUMBERED}", f"{NUMBERED}\nend", f"new\n{NUMBERED}\nend"),
        (changed(l9="line 9\nmore"), changed(l8="X"), changed(l8="X", l9="line 9\nmore")),
    ],
)
def test_changes_with_a_line_between_are_both_made(mine, theirs, merged):
    assert merge(NUMBERED, mine, theirs) == merged
    assert merge(NUMBERED, theirs, mine) == merged


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (changed(l4="X"), changed(l4="Y")),
        (changed(l4="X"), changed(l5="Y")),
        (changed(l4="X"), changed(l4="")),
        (changed(l4="line 4\nX"), changed(l4="line 4\nY")),
        (changed(l4="line 4\nX"), changed(l5="Y")),
        (changed(l2="X", l3="X", l4="X"), changed(l3="Y")),
        (changed(l2="X", l6="X"), changed(l3="Y", l4="Y", l5="Y")),
        (changed(l4="X", l5="Y"), changed(l4="X")),
        ("", changed(l4="X")),
    ],
)
def test_changes_of_the_same_or_neighbouring_lines_are_not(mine, theirs):
    assert merge(NUMBERED, mine, theirs) is None
    assert merge(NUMBERED, theirs, mine) is None


def test_a_line_is_what_ends_at_a_line_feed_alone():
    assert merge("a\x85b\nc\nd", "a\x85X\nc\nd", "a\x85b\nc\nY") == "a\x85X\nc\nY"
    assert merge("a\rb", "X\rb", "a\rY") is None


def test_the_end_of_the_text_is_a_place_like_any_other():
    assert merge("a\nb\nc", "a\nb\nc\n", "X\nb\nc") == "X\nb\nc\n"
    assert merge("a\nb\nc\n", "a\nb\nc", "X\nb\nc\n") == "X\nb\nc"
    assert merge("", "a", "") == "a"
    assert merge("", "a", "b") is None
    assert merge("", "a", "a") == "a"


@given(ANY_TEXT, ANY_TEXT)
def test_one_change_alone_is_made_as_it_is(base, new):
    assert merge(base, new, base) == new
    assert merge(base, base, new) == new
    assert merge(base, new, new) == new


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_it_does_not_matter_who_is_who(base, mine, theirs):
    assert merge(base, mine, theirs) == merge(base, theirs, mine)


@st.composite
def three_texts(draw) -> tuple[str, str, str]:
    """A text of lines each of which stands once, and two changes of it by lines of their own.

    So there is one way only in which the texts can be laid beside each other.
    """
    base = [f"line {number}" for number in range(draw(st.integers(0, 12)))]

    def change(prefix: str) -> list[str]:
        new: list[str] = []
        for number, line in enumerate([*base, ""]):
            # both sides may come to the same line
            added = draw(st.sampled_from(["", "", "", "", f"{prefix}{number}", f"same {number}"]))
            kept = draw(st.sampled_from([True, True, True, False]))
            new += [one for one in (added, line if kept else "") if one]
        return new

    return "\n".join(base), "\n".join(change("mine ")), "\n".join(change("theirs "))


def by_git(folder: Path, *texts: str) -> str | None:
    """What `git merge-file` makes of base, mine and theirs; None for a conflict."""
    files = [folder / name for name in ("base", "mine", "theirs")]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(f"{text}\n".encode())
    base, mine, theirs = files
    done = subprocess.run(
        ["git", "merge-file", "-p", mine, base, theirs], capture_output=True, check=False
    )
    return None if done.returncode else done.stdout.decode().removesuffix("\n")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=three_texts())
def test_git_merges_the_same_and_refuses_the_same(tmp_path, texts):
    assert merge(*texts) == by_git(tmp_path, *texts)

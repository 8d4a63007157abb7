import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diff import hunks, spans, unified

TEXTS = st.text(alphabet="ab [\n'é漢", max_size=60) | st.text(max_size=40)
LINES = st.lists(st.sampled_from(["", "a", "b", "a b", "[[a]] b"]), max_size=25).map("\n".join)
PAIRS = st.tuples(TEXTS, TEXTS) | st.tuples(LINES, LINES)


def patched(before, diff):
    """What `patch` makes of a unified diff: checks every line number and context line."""
    old = re.findall(r"[^\n]*\n|[^\n]+", before)
    new, here = [], 0
    lines = diff.split("\n")
    assert lines.pop() == ""
    for at, line in enumerate(lines):
        if line.startswith("\\"):
            continue
        if heading := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            start, length, begin, count = (int(one or 1) for one in heading.groups())
            start, begin = start - (length > 0), begin - (count > 0)
            new += old[here:start]
            here = start
            assert len(new) == begin
            body = [one for one in lines[at + 1 :] if not one.startswith("\\")]
            body = body[: next((i for i, one in enumerate(body) if one.startswith("@@")), None)]
            assert sum(one[0] in " -" for one in body) == length
            assert sum(one[0] in " +" for one in body) == count
            continue
        end = "" if lines[at + 1 : at + 2] == ["\\ No newline at end of file"] else "\n"
        if line[0] in " -":
            assert old[here] == line[1:] + end
            here += 1
        if line[0] in " +":
            new.append(line[1:] + end)
    return "".join(new + old[here:])


def marked(before, after):
    """The hunks as text, the marked words in brackets."""
    shown = []
    for hunk in hunks(before, after):
        for line in hunk.lines:
            text = line.text
            for start, end in reversed(line.marks):
                if start < end:
                    text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
            shown.append(line.sign + text)
    return shown


@given(PAIRS)
def test_a_unified_diff_applied_to_the_text_before_gives_the_text_after(pair):
    before, after = pair
    assert patched(before, unified(before, after)) == after


@given(PAIRS, st.integers(0, 4))
def test_hunks_and_unified_diff_say_the_same(pair, context):
    before, after = pair
    said = ""
    for hunk in hunks(before, after, context):
        said += hunk.heading + "\n"
        for line in hunk.lines:
            said += line.sign + line.text + "\n"
            said += "" if line.newline else "\\ No newline at end of file\n"
    assert said == unified(before, after, context=context)


@given(PAIRS)
def test_marks_lie_within_their_line_in_order(pair):
    for hunk in hunks(pair[0], pair[1]):
        for line in hunk.lines:
            end = 0
            for first, last in line.marks:
                assert end <= first <= last <= len(line.text)
                end = last


@given(TEXTS)
def test_equal_texts_have_no_diff(text):
    assert unified(text, text, "name") == ""
    assert hunks(text, text) == []
    assert spans(text, text) == ()


def test_the_diff_names_the_file_where_a_name_is_given():
    assert unified("a\n", "b\n", "Talk:Mercury") == (
        "--- Talk:Mercury\n+++ Talk:Mercury\n@@ -1 +1 @@\n-a\n+b\n"
    )


def test_a_missing_line_end_is_told_as_diff_tells_it():
    assert unified("a\nb", "a\nc") == (
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
    )
    assert unified("a\nb", "a\nb\n") == (
        "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"
    )
    assert unified("a\nb\nc", "b\nc") == (
        "@@ -1,3 +1,2 @@\n-a\n b\n c\n\\ No newline at end of file\n"
    )


def test_an_empty_side_is_numbered_zero():
    assert unified("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b\n"
    assert unified("a\n", "") == "@@ -1 +0,0 @@\n-a\n"


def test_hunks_join_where_their_context_meets_and_part_where_it_does_not():
    before = [str(number) for number in range(20)]
    near, far = before[:], before[:]
    near[5] = near[12] = "x"
    far[5] = far[13] = "x"
    text = "\n".join(before) + "\n"
    assert unified(text, "\n".join(near) + "\n").count("@@ -") == 1
    assert unified(text, "\n".join(far) + "\n").count("@@ -") == 2
    assert "@@ -3,7 +3,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n" in unified(text, "\n".join(far) + "\n")


def test_a_removed_line_moves_the_numbers_of_later_hunks():
    before = "".join(f"{number}\n" for number in range(30))
    after = before.replace("3\n", "", 1).replace("25\n", "x\n")
    assert "@@ -23,7 +22,7 @@" in unified(before, after)


def test_only_a_line_feed_ends_a_line():
    assert unified("a\u2028b\x0bc\rd\n", "a\u2028b\x0bc\re\n").count("\n") == 3


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "The [[Mercury]] planet",
            "The [[Mercury (planet)|Mercury]] planet",
            ["-The [[Mercury]] planet", "+The [[Mercury< (planet)|Mercury>]] planet"],
        ),
        ("one two three four", "one 2 drei four", ["-one <two three> four", "+one <2 drei> four"]),
        ("colour of it", "color of it", ["-<colour> of it", "+<color> of it"]),
        ("'''bold''' text", "''bold'' text", ["-<'''>bold<'''> text", "+<''>bold<''> text"]),
        ("== A ==\n* x y", "=== A ===\n* x y", ["-<==> A <==>", "+<===> A <===>", " * x y"]),
        (
            "水星は惑星である。",
            "水星は小惑星である。",
            ["-水星は惑星である。", "+水星は<小>惑星である。"],
        ),
        ("हिन्दी की बात", "हिन्दी का बात", ["-हिन्दी <की> बात", "+हिन्दी <का> बात"]),
        (
            "quite another line",
            "不 nothing alike @@",
            ["-quite another line", "+不 nothing alike @@"],
        ),
        ("a b c\nx y z", "a b c x y z", ["-a b c", "-x y z", "+a b c< >x y z"]),
        ("one two\nadded", "one two\nnew\nadded", [" one two", "+new", " added"]),
    ],
)
def test_changed_words_are_marked(before, after, shown):
    assert marked(before, after) == shown


def test_an_empty_mark_tells_where_the_other_side_has_more():
    (hunk,) = hunks("see [[M]] now", "see [[M (p)|M]] now")
    assert [line.marks for line in hunk.lines] == [((7, 7),), ((7, 13),)]

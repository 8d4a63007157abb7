"""Schedules as cron takes them, and what Toolforge refuses of those."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.loading.schedule import MACROS, schedule_fault, toolforge_fault

BOTH = [
    "17 3 * * *",
    "*/5 * * * *",
    "0,15,30 0-6 1 1,7 mon-fri",
    "0 0 * * 7",
    "59 23 31 12 sun",
    "0 0 * * SUN,3",
    "00 03 01 01 *",
    "  1  2 3 4   5 ",
    *MACROS,
]
ONLY_CRON = [
    ("0-30/5 * * * *", "write '0,5,10,15,20,25,30 * * * *', which means the same"),
    ("1,10-13/2,*/7 * * * *", "write '1,10,12,*/7 * * * *'"),
    ("0 3 1 jan *", "write '0 3 1 1 *'"),
    ("0 3 1 2,OCT-Dec *", "write '0 3 1 2,10-12 *'"),
    ("0 3 1 jan-dec/6 *", "write '0 3 1 1,7 *'"),
    ("0 3 * * mon-fri/2", "write '0 3 * * 1,3,5'"),
    ("@annually", "Toolforge knows no @annually; write @yearly"),
    ("@midnight", "write @daily, or '0 0 * * *'"),
    ("@reboot", "write when it should run"),
]


@pytest.mark.parametrize("text", BOTH)
def test_what_cron_and_toolforge_take_has_no_fault(text):
    assert schedule_fault(text) == ""
    assert toolforge_fault(text) == ""


@pytest.mark.parametrize(("text", "instead"), ONLY_CRON)
def test_what_toolforge_alone_refuses_is_told_with_what_to_write(text, instead):
    assert schedule_fault(text) == ""
    assert instead in toolforge_fault(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("* * * *", "should be five fields"),
        ("* * * * * *", "should be five fields"),
        ("60 * * * *", "the minute '60' should be from 0 to 59"),
        ("* 24 * * *", "the hour '24' should be from 0 to 23"),
        ("* * 0 * *", "the day of the month '0' should be from 1 to 31"),
        ("* * * 13 *", "the month '13' should be from 1 to 12"),
        ("* * * * 8", "the day of the week '8' should be from 0 to 7"),
        ("* * * january *", "the month 'january' should be"),
        ("* * jan * *", "the day of the month 'jan' should be"),
        ("* * * * monday", "the day of the week 'monday' should be"),
        ("* * * * jan", "the day of the week 'jan' should be"),
        ("* * * * fri-sun", "the day of the week 'fri-sun' runs backwards; list the values"),
        ("5/5 * * * *", "the minute '5/5' should be"),
        ("*/0 * * * *", "the minute '*/0' has a step of 0"),
        ("1-9/0 * * * *", "the minute '1-9/0' has a step of 0"),
        ("30-10 * * * *", "the minute '30-10' runs backwards"),
        ("1,,2 * * * *", "the minute '' should be"),
        ("1,99 * * * *", "the minute '99' should be from 0 to 59"),
        ("1-2-3 * * * *", "the minute '1-2-3' should be"),
        ("-1 * * * *", "the minute '-1' should be"),
        ("٣ * * * *", "the minute '٣' should be"),
        ("@reboots", "'@reboots' is none of @hourly"),
        ("@", "'@' is none of @hourly"),
    ],
)
def test_what_neither_takes_is_told(text, fault):
    assert fault in schedule_fault(text)


def values(field: str) -> set[int]:
    """The minutes that a field means, by a reading of its own."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        ends = (0, 59) if span == "*" else (int(first), int(last or first))
        found |= set(range(ends[0], ends[1] + 1, int(step or 1)))
    return found


SPANS = st.builds(
    lambda ends, step: f"{min(ends)}-{max(ends)}" + (f"/{step}" if step else ""),
    st.tuples(st.integers(0, 59), st.integers(0, 59)),
    st.integers(0, 59),
)


@given(st.lists(SPANS | st.integers(0, 59).map(str) | st.just("*/7"), min_size=1, max_size=4))
def test_what_is_to_be_written_instead_means_the_same_and_is_taken(parts):
    field = ",".join(parts)
    fault = toolforge_fault(f"{field} * * * *")
    if not fault:
        assert not any("-" in one and "/" in one for one in parts)
        return
    instead = fault.partition("write '")[2].partition("'")[0]
    assert toolforge_fault(instead) == ""
    assert values(instead.split()[0]) == values(field)


@given(st.text(max_size=30) | st.lists(st.text(max_size=6), min_size=5, max_size=5).map(" ".join))
def test_any_text_gets_an_answer(text):
    assert isinstance(schedule_fault(text), str)
    assert schedule_fault(text) or isinstance(toolforge_fault(text), str)


@pytest.mark.parametrize(
    ("field", "rest"), list(product(["1-5/2", "*/2", "7"], ["* * * *", "* * jan *"]))
)
def test_a_schedule_is_refused_for_any_of_its_fields(field, rest):
    assert bool(toolforge_fault(f"{field} {rest}")) == ("-" in field or "jan" in rest)

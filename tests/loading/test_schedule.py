import pytest

from bot.loading.schedule import MACROS, schedule_fault


@pytest.mark.parametrize(
    "text",
    [
        "17 3 * * *",
        "*/5 * * * *",
        "0,15,30 0-6 1 1,7 mon-fri",
        "0 0 * * 7",
        "59 23 31 12 sun",
        "0 0 * * SUN,3",
        "  1  2 3 4   5 ",
        *MACROS,
    ],
)
def test_what_cron_and_toolforge_take_has_no_fault(text):
    assert schedule_fault(text) == ""


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
        ("* * * jan *", "the month 'jan' should be"),
        ("* * * * monday", "the day of the week 'monday' should be"),
        ("0-30/5 * * * *", "the minute '0-30/5' steps over a range"),
        ("5/5 * * * *", "the minute '5/5' should be"),
        ("*/0 * * * *", "the minute '*/0' has a step of 0"),
        ("30-10 * * * *", "the minute '30-10' runs backwards"),
        ("1,,2 * * * *", "the minute '' should be"),
        ("1,99 * * * *", "the minute '99' should be from 0 to 59"),
        ("-1 * * * *", "the minute '-1' should be"),
        ("@reboot", "'@reboot' is none of @hourly"),
        ("@", "'@' is none of @hourly"),
    ],
)
def test_what_they_do_not_take_is_told(text, fault):
    assert fault in schedule_fault(text)

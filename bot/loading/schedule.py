"""Checks a `schedule:` as cron understands it, and what Toolforge refuses of it; starts nothing.

What cron takes is crontab(5) of Debian's cron: names of months and days, steps over ranges, more
macros. Toolforge's jobs service takes `*/n`, lists, ranges and names of days, but neither a step
over a range (`0-30/5`) nor names of months; there, such a schedule would fail only when it is
loaded, so `toolforge_fault` tells it before, with what means the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MACROS = ("@hourly", "@daily", "@weekly", "@monthly", "@yearly")
_CRON_MACROS = (*MACROS, "@annually", "@midnight", "@reboot")
_INSTEAD = {
    "@annually": "write @yearly",
    "@midnight": "write @daily, or '0 0 * * *' for midnight itself",
    "@reboot": "write when it should run, such as @daily",
}


@dataclass(frozen=True, slots=True)
class _Field:
    """One of cron's five fields; the names count from the lowest number."""

    name: str
    lowest: int
    highest: int
    names: Sequence[str] = ()

    def number(self, text: str) -> int | None:
        """The number that a text is or names, None where it is neither."""
        if text.lower() in self.names:
            return self.lowest + self.names.index(text.lower())
        return int(text) if re.fullmatch("[0-9]{1,2}", text) else None


_MONTH = _Field(
    *("month", 1, 12),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
)
_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _MONTH,
    _Field("day of the week", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
_PART = re.compile(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>[0-9]{1,2}))?", re.ASCII)


def schedule_fault(text: str) -> str:
    """Why cron could not keep a schedule, or an empty text where it can."""
    if text.startswith("@"):
        return "" if text in _CRON_MACROS else f"{text!r} is none of {', '.join(MACROS)}"
    parts = text.split()
    if len(parts) != len(_FIELDS):
        return (
            f"{text!r} should be five fields, as in '17 3 * * *' "
            "(minute, hour, day of the month, month, day of the week), or a macro like @daily"
        )
    faults = (_field_fault(part, field) for part, field in zip(parts, _FIELDS, strict=True))
    return next((fault for fault in faults if fault), "")


def toolforge_fault(schedule: str) -> str:
    """Why Toolforge refuses a schedule that cron takes, and what to write; empty if it does not."""
    if schedule in _INSTEAD:
        return f"Toolforge knows no {schedule}; {_INSTEAD[schedule]}"
    if schedule in MACROS:
        return ""
    parts = schedule.split()
    plain = [_plain(part, field) for part, field in zip(parts, _FIELDS, strict=True)]
    if plain == parts:
        return ""
    return (
        f"Toolforge takes no names of months and no steps over a range as in {schedule!r}; "
        f"write '{' '.join(plain)}', which means the same"
    )


def _field_fault(part: str, field: _Field) -> str:
    for one in part.split(","):
        match = _PART.fullmatch(one)
        ends = [match[end] for end in ("first", "last") if match[end]] if match else []
        numbers = [number for end in ends if (number := field.number(end)) is not None]
        single = match is not None and match["step"] is not None and len(ends) == 1
        if match is None or len(numbers) < len(ends) or single:
            return f"the {field.name} {one!r} should be *, a number, a range, a list of them or */n"
        if match["step"] is not None and int(match["step"]) == 0:
            return f"the {field.name} {one!r} has a step of 0"
        if any(not field.lowest <= number <= field.highest for number in numbers):
            return f"the {field.name} {one!r} should be from {field.lowest} to {field.highest}"
        if numbers != sorted(numbers):
            return f"the {field.name} {one!r} runs backwards; list the values"
    return ""


def _plain(part: str, field: _Field) -> str:
    """A field without what Toolforge refuses."""
    return ",".join(_plain_one(one, field) for one in part.split(","))


def _plain_one(one: str, field: _Field) -> str:
    match = _PART.fullmatch(one)
    if match is None or match["first"] is None:
        return one
    ends = [match[end] for end in ("first", "last") if match[end]]
    numbers = [number for end in ends if (number := field.number(end)) is not None]
    if match["step"] is not None:
        return ",".join(map(str, range(numbers[0], numbers[-1] + 1, int(match["step"]))))
    named = field is _MONTH and not all(end.isdecimal() for end in ends)
    return "-".join(map(str, numbers)) if named else one

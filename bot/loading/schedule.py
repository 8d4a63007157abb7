"""Checks a `schedule:` as cron and Toolforge both understand it; it starts nothing.

Five fields or a macro. Toolforge's jobs service takes `*/n`, lists and ranges, but neither a step
over a range (`0-30/5`) nor names of months; such a schedule would fail only when it is loaded.
"""

import re

MACROS = ("@hourly", "@daily", "@weekly", "@monthly", "@yearly")
_FIELDS = (
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 7),
)
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def schedule_fault(text: str) -> str:
    """Why a schedule cannot be kept, or an empty text where it can."""
    if text.startswith("@"):
        return "" if text in MACROS else f"{text!r} is none of {', '.join(MACROS)}"
    parts = text.split()
    if len(parts) != len(_FIELDS):
        return (
            f"{text!r} should be five fields, as in '17 3 * * *' "
            "(minute, hour, day of the month, month, day of the week), or a macro like @daily"
        )
    faults = (_field_fault(part, *field) for part, field in zip(parts, _FIELDS, strict=True))
    return next((fault for fault in faults if fault), "")


def _field_fault(part: str, name: str, lowest: int, highest: int) -> str:
    for one in part.split(","):
        plain = one.lower()
        if name == "day of the week":
            for number, day in enumerate(_DAYS):
                plain = re.sub(rf"\b{day}\b", str(number), plain)
        if re.fullmatch(r"\d+-\d+/\d+", plain):
            return (
                f"the {name} {one!r} steps over a range, which Toolforge refuses; list the values"
            )
        match = re.fullmatch(
            r"\*(?:/(?P<step>\d{1,2}))?|(?P<from>\d{1,2})(?:-(?P<to>\d{1,2}))?", plain
        )
        if match is None:
            return f"the {name} {one!r} should be *, a number, a range, a list of them or */n"
        if match["step"] is not None and int(match["step"]) == 0:
            return f"the {name} {one!r} has a step of 0"
        numbers = [int(match[end]) for end in ("from", "to") if match[end] is not None]
        if any(not lowest <= number <= highest for number in numbers):
            return f"the {name} {one!r} should be from {lowest} to {highest}"
        if len(numbers) > 1 and numbers[0] > numbers[1]:
            return f"the {name} {one!r} runs backwards"
    return ""

"""A notice in words: a subject, a mail, a section of a talk page, an object of JSON. Sends nothing.

What comes from a wiki or a task is shown as it is and does nothing: no mark-up of it takes effect.
"""

import html
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import regex

from bot.services.notices.notice import Notice, State

_SAID: Final[dict[State, str]] = {
    "done": "done",
    "stopped": "stopped by a guard",
    "ended": "ended before its end",
    "failed": "failed",
    "test": "a test notice",
}
_NOT_IN_HEADINGS: Final = regex.compile(r"[^\p{L}\p{M}\p{N} .,:;()/+-]+")


def subject(notice: Notice) -> str:
    """The notice in a line."""
    on = f" on {notice.wiki}" if notice.wiki else ""
    if notice.state == "test":
        return f"wikisweep: a test notice{on}"
    said = "done with errors" if _with_errors(notice) else _SAID[notice.state]
    return " ".join(f"wikisweep: {notice.task}{on}: {said}".split())


def mail(notice: Notice) -> str:
    """The notice as plain text."""
    facts = list(_facts(notice))
    width = max(len(name) for name, _ in facts) + 2
    lines = [f"{name + ':':<{width}}{text}" for name, text in facts]
    return "\n".join([subject(notice), "", *lines, ""])


def heading(notice: Notice) -> str:
    """The subject as the heading of a section, in which nothing is mark-up."""
    return " ".join(_NOT_IN_HEADINGS.sub(" ", subject(notice)).split())


def wikitext(notice: Notice) -> str:
    """The notice as a list on a talk page, signed."""
    lines = [f"* {name}: {_inert(text)}" for name, text in _facts(notice)]
    return "\n".join([*lines, "", "~~~~"])


def as_json(notice: Notice) -> dict[str, Any]:
    """The notice as an object; docs/json.md names its keys."""
    return {
        "type": "notice",
        "text": subject(notice),
        "task": notice.task,
        "wiki": notice.wiki,
        "state": notice.state,
        "reason": notice.reason,
        "plan": notice.plan,
        "run": notice.run,
        "account": notice.account,
        "planned": notice.planned,
        "outcomes": dict(notice.outcomes),
        "started": _iso(notice.started),
        "finished": _iso(notice.finished),
        "time": _iso(notice.time),
        "host": notice.host,
        "command": notice.command,
    }


def _facts(notice: Notice) -> Iterator[tuple[str, str]]:
    facts = {
        "Why": notice.reason,
        "Run": f"{notice.run} of plan {notice.plan}" if notice.run else "",
        "Items": _counts(notice) if notice.run else "",
        "When": _span(notice),
        "Account": notice.account,
        "Host": notice.host,
        "To go on": notice.command,
    }
    yield from ((name, " ".join(text.split())) for name, text in facts.items() if text)


def _counts(notice: Notice) -> str:
    tried = sum(notice.outcomes.values())
    each = ", ".join(f"{count} {code}" for code, count in notice.outcomes.items() if count)
    return f"{tried} of {notice.planned} tried{f': {each}' if each else ''}"


def _span(notice: Notice) -> str:
    begun, ended = notice.started or notice.time, notice.finished
    return f"{begun:%Y-%m-%d %H:%M}{f' to {ended:%Y-%m-%d %H:%M}' if ended else ''} UTC"


def _with_errors(notice: Notice) -> bool:
    return notice.state == "done" and notice.occasion == "failure"


def _inert(text: str) -> str:
    """Wikitext that shows just this: no tag can end the nowiki, as none is left."""
    return f"<nowiki>{html.escape(text, quote=False)}</nowiki>"


def _iso(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds") if time else None

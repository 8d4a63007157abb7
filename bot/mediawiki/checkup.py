"""What a wiki tells of an account's standing and its own state: what `wikisweep doctor` asks.

One request beside those of the login. Reads only, and judges nothing. API:Userinfo, API:Siteinfo
(`dbrepllag`), User::pingLimiter.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.mediawiki.answers import plain
from bot.mediawiki.session import Session

_ASKED: Final = {
    "meta": "userinfo|siteinfo",
    "uiprop": "blockinfo|hasmsg|editcount|ratelimits",
    "siprop": "general|dbrepllag",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """The answer, with `seconds` that it took.

    `user_agent` is as it was sent. `edit_rate` is how many edits are allowed in how many seconds,
    None without a bound. `lag` is how far the replicas are behind, in seconds, 0 for a wiki
    without any. `skew` is how far the wiki's clock is ahead of ours in seconds, as far as more
    than the answer's way explains it. `block` is the reason of a block, and empty where there is
    none; `read_only` likewise. `edits` is None where the wiki does not tell.
    """

    seconds: float
    user_agent: str
    edits: int | None
    edit_rate: tuple[int, int] | None
    lag: float
    skew: float
    block: str
    partly: bool
    messages: bool
    read_only: str


def checkup(session: Session) -> Checkup:
    """Ask all that; raises ApiError, SessionLost, Unreachable."""
    _ = session.site
    begun, sent = time.monotonic(), datetime.now(UTC)
    answer = session.ask(_ASKED)
    ended, came = time.monotonic(), datetime.now(UTC)
    query: Mapping[str, Any] = answer.get("query", {})
    ours: Mapping[str, Any] = query.get("userinfo", {})
    general: Mapping[str, Any] = query.get("general", {})
    return Checkup(
        seconds=ended - begun,
        user_agent=session.user_agent,
        edits=ours.get("editcount"),
        edit_rate=_edit_rate(ours.get("ratelimits")),
        lag=max((0.0, *(float(one["lag"]) for one in query.get("dbrepllag", ())))),
        skew=_skew(answer.get("curtimestamp", ""), sent, came),
        block=_reason(ours.get("blockreason")) if "blockedby" in ours else "",
        partly=bool(ours.get("blockpartial")),
        messages=bool(ours.get("messages")),
        read_only=_reason(general.get("readonlyreason")) if general.get("readonly") else "",
    )


def _reason(text: object) -> str:
    return plain(text or "") or "no reason given"


def _edit_rate(told: object) -> tuple[int, int] | None:
    """The limit that counts: that of a new account before all, else the most generous one."""
    limits = told.get("edit") if isinstance(told, Mapping) else None
    if not isinstance(limits, Mapping) or not limits:
        return None
    rates = {name: (int(one["hits"]), int(one["seconds"])) for name, one in limits.items()}
    return rates.get("newbie") or max(rates.values(), key=lambda rate: rate[0] / rate[1])


def _skew(stamp: str, sent: datetime, came: datetime) -> float:
    """Seconds beyond what the way may have taken; the stamp is cut to whole seconds."""
    try:
        told = datetime.fromisoformat(stamp)
    except ValueError:
        return 0.0
    if told > came:
        return (told - came).total_seconds()
    return min((told + timedelta(seconds=1) - sent).total_seconds(), 0.0)

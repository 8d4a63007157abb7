"""What is tried again, after how long, and for how long in all.

Knows no HTTP library and sends nothing; which error is worth it stands in `codes`. Sources:
API:Etiquette, Manual:Maxlag parameter (wait at least 5 s), wikimedia's rate limits (Retry-After
is kept), ApiMain::checkMaxLag.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

from bot.errors import ApiError, BotError, Unreachable
from bot.mediawiki.codes import Wait, meaning, meaning_of_status

_SLICE: Final = 0.1  # seconds after which a wait looks whether it is to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long one request may take, in seconds, tries and waits together.

    `total` bounds a wiki that has answered before, or asks us itself to wait; `first` bounds the
    tries to reach one that never has; `longest` is the longest wait of our own choice. A wiki
    that asks for a wait beyond the rest of `total` is not asked again.
    """

    total: float = 300.0
    first: float = 5.0
    longest: float = 60.0
    connect: float = 10.0
    read: float = 60.0


class Clock:
    """The time that patience is measured by. A stopped clock wakes whoever waits by it.

    No lock is in it: an `Event` that a signal handler sets while the same thread waits for it
    can hang for good.
    """

    def __init__(self) -> None:
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether nobody may wait any longer."""
        return self._stopped

    def now(self) -> float:
        """Seconds since some fixed point."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until the clock is stopped by another thread or a signal handler."""
        until = time.monotonic() + seconds
        while not self._stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._stopped = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One failed try that may be followed by another.

    `pause` is the first wait in seconds, doubled with each further try; `asked` what the server
    itself said; `untouched` tells that the server certainly did nothing, so that a write may be
    sent again; `unmet` that no answer came at all; `slowing` that the wiki wants fewer requests.
    `tries` bounds how often it is worth it.
    """

    why: str
    pause: float = 1.0
    asked: float | None = None
    untouched: bool = False
    unmet: bool = False
    slowing: bool = False
    tries: int | None = None
    error: ApiError | None = None

    def wait(self, failed: int, longest: float) -> float:
        """Seconds until the next try, after so many failed ones; what is asked is always kept."""
        return max(self.asked or 0.0, min(self.pause * 2.0 ** (failed - 1), longest))

    def ended(self, wiki: str, *, unsettled: bool = False) -> BotError:
        """What to raise when there is no further try."""
        if unsettled:
            return Unreachable(
                f"{wiki}: {self.why}; whether the edit was saved, only the page's history tells",
                unsettled=True,
            )
        if self.error:
            message = f"{wiki}: {self.why}; try again later ({self.error.code})"
            return ApiError(self.error.code, self.error.info, message, self.error.details)
        if self.asked is not None:
            return Unreachable(f"{wiki}: {self.why}; it asks to come back in {self.asked:.0f} s")
        return Unreachable(f"{wiki}: {self.why}; check the api: address and your network")


def fault_of_error(error: ApiError, asked: float | None) -> Fault | None:
    """The fault that an error of the API is, or None where trying again is of no use."""
    rule = meaning(error)
    if not isinstance(rule, Wait):
        return None
    why = _lag(error.details) if error.code == "maxlag" else rule.about
    if error.code == "readonly" and error.details.get("readonlyreason"):
        why = f"it is read-only: {error.details['readonlyreason']}"
    return _fault(rule, why, asked, error)


def fault_of_status(status: int, asked: float | None) -> Fault | None:
    """The fault that an HTTP status is, or None where trying again is of no use."""
    rule = meaning_of_status(status)
    if not isinstance(rule, Wait):
        return None
    return _fault(rule, f"{rule.about} (HTTP {status})", asked)


def _fault(rule: Wait, why: str, asked: float | None, error: ApiError | None = None) -> Fault:
    return Fault(
        why=why,
        pause=rule.pause,
        asked=asked,
        untouched=rule.untouched,
        tries=rule.tries,
        slowing=rule.slowing and (asked is not None or not rule.if_asked),
        error=error,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait: a number, or a date beside its own (RFC 9110 10.2.3).

    A date without the server's `Date` beside it says nothing, as our clock may be another.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        seconds = (until - parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(seconds, 0.0)


def _lag(details: Mapping[str, Any]) -> str:
    """What lags and by how much; extensions report lags of other things than replicas."""
    lag = details.get("lag")
    what = "replicas lag" if details.get("type", "db") == "db" else f"its {details['type']} lags"
    return f"{what} by {lag:.0f} s" if isinstance(lag, int | float) else what

"""What can go wrong between a client and a wiki, as data: the faults, and how often each happens.

Makes none of them happen; the proxy does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one request.

    `server`: it gets the request `first`, `never`, or `late`, which is after the client was
    answered. `client`: what comes back, the `answer`, a `reset`, `half` of the answer, or a `page`
    with `status` and perhaps `retry_after` seconds. `seconds` is how long the server has to wait
    for the request. `asks` and `keeps` tell whether the cookies of the request and of the answer
    get through; `hangs_up` closes the connection after the answer, unannounced.
    """

    name: str
    server: Literal["first", "never", "late"] = "first"
    client: Literal["answer", "reset", "half", "page"] = "answer"
    status: int = 200
    retry_after: int | None = None
    seconds: float = 0.0
    asks: bool = True
    keeps: bool = True
    hangs_up: bool = False


NONE: Final = Fault(name="none")
RESET_BEFORE: Final = Fault(name="reset before", server="never", client="reset")
RESET_AFTER: Final = Fault(name="reset after", client="reset")
TRUNCATED: Final = Fault(name="truncated", client="half")
HTML_BEFORE: Final = Fault(name="html before", server="never", client="page")
HTML_AFTER: Final = Fault(name="html after", client="page")
LOST_COOKIE: Final = Fault(name="lost cookie", asks=False)
LOST_SET_COOKIE: Final = Fault(name="lost set-cookie", keeps=False)
HUNG_UP: Final = Fault(name="hung up", hangs_up=True)


def delay(seconds: float) -> Fault:
    """The request is held back so long."""
    return Fault(name="delay", seconds=seconds)


def refused(status: int, retry_after: int | None = None) -> Fault:
    """The server never sees the request; the client gets this status."""
    name = f"{status}" if retry_after is None else f"{status} with Retry-After"
    return Fault(name=name, server="never", client="page", status=status, retry_after=retry_after)


def masked(status: int) -> Fault:
    """The server did its work; the client gets this status instead of the answer."""
    return Fault(name=f"{status} after", client="page", status=status)


def late(status: int, seconds: float) -> Fault:
    """The client gets this status at once; the server gets the request so many seconds later."""
    name = f"{status}, late by {seconds} s"
    return Fault(name=name, server="late", client="page", status=status, seconds=seconds)


REFUSALS: Final = tuple(
    refused(status, wait) for status in (429, 500, 502, 503) for wait in (None, 1)
)


@dataclass(frozen=True, slots=True)
class Mix:
    """How probable each fault is, for reads and for writes; what is left of 1 goes well."""

    reads: Mapping[Fault, float] = field(default_factory=dict)
    writes: Mapping[Fault, float] = field(default_factory=dict)

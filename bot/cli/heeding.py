"""^C, SIGTERM, SIGHUP: each ends a command at once, unless it was ignored before."""

import signal
from types import FrameType
from typing import Final

from bot.cli.endings import HungUp, Terminated

RAISES: Final[dict[int, type[BaseException]]] = {
    signal.SIGINT: KeyboardInterrupt,
    signal.SIGTERM: Terminated,
    signal.SIGHUP: HungUp,
}


def heed() -> None:
    """Let a signal raise its exception from now on, wherever the program is.

    ^C and SIGHUP that whoever called it has ignored (`nohup`, `&` in a script) still are.
    """
    for one in heeded():
        signal.signal(one, _on_signal)


def heeded() -> list[int]:
    """The signals that are to be heeded."""
    return [
        one for one in RAISES if one == signal.SIGTERM or signal.getsignal(one) != signal.SIG_IGN
    ]


def _on_signal(number: int, _frame: FrameType | None) -> None:
    raise RAISES[number]

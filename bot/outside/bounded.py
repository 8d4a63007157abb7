"""An end to what might never end: neither a name server nor a slow peer holds a run up for good."""

from collections.abc import Callable
from threading import Thread

from bot.errors import BotError


def within(seconds: float, job: Callable[[], object]) -> None:
    """Do the job in a thread of its own, and wait so long for it at most.

    Raises what the job raises, and BotError where it has not ended by then. It then goes on by
    itself, and ends with the process at the latest.
    """
    raised: list[Exception] = []

    def work() -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - handed over, and raised where the caller is
            raised.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise BotError(f"it came to no end within {seconds:.0f} s")
    if raised:
        raise raised[0]

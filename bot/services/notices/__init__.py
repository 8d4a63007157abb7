"""Tells people how runs end, on the ways that `notify:` of the config names.

A notice never changes what became of a run: one that cannot be sent is told, and that is all.
"""

import time
from collections.abc import Callable

from bot.config import Config
from bot.errors import BotError
from bot.services.notices.notice import Notice, of_failure, of_run, of_task, of_test
from bot.services.notices.sending import HURRY, SECONDS, kind_of, name_of, send, talk_wiki

__all__ = [
    "Notice",
    "kind_of",
    "name_of",
    "notify",
    "of_failure",
    "of_run",
    "of_task",
    "of_test",
    "send",
    "talk_wiki",
]


def notify(config: Config, notice: Notice, say: Callable[[str], None]) -> None:
    """Send the notice on every way that is taken on its occasion.

    After each task of `run`, whatever came of it (also for one whose file is invalid, with
    `of_failure(file, error)`, and for a bug before it flies on):

        told = of_task(task.file, task=task.name, wiki=wiki, plan=plan.id, run=run, error=error)
        notify(context.config, told, context.status.say)

    `say` is given a line for each way that failed, with no secret in it. Raises nothing.
    """
    ways = [one.way for one in config.notify if notice.occasion in {None, *one.on}]
    until = time.monotonic() + HURRY
    for left, way in zip(range(len(ways), 0, -1), ways, strict=True):
        # whoever sent a signal wants the process to be gone soon: each way has its share of that
        share = max(until - time.monotonic(), 0.0) / left
        seconds = share if notice.state == "ended" else SECONDS
        try:
            send(way, notice, config, seconds)
        except BotError as error:
            say(f"the notice by {kind_of(way)} was not sent: {error}")
        except Exception as error:  # noqa: BLE001 - a bug here must not make a good run a failed one
            say(f"the notice by {kind_of(way)} was not sent: a bug ({type(error).__name__})")

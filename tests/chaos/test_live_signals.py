"""SIGTERM and ^C in the middle of a run: it ends soon and in good order, and can be resumed."""

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.chaos import agreement, faults, towns
from tests.chaos.commands import Commands
from tests.chaos.faults import Fault, Mix, delay, refused
from tests.chaos.proxy import Asked, Moment
from tests.chaos.sizes import SIGNALLED

pytestmark = pytest.mark.live
SOON = 10.0  # seconds
AFTER = 6  # edits before the signal comes


@dataclass(frozen=True, slots=True)
class Case:
    """What is under way when the signals come, and how it should end."""

    family: str
    signals: tuple[signal.Signals, ...]
    fault: Fault  # that the POST meets during which the first one comes
    within: float = SOON
    whole: bool = True  # whether the edit under way is finished first


CASES = (
    Case("Terminated", (signal.SIGTERM,), delay(1)),
    Case("Interrupted", (signal.SIGINT,), delay(1)),
    Case("Stuck", (signal.SIGTERM,), delay(10), whole=False),
    Case("Twice", (signal.SIGINT, signal.SIGINT), delay(4), within=3, whole=False),
    Case("Waiting", (signal.SIGTERM,), refused(429, 60), within=5),
    Case("Doubting", (signal.SIGINT,), faults.RESET_BEFORE, whole=False),
)


class Sender:
    """Sends its signals to a process when the POST of that number is received."""

    def __init__(self, case: Case, commands: Commands) -> None:
        self.sent = threading.Event()
        self.pid = 0
        self._case = case
        self._proxy = commands.proxy
        self._posts = 0

    def watch(self, moment: Moment, asked: Asked) -> None:
        if moment != "received" or not asked.writes:
            return
        self._posts += 1
        if self._posts == AFTER:
            self._proxy.will(self._case.fault, writes=True)
            threading.Timer(0.3, self._send).start()

    def _send(self) -> None:
        for one in self._case.signals:
            os.kill(self.pid, one)
            self.sent.set()
            time.sleep(0.3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.family)
def test_a_signal_ends_a_run_soon_and_nothing_is_lost(
    behind_proxy: Callable[..., Commands], people, case: Case
):
    since = agreement.now()
    commands = behind_proxy(Mix(reads={delay(0.05): 0.3}, writes={delay(0.05): 0.3}))
    plan = commands.plan(towns.task(case.family))
    sender = Sender(case, commands)
    commands.proxy.watch = sender.watch
    with commands.start("apply", plan, "--yes") as process:
        sender.pid = process.pid
        while not sender.sent.wait(0.1):
            assert process.poll() is None, process.communicate()
        started = time.monotonic()
        out, err = process.communicate(timeout=60)
    assert process.returncode == 128 + case.signals[0], err
    assert time.monotonic() - started < case.within
    with commands.ledger() as ledger:
        (run,) = ledger.runs.runs(plan=plan)
        assert run.state == "ended"
        assert len(ledger.runs.open_intents(plan)) <= (0 if case.whole else 1)
        assert ledger.runs.count_left(plan) >= SIGNALLED - AFTER
    assert f"wikisweep resume {run.id}" in out + err
    code, _, err = commands.run("resume", run.id, "--yes")
    assert code == 0, err
    commands.proxy.settle()
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    agreement.check_once(told, people().histories(since, f"{case.family} "), case.family)

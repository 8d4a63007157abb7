"""A run whose process is killed again and again, at the worst of moments, makes every edit once."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest

from tests.chaos import agreement, faults, towns
from tests.chaos.commands import Commands, Life
from tests.chaos.faults import NONE, Fault, Mix, late
from tests.chaos.proxy import Asked, Moment, Proxy
from tests.chaos.sizes import KILLED, KILLS, SEED

pytestmark = pytest.mark.live
CUTS = Mix(
    reads={faults.HUNG_UP: 0.02},
    writes={faults.RESET_AFTER: 0.1, faults.RESET_BEFORE: 0.01, late(502, 0.3): 0.01},
)
KILLED_CODE: Final = -9
LONGEST: Final = 0.6  # seconds after which a death of its own time comes at the latest
SPARE: Final = 25  # edits that no death may count on: some come by themselves
LAST: Final = 5  # processes that may be needed after the last kill


@dataclass(frozen=True, slots=True)
class Death:
    """When a process is killed: at a moment of a POST, which may then meet a fault; or any time.

    `spends` tells whether the POST is likely to be saved.
    """

    name: str
    moment: Moment | None = None
    fault: Fault = NONE
    spends: bool = True


DEATHS: Final = (
    Death("any time"),
    Death("sent, and saved all the same", "received"),
    Death("sent, and lost", "received", faults.RESET_BEFORE, spends=False),
    Death("sent, and saved late", "received", late(502, 0.25)),
    Death("while the wiki saves", "forwarded"),
    Death("saved, and not told", "answered"),
    Death("saved and told", "replied"),
)


class Reaper:
    """Watches the proxy, and kills the process that is marked when its time has come."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._life: Life | None = None
        self._death = DEATHS[0]
        self._posts = 0
        proxy.watch = self._watch

    def mark(self, life: Life, death: Death, post: int) -> None:
        """Kill this process with the POST of that number, counted from 1, at the latest."""
        self._death, self._posts, self._life = death, post, life

    def spare(self) -> None:
        """Kill nobody."""
        self._life = None

    def _watch(self, moment: Moment, asked: Asked) -> None:
        if not (asked.writes and self._life):
            return
        if moment == "received":
            self._posts -= 1
        if self._posts > 0 or moment != (self._death.moment or "received"):
            return
        if self._death.fault is not NONE:
            self._proxy.will(self._death.fault, writes=True)
        self._life.kill()
        self._life = None


def live_and_die(
    commands: Commands,
    reaper: Reaper,
    arguments: tuple[str, ...],
    death: Death,
    *,
    post: int,
    after: float,
) -> int:
    """One process from its birth to its end; its exit code, or what killed it."""
    with commands.begin(*arguments) as life:
        reaper.mark(life, death, post)
        timer = threading.Timer(LONGEST * after, life.kill)
        if death.moment is None:
            timer.start()
        code = commands.end()
        reaper.spare()
        timer.cancel()
        if death.moment is None:
            timer.join()
    return code


def newest(commands: Commands, plan: str) -> str:
    """The id of the plan's newest run, empty where none has begun."""
    with commands.ledger() as ledger:
        runs = ledger.runs.runs(plan=plan, limit=1)
    return runs[0].id if runs else ""


def test_a_run_that_is_killed_over_and_over_makes_every_edit_once(
    behind_proxy: Callable[..., Commands], people
):
    dice = random.Random(SEED)
    since = agreement.now()
    commands = behind_proxy(seed=SEED)
    proxy, reaper = commands.proxy, Reaper(commands.proxy)
    plan = commands.plan(towns.task("Killed", check_every=50))
    proxy.mix = CUTS
    died: Counter[str] = Counter()
    run, lives = "", 0
    with commands.warmed():
        while died.total() < KILLS and len(proxy.saved) < KILLED:
            lives += 1
            assert lives < 2 * KILLS, commands.told.read_text()[-2000:]
            budget = (KILLED - SPARE - len(proxy.saved)) / (KILLS - died.total())
            death = dice.choice([one for one in DEATHS if budget > 1 or not one.spends])
            again = ("resume", run) if run and dice.random() < 0.7 else ("apply", plan)
            code = live_and_die(
                *(commands, reaper, (*again, "--yes"), death),
                post=dice.randint(1, max(1, round(2 * budget) - 1)),
                after=dice.random(),
            )
            if code == KILLED_CODE:
                died[death.name] += 1
            else:
                assert code in {0, 1}, commands.told.read_text()[-2000:]
            run = run or newest(commands, plan)
    print(f"{SEED=}: {lives} lives, {died}, {proxy.requests} requests, {proxy.did}")  # noqa: T201 - on failure
    assert died.total() >= KILLS
    assert "Traceback" not in commands.told.read_text()
    assert "a bug" not in commands.told.read_text()
    assert len(died) == len(DEATHS), "each kind of death came"
    proxy.mix = Mix()
    for _ in range(LAST):
        code, _, err = commands.run("resume", run, "--yes")
        if code == 0:
            break
    assert code == 0, err
    proxy.settle()
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    agreement.check_once(told, people().histories(since, "Killed "), "Killed")

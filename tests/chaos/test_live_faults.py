"""A run through a heavy mix of faults makes every edit once, however often it has to be resumed."""

from collections.abc import Callable
from contextlib import closing

import pytest

from bot.applier import Applying, Manner
from bot.errors import BotError, UsageError
from bot.loading import parse_task
from bot.loading.installed import installed_tables
from bot.mediawiki import BotPassword, MediaWiki, Patience
from bot.run import Run
from tests.chaos import agreement, faults, towns
from tests.chaos.commands import Commands
from tests.chaos.faults import REFUSALS, Mix, delay, late, masked
from tests.chaos.hurry import HurriedClock, HurriedEnding
from tests.chaos.sizes import FAULTY, SEED

pytestmark = pytest.mark.live
PROCESSES = 100
HEAVY = Mix(
    reads={
        delay(0.03): 0.05,
        faults.RESET_BEFORE: 0.03,
        faults.RESET_AFTER: 0.03,
        faults.TRUNCATED: 0.03,
        faults.HTML_BEFORE: 0.02,
        faults.HTML_AFTER: 0.02,
        faults.LOST_COOKIE: 0.01,
        faults.LOST_SET_COOKIE: 0.02,
        faults.HUNG_UP: 0.05,
        masked(502): 0.02,
        **dict.fromkeys(REFUSALS, 0.01),
    },
    writes={
        delay(0.03): 0.05,
        faults.RESET_BEFORE: 0.05,
        faults.RESET_AFTER: 0.08,
        faults.TRUNCATED: 0.05,
        faults.HTML_BEFORE: 0.02,
        faults.HTML_AFTER: 0.04,
        faults.LOST_COOKIE: 0.01,
        faults.HUNG_UP: 0.05,
        masked(500): 0.02,
        masked(503): 0.02,
        late(502, 0): 0.03,
        late(504, 0.1): 0.03,
        late(502, 0.5): 0.02,
        **dict.fromkeys(REFUSALS, 0.01),
    },
)


def go_on(commands: Commands, plan_id: str, run: Run | None) -> Run | None:
    """One process's worth: as far as it comes. Gives the run, if one has begun."""
    login = BotPassword(*commands.wiki.accounts["SweepBot"].login("sweep"))
    wiki = MediaWiki(
        *("devwiki", commands.proxy.api, "User:Tester", login),
        clock=HurriedClock(),
        patience=Patience(total=30),
    )
    with closing(wiki), commands.ledger() as ledger:
        plan = ledger.plan(plan_id)
        task = parse_task(plan.task_text, f"{plan.task}.yaml", installed_tables(()))
        try:
            applying = Applying(
                *(plan, task, wiki, ledger, Manner(interval=0)),
                ending=HurriedEnding(),
                say=lambda _: None,
                resume=run,
            )
            for _ in applying:
                pass
        except UsageError:
            raise
        except BotError:
            began = ledger.runs.runs(plan=plan_id)
            return began[0] if began else None
        return applying.run


def test_every_edit_is_made_once_through_a_heavy_mix_of_faults(
    behind_proxy: Callable[..., Commands], people
):
    since = agreement.now()
    commands = behind_proxy(seed=SEED)
    plan = commands.plan(towns.task("Faulty"))
    proxy = commands.proxy
    proxy.mix = HEAVY
    run: Run | None = None
    begun = 0
    while begun < PROCESSES and not (run and run.state == "done"):
        run = go_on(commands, plan, run)
        begun += 1
    proxy.settle()
    print(f"{SEED=}: {begun} processes, {proxy.requests} requests, {proxy.did}")  # noqa: T201 - on failure
    assert run
    assert run.state == "done", run.reason
    kinds = len(HEAVY.reads) + len(HEAVY.writes)
    assert len(proxy.did) >= 0.9 * kinds, "nearly each fault happened"
    assert sum(proxy.did.values()) > FAULTY / 2
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    agreement.check_once(told, people().histories(since, "Faulty "), "Faulty")

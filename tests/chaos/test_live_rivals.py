"""Two processes with one plan: the second one says who is at it, and no edit is made twice."""

from collections.abc import Callable

import pytest

from tests.chaos import agreement, towns
from tests.chaos.commands import Commands
from tests.chaos.faults import Mix, delay
from tests.chaos.sizes import SIGNALLED

pytestmark = pytest.mark.live


def test_a_second_run_of_the_same_task_does_nothing(behind_proxy: Callable[..., Commands], people):
    since = agreement.now()
    commands = behind_proxy(Mix(writes={delay(0.2): 1}))
    plan = commands.plan(towns.task("Rival"))
    with commands.start("apply", plan, "--yes") as first:
        while not commands.proxy.saved:
            assert first.poll() is None, first.communicate()
        code, _, err = commands.run("apply", plan, "--yes")
        assert first.poll() is None, "the first one is still at it"
        out, first_err = first.communicate(timeout=60)
    assert (code, first.returncode) == (3, 0), err + first_err
    assert str(first.pid) in err
    assert out.count("saved  ") == SIGNALLED
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    agreement.check_once(told, people().histories(since, "Rival "), "Rival")
    code, _, err = commands.run("apply", plan, "--yes")
    assert (code, "nothing is left to do" in err) == (0, True)
    assert commands.proxy.saved.total() == len(told)

"""Runs and notices to tell of."""

from datetime import UTC, datetime

import pytest

from bot.run import Run

BEGUN = datetime(2026, 1, 2, 3, 17, 4, tzinfo=UTC)
ENDED = datetime(2026, 1, 2, 3, 29, 40, tzinfo=UTC)


def a_run(state="done", reason="", outcomes=None, **more) -> Run:
    told = {
        "id": "k3fd7m",
        "plan": "pj3vdh",
        "task": "mercury",
        "wiki": "testwiki",
        "site": "test",
        "account": "SweepBot",
        "started": BEGUN,
        "finished": ENDED,
        "planned": 40,
        "outcomes": outcomes if outcomes is not None else {"saved": 11, "conflict": 1},
        **more,
    }
    return Run(state=state, reason=reason, **told)


@pytest.fixture
def said() -> list[str]:
    return []

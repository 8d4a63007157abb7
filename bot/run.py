"""A run: one application of a plan, and what became of each item in it. Data only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.plan import Outcome, OutcomeCode, Written
from bot.titles import Title

RunState = Literal["running", "done", "stopped", "ended", "failed"]
# How the reason of a stopped run begins that nothing but a person lets go on, whatever is planned
# anew: its first edits want a look, or people took its edits back.
CANARY, REVERTS = "canary", "reverts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The header of a run.

    `state` is `running` while it goes on, and stays so where the process was killed; `done` at
    the end of its plan or quota; `stopped` by a guard; `ended` by ^C or SIGTERM; `failed` by an
    error. `reason` says why in words, and is empty where all went well. `unattended` is true of
    runs that nobody watches. `approved` tells that a person let it go on after its canary,
    or after reverts.
    `undoes` is the run that it takes back, if it does. `planned` counts the plan's items that
    can be written, `outcomes` what became of those that this run tried.
    """

    id: str
    plan: str
    task: str
    wiki: str
    site: str
    account: str
    started: datetime
    state: RunState = "running"
    finished: datetime | None = None
    reason: str = ""
    unattended: bool = False
    approved: bool = False
    undoes: str = ""
    planned: int = 0
    outcomes: Mapping[OutcomeCode, int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a run did with one item: `sent` as it went to the wiki, perhaps planned anew.

    `outcome` is None while the intent is open: the wiki may or may not have saved it.
    """

    run: str
    number: int
    sent: Written
    intended: datetime
    outcome: Outcome | None = None

    @property
    def title(self) -> Title:
        """The page's title."""
        return self.sent.title

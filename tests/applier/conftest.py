"""A house to apply plans in: an offline wiki in bad weather, a ledger, tasks of a few lines."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.applier import Applying, Done, Ending, Manner
from bot.ledger import Ledger
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plan import OutcomeCode, Plan
from bot.planner.planning import Planning
from bot.plugin import Reach
from bot.run import Run
from bot.task import Task
from tests.applier.stormy import Stormy
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task

AT_ONCE = Manner(interval=0)


@dataclass
class House:
    """What a test needs to plan and apply; `said` is what the run told its user."""

    wiki: Stormy
    ledger: Ledger
    said: list[str] = field(default_factory=list)
    ending: Ending = field(default_factory=Ending)

    def plan(self, task: Task) -> Plan:
        planning = Planning(task, Reach(self.wiki, Outside()), self.ledger)
        for _ in planning:
            pass
        return planning.plan

    def applying(
        self, plan: Plan, task: Task | None, manner: Manner = AT_ONCE, **more: Any
    ) -> Applying:
        return Applying(
            plan,
            task,
            self.wiki,
            self.ledger,
            manner,
            ending=self.ending,
            say=self.said.append,
            **more,
        )

    def apply(
        self, plan: Plan, task: Task | None, manner: Manner = AT_ONCE, **more: Any
    ) -> tuple[Run, list[Done]]:
        applying = self.applying(plan, task, manner, **more)
        done = list(applying)
        return applying.run, done

    def run(self, more: str = "", manner: Manner = AT_ONCE) -> tuple[Run, list[Done]]:
        task = make_task(more)
        return self.apply(self.plan(task), task, manner)


def codes(done: list[Done]) -> list[OutcomeCode]:
    return [one.outcome.code for one in done]


class Houses:
    """Builds houses over pages, all in one folder and with one ledger."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder = folder
        self._ledger = ledger
        self.built: list[House] = []

    def __call__(self, texts: dict[str, str]) -> House:
        export = self._folder / f"export{len(self.built)}.xml"
        export.write_text(export_xml(*entries(texts)), encoding="utf-8")
        wiki = OfflineWiki("testwiki", export, cache=self._folder / "cache")
        house = House(Stormy(wiki), self._ledger)
        self.built.append(house)
        return house


@pytest.fixture
def house(tmp_path) -> Iterator[Houses]:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        houses = Houses(tmp_path, ledger)
        yield houses
        for one in houses.built:
            with closing(one.wiki):
                pass

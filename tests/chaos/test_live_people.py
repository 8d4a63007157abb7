"""People edit and revert while a run goes on: nothing of theirs is lost, nothing is made twice."""

import json
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import pytest

from tests.chaos import agreement, faults, towns
from tests.chaos.commands import Commands
from tests.chaos.faults import Mix, delay, late
from tests.chaos.person import Histories, Person
from tests.chaos.proxy import Asked, Moment
from tests.chaos.sizes import FAMILIES, REVERTED, SEED, SHARED

pytestmark = pytest.mark.live
THEIRS: Final = "A person: "
MARK: Final = "A person was here"
BY_HAND: Final = 1000  # more reverts than a test makes


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person does to a text; `ours` tells whether the planned edit may still be made."""

    name: str
    change: Callable[[str], str]
    ours: bool


def _noted(text: str) -> str:
    return f"{text}\n\n{MARK}."


DEEDS: Final = (
    Deed("a line at the end", _noted, ours=True),
    Deed("a line at the head", lambda text: f"{MARK}.\n\n{text}", ours=True),
    Deed("in the same line", lambda text: text.replace("The colo", f"{MARK}: the colo"), ours=True),
    Deed("the word once more", lambda text: _noted(text) + " Another colour.", ours=False),
    Deed("another word", lambda text: _noted(text).replace(" colour ", " tint "), ours=False),
    Deed("the edit itself", lambda text: _noted(text).replace(" colour ", " color "), ours=False),
)
WHEN: Final[tuple[Moment, ...]] = ("received", "forwarded", "answered")


@dataclass(frozen=True, slots=True)
class Visit:
    """A person's edit of a page, at a moment of the POST of ours for the page named `at`."""

    person: Person
    title: str
    deed: Deed
    at: tuple[Moment, str]


class Crowd:
    """People whose visits are triggered by what the proxy sees; all at once where it forwards."""

    def __init__(self, visits: list[Visit], workers: ThreadPoolExecutor) -> None:
        self.made: dict[int, Visit] = {}
        self._visits = visits
        self._workers = workers
        self._under_way: list[Future[None]] = []

    def watch(self, moment: Moment, asked: Asked) -> None:
        due = [one for one in self._visits if one.at == (moment, asked.title)]
        self._visits = [one for one in self._visits if one not in due]
        for one in due:
            going = self._workers.submit(self._go, one)
            self._under_way.append(going)
            if moment != "forwarded":  # then they and the wiki's own work run side by side
                going.result()

    def wait(self) -> None:
        """Until the last one is gone."""
        for one in self._under_way:
            one.result()
        assert not self._visits, "everybody came"

    def _go(self, visit: Visit) -> None:
        revid = visit.person.edit(visit.title, visit.deed.change, THEIRS + visit.deed.name)
        self.made[revid] = visit


def visits(dice: random.Random, people: list[Person]) -> list[Visit]:
    """A visit to each fifth page: just before our edit of it or after, or some edits earlier."""
    names = towns.titles("Shared", SHARED)
    chosen = sorted(dice.sample(range(1, SHARED), SHARED // 5))
    # All deeds, at all moments, by everybody, in an order that no pattern can follow.
    deeds = dice.sample([DEEDS[one % len(DEEDS)] for one in range(len(chosen))], len(chosen))
    made = []
    for order, number in enumerate(chosen):
        earlier = number - dice.choice((0, 0, 0, 1, 5, 30))
        while earlier != number and earlier in chosen:  # it may never be posted
            earlier -= 1
        at = (WHEN[order % 3], names[max(0, earlier)])
        made.append(Visit(people[order % 2], names[number], deeds[order], at))
    return made


def test_no_edit_of_anybody_else_is_overwritten(behind_proxy: Callable[..., Commands], people):
    since = agreement.now()
    commands = behind_proxy(Mix(writes={faults.RESET_AFTER: 0.05}), SEED)
    plan = commands.plan(towns.task("Shared", check_every=25))
    # Another account, and our very own one in a session of its own.
    crowd_of = [people("Plain", "hand"), people("SweepBot", "small")]
    with ThreadPoolExecutor(1) as workers:
        crowd = Crowd(visits(random.Random(SEED), crowd_of), workers)
        commands.proxy.watch = crowd.watch
        code, _, err = commands.run("apply", plan, "--yes")
        assert code == 0, err
        crowd.wait()
    commands.proxy.settle()
    histories = people().histories(since, "Shared ")
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    assert list(told) == towns.titles("Shared", SHARED)
    visited = {visit.title: visit for visit in crowd.made.values()}
    assert len(visited) == SHARED // 5
    agreement.check_nobody_lost(histories, THEIRS)
    there = {one.revid for changes in histories.values() for one in changes}
    assert crowd.made.keys() <= there
    for title, outcome in told.items():
        ours = agreement.ours(histories.get(title, []))
        seen = f"{SEED=}: {title}: {outcome}, {visited.get(title)}, {histories.get(title)}"
        assert [one.revid for one in ours] == ([outcome.revid] if outcome.revid else []), seen
        assert (outcome.code == "saved") == bool(ours), seen
        if title not in visited or visited[title].deed.ours:
            assert ours, seen
        elif histories[title][0].summary != towns.SUMMARY and not outcome.merged:
            assert outcome.code in {"conflict", "no_change"}, seen
    codes = Counter(outcome.code for outcome in told.values())
    assert {"saved", "no_change"} <= codes.keys(), codes


class Critic:
    """Reverts our edits of some pages as soon as the wiki has saved them."""

    def __init__(self, person: Person, titles: set[str]) -> None:
        self.reverted: set[str] = set()
        self._person = person
        self._titles = titles

    def watch(self, moment: Moment, asked: Asked) -> None:
        if moment == "answered" and asked.title in self._titles - self.reverted:
            self.reverted.add(asked.title)
            self._person.revert(asked.title, f"{THEIRS}not here")


def made(histories: Histories) -> Counter[str]:
    """How often our edit was made on each page."""
    return Counter({title: len(agreement.ours(one)) for title, one in histories.items()})


def test_what_people_revert_is_not_made_again(behind_proxy: Callable[..., Commands], people):
    since = agreement.now()
    commands = behind_proxy(seed=SEED)
    task = towns.task("Reverted", limits=f"reverts: {BY_HAND}", check_every=10)
    plan = commands.plan(task)
    titles = towns.titles("Reverted", REVERTED)
    critic = Critic(people("Plain", "hand"), set(titles[::6]))
    commands.proxy.watch = critic.watch
    # Of every second one that is reverted, the client is never told that it was saved.
    every = len(titles[::6])
    faulty = [faults.RESET_AFTER if one % 12 == 0 else faults.NONE for one in range(6 * every)]
    commands.proxy.will(*faulty, writes=True)
    code, _, err = commands.run("apply", plan, "--yes")
    assert code == 0, err
    assert critic.reverted == set(titles[::6])
    assert commands.proxy.did["write: reset after"] == every // 2
    histories = people().histories(since, "Reverted ")
    assert made(histories) == dict.fromkeys(titles, 1)
    with commands.ledger() as ledger:
        told = agreement.outcomes(ledger, plan)
    assert {outcome.code for outcome in told.values()} == {"saved"}
    code, out, _ = commands.run("plan", str(commands.folder / "chaos.yaml"), "--format", "json")
    summary = json.loads(out.splitlines()[-1])
    assert summary["skipped"] == {"unchanged": REVERTED - every, "reverted": every}
    assert summary["planned"] == 0


def test_a_run_stops_when_people_revert_its_edits(behind_proxy: Callable[..., Commands], people):
    since = agreement.now()
    commands = behind_proxy(seed=SEED)
    plan = commands.plan(towns.task("Fused", limits="reverts: 3", check_every=10))
    titles = towns.titles("Fused", REVERTED)
    critic = Critic(people("Plain", "hand"), {titles[1], titles[4], titles[12], titles[40]})
    commands.proxy.watch = critic.watch
    code, out, err = commands.run("apply", plan, "--yes")
    assert code == 3, err
    assert "3 of this run's edits were taken back" in out + err
    assert critic.reverted == {titles[1], titles[4], titles[12]}
    assert list(made(people().histories(since, "Fused "))) == titles[:20]
    with commands.ledger() as ledger:
        (run,) = ledger.runs.runs(plan=plan)
        assert (run.state, ledger.runs.count_left(plan)) == ("stopped", REVERTED - 20)
    # Whoever resumes it has seen that; it goes on until further edits are reverted.
    code, out, err = commands.run("resume", run.id, "--yes")
    assert code == 0, out + err
    histories = people().histories(since, "Fused ")
    assert made(histories) == dict.fromkeys(titles, 1)
    assert critic.reverted == {titles[1], titles[4], titles[12], titles[40]}


def test_an_edit_that_lands_late_and_is_reverted_is_not_made_again(
    behind_proxy: Callable[..., Commands], people
):
    since = agreement.now()
    commands = behind_proxy(Mix(reads={delay(0.05): 1}), SEED)
    plan = commands.plan(towns.task("Late"))
    titles = towns.titles("Late", FAMILIES["Late"])
    critic = Critic(people("Plain", "hand"), set(titles))
    commands.proxy.watch = critic.watch
    commands.proxy.will(late(502, 0.5), writes=True)
    code, _, err = commands.run("apply", plan, "--yes")
    assert code == 0, err
    assert critic.reverted == set(titles)
    assert made(people().histories(since, "Late ")) == dict.fromkeys(titles, 1)

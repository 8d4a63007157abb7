"""What must hold in the end, whatever happened: wiki and ledger agree, each edit once."""

from collections.abc import Collection
from datetime import UTC, datetime

from bot.ledger import Ledger
from bot.plan import Outcome
from bot.run import Record
from tests.chaos import towns
from tests.chaos.person import Change, Histories
from tests.chaos.sizes import FAMILIES


def now() -> str:
    """The wiki's form of this moment; it is on this machine."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ours(changes: Collection[Change]) -> list[Change]:
    """The edits of the task among them."""
    return [one for one in changes if one.summary == towns.SUMMARY]


def records(ledger: Ledger, plan: str) -> dict[str, Record]:
    """What the runs of the plan say of each page; each page once."""
    found: dict[str, Record] = {}
    for run in ledger.runs.runs(plan=plan):
        for record in ledger.runs.records(run.id):
            assert record.title.text not in found, f"{record.title.text} was settled twice"
            found[record.title.text] = record
    return found


def outcomes(ledger: Ledger, plan: str) -> dict[str, Outcome]:
    """What became of each page of the plan; nothing is left open."""
    assert not ledger.runs.open_intents(plan)
    assert ledger.runs.count_left(plan) == 0
    found = {}
    for title, record in records(ledger, plan).items():
        assert record.outcome
        found[title] = record.outcome
    return found


def check_once(told: dict[str, Outcome], histories: Histories, family: str) -> None:
    """Each page of the family has exactly the planned edit, and the ledger knows which it is."""
    assert sorted(told) == towns.titles(family, FAMILIES[family])
    for title, outcome in told.items():
        changes = histories.get(title, [])
        assert [one.summary for one in changes] == [towns.SUMMARY], title
        assert changes[0].text == towns.edited(towns.text(title)), title
        assert (outcome.code, outcome.revid) == ("saved", changes[0].revid), title
        assert not outcome.merged, title
    assert histories.keys() == told.keys()


def check_nobody_lost(histories: Histories, theirs: str) -> None:
    """No edit of other people (their summaries begin so) was laid over.

    Each edit of ours makes exactly its change to the text before it, and no other; so what
    stands in each of their texts stands in the next one.
    """
    for title, changes in histories.items():
        before = towns.text(title)
        for change in changes:
            if change.summary == towns.SUMMARY:
                made = towns.changed_once(before)
                assert change.text in made, f"{title}, revision {change.revid}"
            else:
                assert change.summary.startswith(theirs), f"{title}, revision {change.revid}"
            before = change.text

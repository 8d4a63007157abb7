"""Plans and runs for the tests of the ledger, as short as tests want them."""

from datetime import UTC, datetime

from bot.plan import Edit, Funnel, Outcome, Row
from bot.titles import Title

SITE = "https://wiki.example/w/api.php"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def edit(number, **fields):
    given = {
        "title": Title(0, f"Page {number}"),
        "pageid": number,
        "baserevid": number * 10,
        "read_at": NOON,
        "before": f"old {number}",
        "after": f"new {number}",
        "summary": "Bot: new",
    }
    return Edit(**(given | fields))


def row(report="r", **columns):
    return Row(title=Title(0, "P"), report=report, columns=columns)


def begun(ledger, task="mercury", wiki="testwiki", **more):
    return ledger.begin(
        **{
            "task": task,
            "task_text": "for_each: …\n",
            "wiki": wiki,
            "account": "SweepBot",
            "versions": {"wikisweep": "0.1.0"},
            "site": SITE,
            **more,
        }
    )


def planned(ledger, items, **more):
    """A plan that is ready, with these items."""
    plan = begun(ledger, **more)
    ledger.add(plan.id, items)
    return ledger.finish(plan, Funnel(), 1, 0.5)


def saved(revid=1000):
    return Outcome(code="saved", revid=revid, timestamp=NOON)

"""Plans, runs and processes for the tests of the ledger, as short as tests want them."""

import subprocess
import sys
from datetime import UTC, datetime

from bot.plan import Edit, Funnel, Outcome, Row
from bot.titles import Title
from tests.processes import unmeasured

SITE = "https://wiki.example/w/api.php"
PASSWORD = "se:cr@t/%"  # of the user of the tests' own server
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


def process(script, *arguments):
    """A process that runs the script; it says when it is ready, and then waits for a line."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    one = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=unmeasured(),
    )
    assert one.stdout is not None
    assert one.stdout.readline() in {"ready\n", "held\n"}
    return one


def together(script, count, *arguments):
    """What so many processes say that go on at the same moment, each until its end."""
    some = [process(script, *arguments) for _ in range(count)]
    for one in some:
        assert one.stdin is not None
        one.stdin.write("go\n")
    told = [one.communicate(timeout=120)[0] for one in some]
    assert [one.returncode for one in some] == [0] * count
    return told

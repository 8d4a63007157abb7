"""One task from its file to its last edit: what comes of it in each way it can end."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bot.applier import Applying, Ending
from bot.errors import BotError, Stopped, Unreachable, UsageError
from bot.ledger import Ledger
from bot.loading import parse_task
from bot.loading.installed import installed_tables
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plugin import Reach
from bot.services.sweeping import Sweeping, Swept
from tests.applier.stormy import Stormy
from tests.offline.exports import entries, export_xml

TASK = """
for_each: {titles: [A, B, C]}
do: [{replace: {find: old, with: new}}, {report: {columns: {Page: title}}}]
publish: [{file: out.csv}]
edit: {summary: new for old}
"""
ROWS = "for_each: {titles: A}\ndo: [{report: {}}]\npublish: [{file: out.csv}]\n"
TABLES = installed_tables()


class Sweep:
    """Sweeps tasks over three pages, and keeps what was told meanwhile."""

    def __init__(self, reach: Reach, ledger: Ledger) -> None:
        self.reach = reach
        self.ledger = ledger
        self.told: list[str] = []
        self.items: list[int] = []

    def __call__(self, text: str = TASK, carry_out=None, *, talk_read: bool = False) -> Swept:
        def to_the_end(applying: Applying, items: int) -> None:
            self.items.append(items)
            for _ in applying:
                pass

        sweeping = Sweeping(
            ledger=self.ledger,
            say=self.told.append,
            progress=lambda one: self.told.append(f"{one.seen} seen"),
            planned=lambda plan: self.told.append(f"{plan.funnel.planned} planned"),
            published=lambda path: self.told.append(f"{path.name} written"),
            outside=self.reach.outside,
        )
        return sweeping.sweep(
            parse_task(text, "t.yaml", TABLES),
            self.reach,
            interval=0,
            ending=Ending(),
            carry_out=carry_out or to_the_end,
            talk_read=talk_read,
        )


@pytest.fixture
def sweep(tmp_path):
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries({"A": "old", "B": "old", "C": "none"})), "utf-8")
    with (
        closing(OfflineWiki("small", export, cache=tmp_path / "cache")) as wiki,
        Ledger(tmp_path / "ledger.sqlite") as ledger,
    ):
        yield Sweep(Reach(wiki, Outside(tmp_path)), ledger)


def test_a_task_is_planned_published_and_applied(sweep, tmp_path):
    swept = sweep()
    assert swept.error is None
    assert (swept.wiki, swept.left) == ("small", 0)
    assert swept.plan
    assert swept.run
    assert swept.plan.state == "ready"
    assert (swept.run.plan, swept.run.state, swept.run.unattended) == (swept.plan.id, "done", True)
    assert swept.run.outcomes == {"saved": 2}
    assert sweep.items == [2]
    assert (tmp_path / "out.csv").read_text().count("\n") == 4
    assert sweep.told[:3] == ["3 seen", "3 planned", "out.csv written"]


def test_a_quota_leaves_the_rest(sweep):
    swept = sweep(TASK.replace("new for old}", "new for old, at_most: 1}"))
    assert swept.run
    assert (swept.run.state, swept.left, sweep.items) == ("done", 1, [1])


def test_rows_alone_are_published_and_nothing_is_applied(sweep, tmp_path):
    swept = sweep(ROWS)
    assert (swept.run, swept.error, sweep.items) == (None, None, [])
    assert swept.plan
    assert (tmp_path / "out.csv").exists()
    assert sweep.ledger.runs.runs() == []


def test_a_task_that_does_not_fit_the_wiki_has_no_plan(sweep):
    swept = sweep(f"where: [namespace: Nowhere]\n{TASK}")
    assert isinstance(swept.error, UsageError)
    assert (swept.plan, swept.run) == (None, None)


def test_a_source_that_fails_is_told(sweep):
    swept = sweep(TASK.replace("titles: [A, B, C]", "file: gone.txt"))
    assert isinstance(swept.error, UsageError)
    assert swept.run is None


def test_what_ends_the_carrying_out_is_kept_with_the_run(sweep):
    def carry_out(applying: Applying, _: int) -> None:
        next(iter(applying))
        raise Unreachable("no answer")

    swept = sweep(carry_out=carry_out)
    assert isinstance(swept.error, Unreachable)
    assert swept.run
    assert swept.run.outcomes == {} or swept.run.outcomes["saved"] == 1
    assert swept.left == 1


def test_a_run_that_never_began_is_none(sweep):
    def carry_out(_applying: Applying, _items: int) -> None:
        raise Stopped("not now")

    swept = sweep(carry_out=carry_out)
    assert isinstance(swept.error, Stopped)
    assert swept.plan
    assert swept.run is None


def test_a_report_that_cannot_be_written_is_a_failure_and_not_wrong_usage(sweep, tmp_path):
    (tmp_path / "out.csv").mkdir()
    swept = sweep()
    assert type(swept.error) is BotError
    assert swept.error.exit_code == 1
    assert str(swept.error).endswith(f"; plan {swept.plan.id} is kept with all rows")
    assert swept.run is None


def test_a_canary_is_looked_at_before_anything_else_is_planned(sweep):
    task = f"{TASK}limits: {{canary: 1}}\n"
    first = sweep(task)
    assert first.run.state == "stopped"
    second = sweep(task)
    assert isinstance(second.error, Stopped)
    assert str(second.error) == (
        f"run {first.run.id} of t waits for a person: {first.run.reason}; wikisweep history "
        f"{first.run.id} shows what it did; then wikisweep resume {first.run.id}, or wikisweep "
        f"undo {first.run.id}"
    )
    assert second.plan is None
    sweep.ledger.runs.go_on(first.run.id, approved=True)
    third = sweep(task)
    assert (third.error, third.run.state) == (None, "done")


def test_a_run_whose_edits_were_taken_back_holds_up_the_next_and_says_so(sweep):
    first = sweep()
    reason = "reverts: 3 of this run's edits were taken back (A, B, C)"
    sweep.ledger.runs.finish(first.run.id, "stopped", reason)
    second = sweep()
    assert isinstance(second.error, Stopped)
    assert f"run {first.run.id} of t waits for a person: {reason}; " in str(second.error)
    assert (second.plan, second.run) == (None, None)
    assert sweep(TASK.replace("new for old", "another task")).error is None


def test_a_report_page_is_written_also_where_a_task_has_no_edits(sweep):
    swept = sweep("for_each: {titles: A}\ndo: [{report: {}}]\npublish: [{page: Bot/Report}]\n")
    assert swept.error is None
    assert swept.run
    assert (swept.run.state, swept.run.outcomes, sweep.items) == ("done", {"saved": 1}, [1])


def test_reports_count_among_the_items_whatever_the_quota(sweep):
    task = TASK.replace("{file: out.csv}", "{page: Bot/Report}")
    swept = sweep(task.replace("new for old}", "new for old, at_most: 1}"))
    assert swept.run
    assert (swept.run.outcomes, sweep.items) == ({"saved": 2}, [2])


def test_a_message_on_the_talk_page_stops_a_run_until_it_is_said_to_be_read(sweep):
    stormy = Stormy(sweep.reach.wiki)
    stormy.standing = lambda one: replace(one, messages=True, talk=77)
    sweep.reach = replace(sweep.reach, wiki=stormy)
    stopped = sweep()
    assert "new messages on the talk page" in stopped.run.reason
    assert stopped.run.outcomes == {}
    assert sweep(talk_read=True).run.state == "done"


def test_one_process_works_on_a_task_at_a_time_and_lets_go_of_it(sweep):
    with sweep.ledger.locks.hold(sweep.reach.wiki.site.identity, "t", "apply"):
        swept = sweep()
    assert isinstance(swept.error, Stopped)
    assert (swept.wiki, swept.plan) == ("small", None)
    assert sweep().error is None


def test_a_ledger_that_fails_in_the_end_is_told_with_the_run(sweep, tmp_path):
    def carry_out(applying: Applying, _: int) -> None:
        for _done in applying:
            pass
        with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as database, database:
            database.execute("ALTER TABLE item RENAME TO gone")

    swept = sweep(carry_out=carry_out)
    assert type(swept.error) is BotError
    assert "no such table" in str(swept.error)
    assert swept.run


def test_a_bug_flies(sweep):
    def carry_out(_applying: Applying, _items: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sweep(carry_out=carry_out)

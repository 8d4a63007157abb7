"""Planning against a real MediaWiki: what its own log says of the order of requests."""

import time
from contextlib import closing
from dataclasses import replace

import pytest

from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.plan import Numbered, Plan, Publish, Row
from bot.planner.planning import Planning
from bot.plugin import Reach
from devwiki.devwiki import Devwiki
from tests.planner.conftest import make_task

pytestmark = pytest.mark.live


def texts_asked(devwiki: Devwiki) -> int:
    log = (devwiki.folder / "server.log").read_text(errors="replace")
    return sum(": GET /api.php?" in line and "content" in line for line in log.splitlines())


def settled(devwiki: Devwiki, at_least: int) -> int:
    """How many requests for texts there were once no more come; waits for so many at least."""
    deadline, before = time.monotonic() + 10, -1
    while time.monotonic() < deadline:
        now = texts_asked(devwiki)
        if now == before and now >= at_least:
            return now
        before = now
        time.sleep(0.3)
    return before


def test_one_batch_is_asked_for_while_one_is_worked_on_and_no_more(devwiki, ledger, tmp_path):
    name, password = devwiki.accounts["SweepBot"].login("small")
    wiki = MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    with closing(wiki):
        assert wiki.site.limits.titles == 50
        before = texts_asked(devwiki)
        planning = Planning(make_task(), Reach(wiki, Outside(tmp_path)), ledger)
        with closing(iter(planning)) as batches:
            next(batches)
            assert settled(devwiki, before + 2) == before + 2
            next(batches)
            assert settled(devwiki, before + 3) == before + 3


def test_each_column_of_a_report_is_known_where_no_text_is_read(devwiki, ledger, tmp_path):
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    task = make_task("""
        for_each: {category: Planets}
        do: [{report: {columns: [title, pageid, revid, length, timestamp, redirect, url]}}]
        """)
    wiki = MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    with closing(wiki):
        planning = Planning(task, Reach(wiki, Outside(tmp_path)), ledger)
        rows = [one.item for batch in planning for one in batch if isinstance(one.item, Row)]
    assert rows
    assert [row.title.text for row in rows if not all(row.columns.values())] == []


def test_a_report_is_put_on_its_page_and_then_left_there(scratch, ledger, tmp_path):
    name, password = scratch.accounts["SweepBot"].login("sweep")
    task = make_task("""
        for_each: {titles: [Mercury, Main Page]}
        do: [{report: {columns: [title]}}]
        publish: [{page: User:SweepBot/Live report}, {page: User:SweepBot/Live report.json}]
        """)

    def planned() -> tuple[Plan, list[Numbered]]:
        planning = Planning(task, Reach(wiki, Outside(tmp_path)), ledger)
        found = [one for batch in planning for one in batch if isinstance(one.item, Publish)]
        return planning.plan, found

    def published(plan: Plan, one: Numbered) -> int:
        run = ledger.runs.begin(plan, account=wiki.site.account.name)
        ledger.runs.intend(run.id, one)
        outcome = wiki.write(one.item)
        assert outcome.code == "saved"
        ledger.runs.settle(run.id, one.number, outcome)
        return outcome.revid or 0

    with closing(
        MediaWiki("devwiki", scratch.api, "User:Tester", BotPassword(name, password))
    ) as wiki:
        plan, (new,) = planned()
        report = new.item
        assert isinstance(report, Publish)
        assert (report.baserevid, report.title.text) == (None, "User:SweepBot/Live report")
        first = published(plan, new)
        assert planned()[1] == []
        # the same page with another report of ours, as a run with other rows would leave it
        task = replace(
            task, name="other", do=make_task("do: [{report: {columns: [namespace]}}]").do
        )
        plan, (again,) = planned()
        changed = again.item
        assert isinstance(changed, Publish)
        assert (changed.before, changed.baserevid) == (report.after, first)
        second = published(plan, again)
        # somebody's edit, of which the ledger knows nothing
        by_hand = replace(changed, baserevid=second, before=changed.after, after="By hand.")
        revid = wiki.write(by_hand).revid
        task = replace(task, name="third", do=make_task("do: [{report: {columns: [title]}}]").do)
        plan, none = planned()
        assert none == []
        details = [one.detail for one in plan.funnel.notices if one.code == "not_published"]
        assert any(f"somebody else wrote on it (revision {revid})" in one for one in details)
        emptied = replace(by_hand, baserevid=revid, before="By hand.", after="")
        assert wiki.write(emptied).code == "saved"
        _, (last,) = planned()
        assert isinstance(last.item, Publish)
        assert last.item.before == ""

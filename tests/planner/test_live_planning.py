"""Planning against a real MediaWiki: what its own log says of the order of requests."""

import time
from contextlib import closing
from dataclasses import replace

import pytest

from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.plan import Item, Publish
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


def test_a_report_is_put_on_its_page_and_then_left_there(devwiki, ledger, tmp_path):
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    task = make_task("""
        for_each: {titles: [Mercury, Main Page]}
        do: [{report: {columns: [title]}}]
        publish: [{page: User:SweepBot/Live report}, {page: User:SweepBot/Live report.json}]
        """)

    def planned() -> list[Item]:
        planning = Planning(task, Reach(wiki, Outside(tmp_path)), ledger)
        return [one.item for batch in planning for one in batch if one.item.kind == "publish"]

    with closing(
        MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    ) as wiki:
        (new,) = planned()
        assert isinstance(new, Publish)
        assert (new.baserevid, new.title.text) == (None, "User:SweepBot/Live report")
        saved = wiki.write(new)
        assert saved.code == "saved"
        assert planned() == []
        again = replace(new, baserevid=saved.revid, after="something else")
        assert wiki.write(again).code == "saved"
        (changed,) = planned()
        assert isinstance(changed, Publish)
        assert (changed.before, changed.after) == ("something else", new.after)
        assert changed.baserevid
        assert changed.baserevid > (saved.revid or 0)

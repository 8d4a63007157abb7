"""Signals to a process that applies a plan: on a server that is slow, and on an offline wiki."""

import os
import pty
import re
import select
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from bot.ledger import Ledger
from bot.mediawiki import MediaWiki
from bot.plan import Edit, Funnel
from bot.titles import Title
from tests.cli.conftest import COMMAND
from tests.mediawiki.scripted import SECRET, SWEEP, Raw, ScriptedWiki
from tests.mediawiki.test_fetching import info, pages
from tests.mediawiki.test_standing import TALK, answer
from tests.offline.exports import entries, export_xml
from tests.processes import started, unmeasured

CONFIG = """
contact: User:Tester on wiki.example.org
wikis:
  slow:
    api: {api}
    bot_password: {{name: Sweeper@tests, password: {{env: SLOW_PASSWORD}}}}
    edit_interval: 0
"""
TASK = "for_each: {titles: [A, B]}\ndo: [{replace: {find: old, with: new}}]\nedit: {summary: s}\n"
MANY = 400


class Slow:
    """A plan of two edits on a wiki whose first save is answered by the reply of the test."""

    def __init__(self, server: ScriptedWiki, ledger: Ledger, wiki: MediaWiki) -> None:
        self.server = server
        self.ledger = ledger
        plan = ledger.begin(
            task="slow",
            task_text=TASK,
            wiki="slow",
            account="Sweeper",
            versions={},
            site=wiki.site.identity,
        )
        edits = [
            Edit(
                title=Title(0, title),
                pageid=number,
                baserevid=1000 + number,
                read_at=None,
                before="old",
                after="new",
                summary="s",
            )
            for number, title in enumerate("AB", 1)
        ]
        ledger.add(plan.id, edits)
        ledger.finish(plan, Funnel(seen=2, planned=2, items=Counter(edit=2)), 1, 0.1)
        self.plan = plan.id

    @contextmanager
    def begun(self, *replies: Raw) -> Iterator[subprocess.Popen[str]]:
        """The process, at the moment when the server has the first edit."""
        self.server.will(answer(TALK), pages(info(1, "A"), info(2, "B")), *replies)
        with started(COMMAND, "apply", self.plan, "--yes", SLOW_PASSWORD=SECRET) as running:
            while not any(one.parameters.get("action") == "edit" for one in self.server.asked):
                assert running.poll() is None, running.communicate()
                time.sleep(0.01)
            yield running


@pytest.fixture
def slow(home, tmp_path) -> Iterator[Slow]:
    with closing(ScriptedWiki()) as server:
        (home / "user-config.yaml").write_text(CONFIG.format(api=server.api))
        with (
            closing(MediaWiki("slow", server.api, "User:Tester", SWEEP)) as wiki,
            Ledger(tmp_path / "state/ledger.sqlite") as ledger,
        ):
            yield Slow(server, ledger, wiki)


def saved(stall: float) -> Raw:
    body = (
        '{"edit": {"result": "Success", "pageid": 1, "title": "A", "oldrevid": 1001, '
        '"newrevid": 1009, "newtimestamp": "2026-01-02T03:05:00Z"}}'
    )
    return Raw(200, body, {"Content-Type": "application/json"}, stall=stall)


def ended(running: subprocess.Popen[str]) -> tuple[list[str], list[str], float]:
    """What the process wrote on stdout and stderr, and how long its end took."""
    began = time.monotonic()
    out, err = running.communicate(timeout=30)
    return out.splitlines(), err.splitlines(), time.monotonic() - began


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_edit_under_way_is_finished_and_no_other_begun(slow, sent):
    with slow.begun(saved(stall=1)) as running:
        running.send_signal(sent)
        out, _, took = ended(running)
    assert running.returncode == 128 + sent
    assert took < 8
    (run,) = slow.ledger.runs.runs(plan=slow.plan)
    assert out[0].startswith("saved           A")
    assert out[1].startswith(f"Run {run.id} ended: 1 saved; 1 left; ")
    assert out[1].endswith(f"; to go on: wikisweep resume {run.id}")
    assert (run.state, run.outcomes) == ("ended", {"saved": 1})
    assert slow.ledger.runs.open_intents(slow.plan) == []


def test_a_second_interrupt_ends_at_once_and_leaves_the_intent_open(slow):
    with slow.begun(saved(stall=3)) as running:
        running.send_signal(signal.SIGINT)
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        _, err, took = ended(running)
    assert (running.returncode, took < 2) == (130, True)
    (run,) = slow.ledger.runs.runs(plan=slow.plan)
    assert err[-1] == (
        f"wikisweep: stopped by ^C; what run {run.id} has written is kept; "
        f"wikisweep resume {run.id} goes on"
    )
    assert run.state == "ended"
    (record,) = slow.ledger.runs.open_intents(slow.plan)
    assert record.title.text == "A"


def test_an_edit_that_is_not_answered_in_time_is_left_to_resume(slow):
    with slow.begun(saved(stall=12)) as running:
        running.send_signal(signal.SIGTERM)
        _, err, took = ended(running)
    assert (running.returncode, 7 < took < 10) == (143, True)
    assert err[-1].startswith("wikisweep: stopped by SIGTERM; what run ")
    assert len(slow.ledger.runs.open_intents(slow.plan)) == 1


def test_a_terminal_that_is_closed_ends_a_run_in_good_order(home, tmp_path):
    texts = {f"Page {number}": "old" for number in range(MANY)}
    (home / "export.xml").write_text(export_xml(*entries(texts)), encoding="utf-8")
    (home / "many.yaml").write_text(TASK.replace("titles: [A, B]", "all_pages: {}"))
    master, slave = pty.openpty()
    on_its_terminal = f'exec "$0" run many.yaml <>{os.ttyname(slave)} >&0 2>&0'
    with subprocess.Popen(
        ["sh", "-c", on_its_terminal, COMMAND], start_new_session=True, env=unmeasured()
    ) as gone:
        told = b""
        while b"saved Page" not in told:
            assert select.select([master], [], [], 30)[0], told
            told += os.read(master, 65536)
        os.close(slave)
        os.close(master)
        assert gone.wait(20) == 129
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        (run,) = ledger.runs.runs()
        assert (run.state, ledger.runs.open_intents(run.plan)) == ("ended", [])
        assert 0 < run.outcomes["saved"] < MANY


def test_a_run_that_nohup_began_outlives_its_terminal(home):
    texts = {f"Page {number}": "old" for number in range(40)}
    (home / "export.xml").write_text(export_xml(*entries(texts)), encoding="utf-8")
    (home / "many.yaml").write_text(TASK.replace("titles: [A, B]", "all_pages: {}"))
    with started("nohup", COMMAND, "run", "many.yaml") as running:
        assert running.stderr
        while "saved Page" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(signal.SIGHUP)
        (line,), _, _ = ended(running)
    assert running.returncode == 0
    assert "40 saved; run " in line


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_run_offline_is_ended_and_resumed_with_each_edit_made_once(home, tmp_path, sent):
    texts = {f"Page {number}": "old" for number in range(MANY)}
    (home / "export.xml").write_text(export_xml(*entries(texts)), encoding="utf-8")
    (home / "many.yaml").write_text(TASK.replace("titles: [A, B]", "all_pages: {}"))
    with started(COMMAND, "run", "many.yaml", "task.yaml") as running:
        assert running.stderr
        while "saved Page" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(sent)
        (line,), err, took = ended(running)
    assert err[-1] == "wikisweep: task: not begun"
    assert (running.returncode, took < 5) == (128 + sent, True)
    found = re.search(r"; run (\w+) ended; ", line)
    assert found
    with Ledger(tmp_path / "state/ledger.sqlite") as ledger:
        run = ledger.runs.run(found[1])
        first = run.outcomes["saved"]
        assert 0 < first < MANY
        assert ledger.runs.open_intents(run.plan) == []
        again = subprocess.run(
            [COMMAND, "resume", run.id, "--yes", "--quiet"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert again.stdout.splitlines()[-1] == f"Run {run.id} done: {MANY:,} saved"
        assert len(again.stdout.splitlines()) == MANY - first + 1
        revids = [one.outcome.revid for one in ledger.runs.records(run.id) if one.outcome]
        assert len(set(revids)) == MANY

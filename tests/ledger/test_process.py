import os
import subprocess
import sys

import pytest

from bot.ledger.process import Process, this_process
from devwiki.processes import start_time


@pytest.fixture
def child():
    """A process that waits to be ended."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as one:
        yield one
        one.kill()


def as_seen(pid):
    here = this_process()
    return Process(here.host, here.machine, pid, start_time(pid))


def test_this_process_is_here():
    here = this_process()
    assert here.pid == os.getpid()
    assert here.host
    assert here.began > 0
    assert here == this_process()
    assert not here.gone()


def test_another_process_is_there_until_it_is_killed(child):
    other = as_seen(child.pid)
    assert not other.gone()
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert other.gone()  # though nobody has reaped it
    child.wait()
    assert other.gone()


def test_a_later_process_of_the_same_number_is_another():
    here = this_process()
    assert Process(here.host, here.machine, here.pid, here.began - 1).gone()


def test_of_other_machines_nothing_is_known(child):
    here = this_process()
    child.kill()
    child.wait()
    assert Process(here.host, here.machine, child.pid, 1).gone()
    assert not Process(here.host, "another boot pid:[1]", child.pid, 1).gone()
    assert not Process(here.host, "", child.pid, 1).gone()


def test_a_system_that_tells_nothing_of_its_processes_has_none_that_are_gone(tmp_path):
    here = this_process(tmp_path)
    assert (here.machine, here.began) == ("", 0)
    assert not here.gone(tmp_path)

"""The garbage collector is kept away from modules, and only from them."""

import subprocess
import sys

_PROGRAM = """
import gc, sys
from bot.cli import garbage
{before}
class Ring:
    def __init__(self): self.ring = self
    def __del__(self): print("collected")
Ring()
gc.collect()
print("enabled" if gc.isenabled() else "disabled", "frozen" if gc.get_freeze_count() else "free")
"""


def told(before: str) -> list[str]:
    program = [sys.executable, "-c", _PROGRAM.format(before=before)]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.split("\n")


def test_it_is_off_while_modules_are_imported():
    assert told("garbage.begin()")[1] == "disabled free"


def test_it_is_back_when_they_are_there_and_finds_what_comes_later():
    assert told("garbage.begin(); garbage.loaded()")[:2] == ["collected", "enabled frozen"]


def test_a_caller_who_did_not_begin_it_is_left_alone():
    assert told("garbage.loaded()")[:2] == ["collected", "enabled free"]


def test_at_the_end_nothing_is_looked_through():
    assert told("garbage.end()")[1] == "enabled frozen"


def test_a_command_runs_with_the_collector_on():
    program = (
        "import gc, sys, atexit; from bot.cli import main\n"
        "atexit.register(lambda: print(gc.isenabled(), gc.get_freeze_count() > 0))\n"
        "sys.argv = ['wikisweep', 'list', '--help']; main()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.splitlines()[-1] == "True True"

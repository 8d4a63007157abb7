"""docs/cli.md names every command, every option and every exit code, and no other."""

import re
from pathlib import Path

import click
import pytest

from bot.cli import wikisweep
from bot.cli.carrying import WITH_ERRORS
from bot.cli.commands import COMMANDS
from bot.cli.endings import FAILED, HUNG_UP, INTERRUPTED, TERMINATED, USAGE
from bot.cli.plan import SOMETHING_TO_APPLY
from bot.errors import Stopped

TEXT = (Path(__file__).parents[2] / "docs/cli.md").read_text()
SECTIONS = dict(
    re.findall(r"^## `wikisweep (\w+)`\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
)
EVERYWHERE = {"--help", "--debug"}


def test_every_command_has_a_section():
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_told_and_no_other(name):
    prose = re.sub(r"```.*?```", "", SECTIONS[name], flags=re.DOTALL)
    told = set(re.findall(r"`(--[a-z-]+)", prose))
    command = wikisweep.get_command(click.Context(wikisweep), name)
    assert command
    options = {flag for one in command.params for flag in one.opts if flag.startswith("--")}
    if name == "list":
        options = {"--format", "--wiki", "--config", "--state", "--quiet"}
    assert told == options - EVERYWHERE


def test_every_exit_code_is_told():
    told = {
        int(one)
        for line in TEXT.splitlines()
        if (match := re.match(r"\| ([\d, ]+) \|", line))
        for one in match[1].split(",")
    }
    signals = {HUNG_UP, INTERRUPTED, TERMINATED}
    codes = {FAILED, USAGE, *signals, SOMETHING_TO_APPLY, WITH_ERRORS}
    assert told == {0, Stopped.exit_code, *codes}

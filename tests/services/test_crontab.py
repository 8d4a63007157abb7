"""Crontab lines as cron reads them and a shell carries them out."""

import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.services.crontab import crontab_line


def as_cron_reads(line: str, fields: int = 5) -> str:
    """What cron gives to the shell: do_command.c of Vixie cron ends it at the first bare %."""
    command, told, escaped = line.split(" ", fields)[fields], "", False
    for letter in command:
        if escaped:
            escaped = False
            told = told[:-1] + letter if letter == "%" else told + letter
            continue
        if letter == "%":
            return told
        escaped = letter == "\\"
        told += letter
    return told


def test_a_line_goes_to_the_folder_runs_the_command_and_keeps_what_it_says():
    line = crontab_line("17 3 * * *", ["/v/wikisweep", "run", "/t.yaml"], Path("/w"), Path("/l"))
    assert line == "17 3 * * * cd /w && /v/wikisweep run /t.yaml >> /l 2>&1"


def test_a_macro_is_one_field():
    line = crontab_line("@daily", ["run"], Path("/w"), Path("/l"))
    assert as_cron_reads(line, 1) == "cd /w && run >> /l 2>&1"


PATHS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="\0"), min_size=1)


@given(PATHS | st.text("a%\\' $", min_size=1, max_size=12))
def test_any_path_comes_through_cron_and_shell_as_it_is(path):
    line = crontab_line("* * * * *", ["run", path], Path("/w"), Path("/l"))
    assert shlex.split(as_cron_reads(line))[3:5] == ["run", path]


@pytest.mark.parametrize("odd", ["50%", "a\\%b", "it's", "a\\\\%", "$HOME `id`", "%%"])
def test_a_real_shell_reads_it_so_too(odd, tmp_path):
    folder = tmp_path / odd
    folder.mkdir()
    line = crontab_line("* * * * *", ["printf", "%s", odd], folder, folder / "log")
    subprocess.run(["/bin/sh", "-c", as_cron_reads(line)], check=True)
    assert (folder / "log").read_text() == odd


@pytest.mark.parametrize("odd", ["a\nb", "a\tb", "\udcff", "\x1b[2J"])
def test_what_no_line_can_say_is_refused(odd):
    with pytest.raises(UsageError, match="a crontab has no way to write this"):
        crontab_line("* * * * *", ["run", odd], Path("/w"), Path("/l"))


def test_a_line_longer_than_cron_takes_is_refused():
    room = 998 - len("cd /w && run  >> /l 2>&1")
    fits = crontab_line("* * * * *", ["run", "x" * room], Path("/w"), Path("/l"))
    assert len(fits) == 998 + len("* * * * * ")
    with pytest.raises(UsageError, match="more than 998 bytes"):
        crontab_line("* * * * *", ["run", "x" * (room + 1)], Path("/w"), Path("/l"))

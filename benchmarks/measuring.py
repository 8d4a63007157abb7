"""Runs one process and says what it took: time, memory, requests, and what it answered.

Time is that of the whole process, and, without start-up and login, that from its first request
for pages (its first edit, where edits are measured) to its end. Peak memory is the kernel's own
figure for the process.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.contenders import Contender
from benchmarks.edited import edited
from benchmarks.instance import Instance, Requests

OUTPUT: Final = "stdout"
_KIB_PER_MIB: Final = 1024
_LAUNCHER: Final = Path(__file__).resolve().parent / "launcher.py"


class Failed(Exception):
    """A contender ended with an error, or answered what cannot be; the text is one line."""


@dataclass(frozen=True, slots=True)
class Took:
    """What one process took: seconds since the epoch, and the kernel's figure for its memory."""

    started: float
    ended: float
    peak_mib: float

    @property
    def seconds(self) -> float:
        """From its start to its end."""
        return self.ended - self.started


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took.

    `pages` are the distinct titles that it printed, or the pages that the wiki says it edited.
    `loop_seconds` go from the first request that is work to the end; 0 where it made none.
    """

    seconds: float
    loop_seconds: float
    peak_mib: float
    requests: Requests
    pages: frozenset[str]


def measure(contender: Contender, instance: Instance, scratch: Path) -> Run:
    """Run a contender once, in a fresh process, and raise Failed unless it ends well."""
    folder = scratch / "run"  # state, ledger: nothing of the run before is left
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    instance.asked()  # what came before is not its doing
    took = launch(contender.name, contender.command, folder, scratch, contender.environment)
    editing = contender.job == "edits"
    requests = instance.asked(editing=editing)
    return Run(
        took.seconds,
        took.ended - requests.begun if requests.work else 0.0,
        took.peak_mib,
        requests,
        edited(instance.folder, contender.name, contender.pages)
        if editing
        else frozenset(_titles(scratch / OUTPUT)),
    )


def launch(
    name: str,
    command: Sequence[str],
    folder: Path,
    scratch: Path,
    environment: Mapping[str, str] | None = None,
) -> Took:
    """Run a command in this folder, in a fresh process; raises Failed unless it ends well.

    What it writes is in `scratch`, its standard output under the name `OUTPUT`.
    """
    out, err, told = scratch / OUTPUT, scratch / "stderr", scratch / "took"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        subprocess.run(
            [sys.executable, "-S", _LAUNCHER, told, *command],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            check=True,
        )
    took = json.loads(told.read_text(encoding="utf-8"))
    if took["code"]:
        said = err.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["nothing"]
        raise Failed(f"bench: {name} ended with {took['code']}: {said[-1]}")
    return Took(took["started"], took["ended"], took["peak_kib"] / _KIB_PER_MIB)


def _titles(output: Path) -> Iterator[str]:
    """The titles in lines of JSON; `replace.py` has no JSON and names them in plain words."""
    with output.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{"):
                row: dict[str, Any] = json.loads(line)
                if "title" in row:
                    yield row["title"]
            elif line.startswith("Working on "):
                yield line.removeprefix("Working on ").strip().strip("'\"")

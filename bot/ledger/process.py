"""Which process on which machine this is, and whether another one is surely gone.

Only what is certain: of other machines, other containers and systems without /proc nothing is.
"""

import os
import platform
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A process: `began` in clock ticks since its machine's boot tells it from a later one.

    `machine` is the same for processes that see each other: one boot, one container.
    """

    host: str
    machine: str
    pid: int
    began: int

    def gone(self, proc: Path = _PROC) -> bool:
        """Whether it is known to have ended."""
        if not self.machine or self.machine != _machine(proc):
            return False
        return _began(self.pid, proc) != self.began


def this_process(proc: Path = _PROC) -> Process:
    """The process that asks."""
    pid = os.getpid()
    return Process(platform.node(), _machine(proc), pid, _began(pid, proc))


def _machine(proc: Path) -> str:
    """Empty where it cannot be told."""
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot} {(proc / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _began(pid: int, proc: Path) -> int:
    """When a process began; 0 where there is none, or only its parent has yet to notice its end.

    proc(5), /proc/pid/stat, fields 3 and 22.
    """
    try:
        state, *fields = (proc / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0
    return 0 if state in {b"Z", b"X"} else int(fields[18])

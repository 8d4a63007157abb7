"""Who a process is, and the end of a group of them. Linux only: reads /proc."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def start_time(pid: int) -> int:
    """When a process began, in clock ticks since boot: with the pid, its identity. 0 if gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0
    state, *fields = stat.rpartition(")")[2].split()
    return 0 if state == "Z" else int(fields[18])


def end_group(group: int, patience: float) -> None:
    """End a process group: kindly first, and after `patience` seconds at once."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(group, sign)
        if _gone(group, patience):
            return


def _gone(group: int, patience: float) -> bool:
    """Wait until nothing of a group is left, but for what its parent has yet to reap."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not any(_belongs(path, group) for path in Path("/proc").glob("[0-9]*/stat")):
            return True
        time.sleep(0.02)
    return False


def _belongs(stat: Path, group: int) -> bool:
    try:
        state, _parent, own, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return state != "Z" and int(own) == group

"""Processes that a test ends by a signal."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def unmeasured(**more: str) -> dict[str, str]:
    """This environment without coverage in it, and `more`: for a process that is sent a signal.

    Coverage holds a lock that is not reentrant while it looks at a file for the first time. A
    signal whose handler raises just then leaves the lock taken, and the process waits for ever.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return {**kept, **more}


@contextmanager
def started(
    *command: str | Path, terminal: int | None = None, measured: bool = False, **more: str
) -> Iterator[subprocess.Popen[str]]:
    """A process that is sent a signal, with pipes of text or on a terminal; gone at the end.

    `more` goes into its environment. One that is sent no signal this time may be `measured`. A
    test that fails never waits for it.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL if terminal is None else terminal,
        stdout=subprocess.PIPE if terminal is None else terminal,
        stderr=subprocess.PIPE if terminal is None else terminal,
        text=True,
        env={**os.environ, **more} if measured else unmeasured(**more),
    ) as running:
        try:
            yield running
        finally:
            running.kill()

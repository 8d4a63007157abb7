"""Starts one program and writes down what it took: its time, its peak memory, how it ended.

    python benchmarks/launcher.py RESULT COMMAND...

The kernel counts the memory of whoever starts a program as a floor of that program's own peak
(`ru_maxrss`), so this stays as small as Python can be: standard library, a fresh process a run.
"""

import json
import os
import sys
import time


def main() -> None:
    """Run the command; its input and outputs are ours."""
    result, *command = sys.argv[1:]
    started = time.time()  # the clock that the wiki writes down, too
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    took = {
        "started": started,
        "ended": time.time(),
        "peak_kib": usage.ru_maxrss,
        "code": os.waitstatus_to_exitcode(status),
    }
    with open(result, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not that small
        json.dump(took, file)


if __name__ == "__main__":
    main()

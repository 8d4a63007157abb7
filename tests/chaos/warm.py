"""A process that has all of wikisweep loaded, and forks one that runs a command for each line it
is given: the command as it is, but for the half second of its start. Run as a script.

A line of standard input is `{"arguments": [...], "out": FILE}`; answered by a line with the pid,
and once that process is gone by a line with its exit code, which is negative for a signal.
"""

import importlib
import json
import os
import pkgutil
import sys
from typing import NoReturn

import bot
from bot.cli import main


def _become(arguments: list[str], out: str) -> NoReturn:
    """Be the command, in a process of its own."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    told = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(told, 1)
    os.dup2(told, 2)
    sys.argv = ["wikisweep", *arguments]
    code: object = 1
    try:
        main()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def serve() -> None:
    """Fork for each line, one at a time."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        importlib.import_module(module.name)
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if not pid:
            _become(wanted["arguments"], wanted["out"])
        print(pid, flush=True)  # noqa: T201 - the answer
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    serve()

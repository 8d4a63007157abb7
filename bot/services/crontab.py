"""Makes crontab lines from tasks, for cron on any machine; installs none.

The rules are those of crontab(5): one line a job, `%` ends a command unless escaped, the
environment is nearly empty, and the working folder is the user's home.
"""

import shlex
from collections.abc import Sequence
from pathlib import Path

from bot.errors import UsageError

_LONGEST = 998  # what the strictest cron takes for a command


def crontab_line(schedule: str, command: Sequence[str], folder: Path, log: Path) -> str:
    """A line that runs a command in a folder, its output added to a log file.

    Raises UsageError where no line can say it.
    """
    line = f"cd {shlex.quote(str(folder))} && {shlex.join(command)} >> {shlex.quote(str(log))} 2>&1"
    if not line.isprintable():
        raise UsageError(f"{line!r}: a crontab has no way to write this; rename the file or folder")
    # Both stand in single quotes. cron takes one backslash before a % away, so that a % behind a
    # backslash of the path's own begins the quotes anew.
    escaped = line.replace("\\%", "\\''%").replace("%", "\\%")
    if len(escaped.encode()) > _LONGEST:
        raise UsageError(
            f"the command {command[-1]!r} takes more than {_LONGEST} bytes, which is more than "
            "cron takes; shorten the paths"
        )
    return f"{' '.join(schedule.split())} {escaped}"

"""Where state lies: the ledger of plans, and the offline wikis' imported exports."""

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from bot.errors import UsageError


def state_folder(given: str | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The state folder, made where it is missing, for its owner's eyes only.

    `--state`, else `$WIKISWEEP_STATE`, else `$TOOL_DATA_DIR/.wikisweep` (Toolforge's builds,
    which set no HOME), else the platform's state folder. Raises UsageError where it cannot be
    made.
    """
    tool = environment.get("TOOL_DATA_DIR")
    chosen = (
        given
        or environment.get("WIKISWEEP_STATE")
        or (f"{tool}/.wikisweep" if tool else platformdirs.user_state_dir("wikisweep"))
    )
    folder = Path(chosen).expanduser()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        next(folder.iterdir(), None)  # may it be read, …
        (folder / "ledger.sqlite").exists()  # … and entered?
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot keep state there: {error.strerror}; name another folder by --state"
        ) from error
    return folder

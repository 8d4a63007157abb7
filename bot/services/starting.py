"""Writes what a new user starts from: a commented user-config.yaml and a first task."""

from pathlib import Path

from bot.errors import UsageError
from bot.shipped import STARTERS


def start(folder: Path) -> list[Path]:
    """Write `user-config.yaml` and `tasks/first.yaml` where they are missing; gives what it wrote.

    The config is for its owner's eyes only, since a password may come to stand in it. Raises
    UsageError where a file cannot be written.
    """
    written = []
    for name, mode in (("user-config.yaml", 0o600), ("tasks/first.yaml", 0o644)):
        path = folder / name
        if path.exists():
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=mode)
            path.write_text((STARTERS / Path(name).name).read_text("utf-8"), "utf-8")
        except OSError as error:
            raise UsageError(f"{path}: cannot write it: {error.strerror}") from error
        written.append(path)
    return written

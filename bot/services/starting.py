"""Writes what a new user starts from: a commented user-config.yaml and a first task."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.errors import UsageError
from bot.loading import PluginTables, task_schema
from bot.shipped import CONFIG_EXAMPLE, TASKS

_PRIVATE, _PUBLIC = 0o600, 0o644


def start(folder: Path, tables: PluginTables) -> Iterator[Path]:
    """Write the config, the task and the schema where they are missing; gives what it wrote.

    The config is for its owner's eyes only, since a password may come to stand in it. Raises
    UsageError where a file cannot be written.
    """
    schema = json.dumps(task_schema(tables), indent=2, ensure_ascii=False) + "\n"
    yield from _write(folder / "user-config.yaml", CONFIG_EXAMPLE.read_text("utf-8"), _PRIVATE)
    yield from _write(folder / "tasks/first.yaml", (TASKS / "first.yaml").read_text("utf-8"))
    yield from _write(folder / "tasks/wikisweep.schema.json", schema)


def _write(path: Path, text: str, mode: int = _PUBLIC) -> Iterator[Path]:
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=mode)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot write it: {error.strerror}") from error
    yield path

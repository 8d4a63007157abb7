"""Writes what a new user starts from: a commented user-config.yaml and a first task."""

import json
from collections.abc import Iterator
from pathlib import Path

from bot.loading import PluginTables, task_schema
from bot.outside import Outside
from bot.shipped import CONFIG_EXAMPLE, TASKS


def start(folder: Path, tables: PluginTables) -> Iterator[Path]:
    """Write the config, the task and the schema where they are missing; gives what it wrote.

    The config is for its owner's eyes only, since a password may come to stand in it. Raises
    UsageError where a file cannot be written.
    """
    schema = json.dumps(task_schema(tables), indent=2, ensure_ascii=False) + "\n"
    texts = {
        "user-config.yaml": CONFIG_EXAMPLE.read_text("utf-8"),
        "tasks/first.yaml": (TASKS / "first.yaml").read_text("utf-8"),
        "tasks/wikisweep.schema.json": schema,
    }
    outside = Outside(folder)
    for name, text in texts.items():
        if not (folder / name).exists():
            yield outside.write(name, [text], private=name == "user-config.yaml")

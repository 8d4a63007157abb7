"""Task files to tasks: plugin tables, building, `let:`, problems, the JSON Schema, the manual."""

from bot.loading.flags import plugin_from_options
from bot.loading.installed import installed_tables
from bot.loading.manual import manual, reference
from bot.loading.reading import load_task, parse_task
from bot.loading.schema import task_schema
from bot.loading.tables import PluginTables

__all__ = [
    "PluginTables",
    "installed_tables",
    "load_task",
    "manual",
    "parse_task",
    "plugin_from_options",
    "reference",
    "task_schema",
]

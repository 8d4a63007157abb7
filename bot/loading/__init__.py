"""Task files to tasks: plugin tables, building, `let:`, problems, the JSON Schema, the manual."""

from bot.loading.reading import load_task, parse_task
from bot.loading.tables import PluginTables

__all__ = ["PluginTables", "load_task", "parse_task"]

"""docs/plugins.md, as the built-in plugins describe themselves; run as a module it is written."""

from pathlib import Path

from bot.actions import ACTIONS
from bot.conditions import CONDITIONS
from bot.filters import FILTERS
from bot.loading import PluginTables, reference
from bot.sources import SOURCES

PAGE = Path(__file__).parent.parent.parent / "docs" / "plugins.md"


def page() -> str:
    """The page's text."""
    return reference(PluginTables(SOURCES, FILTERS, ACTIONS, CONDITIONS))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

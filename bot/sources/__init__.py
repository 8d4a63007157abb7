"""The built-in sources, by their YAML names."""

from collections.abc import Mapping

from bot.plugin import Source
from bot.sources.all_pages import AllPages
from bot.sources.backlinks import Backlinks
from bot.sources.category import Category
from bot.sources.file import File
from bot.sources.titles import Titles
from bot.sources.union import Union

SOURCES: Mapping[str, type[Source]] = {
    "all_pages": AllPages,
    "backlinks": Backlinks,
    "category": Category,
    "file": File,
    "titles": Titles,
    "union": Union,
}

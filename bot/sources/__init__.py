"""The built-in sources, by their YAML names."""

from collections.abc import Mapping

from bot.plugin import Source
from bot.sources.all_pages import AllPages
from bot.sources.backlinks import Backlinks
from bot.sources.category import Category
from bot.sources.difference import Difference
from bot.sources.file import File
from bot.sources.intersection import Intersection
from bot.sources.sample import Sample
from bot.sources.titles import Titles
from bot.sources.union import Union

SOURCES: Mapping[str, type[Source]] = {
    "all_pages": AllPages,
    "backlinks": Backlinks,
    "category": Category,
    "difference": Difference,
    "file": File,
    "intersection": Intersection,
    "sample": Sample,
    "titles": Titles,
    "union": Union,
}

"""The built-in filters, by their YAML names."""

from collections.abc import Mapping

from bot.filters.all_ import All
from bot.filters.any_ import Any
from bot.filters.in_category import InCategory
from bot.filters.longer_than import LongerThan
from bot.filters.namespace import Namespace
from bot.filters.not_ import Not
from bot.filters.redirect import Redirect
from bot.filters.shorter_than import ShorterThan
from bot.filters.text import Text
from bot.filters.title import Title
from bot.plugin import Filter

FILTERS: Mapping[str, type[Filter]] = {
    "all": All,
    "any": Any,
    "in_category": InCategory,
    "longer_than": LongerThan,
    "namespace": Namespace,
    "not": Not,
    "redirect": Redirect,
    "shorter_than": ShorterThan,
    "text": Text,
    "title": Title,
}

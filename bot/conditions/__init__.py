"""The built-in conditions, by their YAML names."""

from collections.abc import Mapping

from bot.conditions.all_ import All
from bot.conditions.any_ import Any
from bot.conditions.keeps import Keeps
from bot.conditions.not_ import Not
from bot.conditions.only_cosmetic import OnlyCosmetic
from bot.conditions.only_whitespace import OnlyWhitespace
from bot.conditions.size_change import SizeChange
from bot.plugin import Condition

CONDITIONS: Mapping[str, type[Condition]] = {
    "all": All,
    "any": Any,
    "keeps": Keeps,
    "not": Not,
    "only_cosmetic": OnlyCosmetic,
    "only_whitespace": OnlyWhitespace,
    "size_change": SizeChange,
}

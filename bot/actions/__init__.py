"""The built-in actions, by their YAML names."""

from collections.abc import Mapping

from bot.actions.replace import Replace
from bot.actions.report import Report
from bot.actions.retarget_link import RetargetLink
from bot.plugin import Action

ACTIONS: Mapping[str, type[Action]] = {
    "replace": Replace,
    "report": Report,
    "retarget_link": RetargetLink,
}

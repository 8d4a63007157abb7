"""What a task's source says of one page, for whoever judges that page alone."""

from collections.abc import Mapping
from itertools import chain

from bot.plugin import Reach
from bot.task import Task
from bot.titles import Title


def row_of(task: Task, reach: Reach, title: Title) -> Mapping[str, str] | None:
    """The row of the page, None where its source gives none, or the options name no columns.

    Lists the pages of the source until this one comes; raises what the source raises.
    """
    if task.filling is None:
        return None
    found = chain.from_iterable(task.source.candidates(reach))
    return next((one.row for one in found if one.title == title), None)

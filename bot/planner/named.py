"""Pages that a task names among its settings, as this wiki has them; asks nothing."""

from bot.errors import UsageError
from bot.site import Site
from bot.task import Task
from bot.titles import Title


def named_page(task: Task, key: str, written: str, site: Site) -> Title:
    """The page that `key` of the task names, one that can be read and edited; raises UsageError."""
    try:
        title = site.title(written)
    except UsageError as error:
        raise UsageError(f"{task.file}: `{key}`: {error}") from error
    if title.namespace < 0:
        raise UsageError(f"{task.file}: `{key}`: {title} is no page that can be edited")
    return title

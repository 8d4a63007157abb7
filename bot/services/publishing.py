"""Writes a plan's reports to the files that the task publishes them to."""

from collections.abc import Iterator
from pathlib import Path

from bot.errors import UsageError
from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Plan
from bot.render import Report, render_report, report_format
from bot.site import Site
from bot.task import Task


def check_files(task: Task, outside: Outside) -> None:
    """Raise UsageError for a report file that cannot be written, before anything is planned."""
    for publication in task.publish:
        if publication.file is not None:
            try:
                outside.check(publication.file)
            except UsageError as error:
                raise UsageError(f"{task.file}: `publish`: {error}") from error


def publish_files(
    task: Task,
    plan: Plan,
    ledger: Ledger,
    outside: Outside,
    site: Site,
    *,
    templates: Path | None = None,
) -> Iterator[Path]:
    """Write each report file, whole or not at all, and give its path.

    `templates` is the folder of the user's own, if any. Reports on wiki pages are not written
    here: they are items of a plan. Raises UsageError for a file that cannot be written.
    """
    for publication in task.publish:
        if publication.file is None:
            continue
        name = publication.report
        report = Report(task.name, ledger.columns(plan.id, name), plan)
        rows = ledger.rows(plan.id, name)
        form = report_format(publication.file)
        pieces = render_report(form, report, rows, site, templates)
        yield outside.write(publication.file, pieces)

"""Writes a plan's reports to the files that the task publishes them to."""

from collections.abc import Iterator
from pathlib import Path

from bot.ledger import Ledger
from bot.outside import Outside
from bot.plan import Plan, Row
from bot.render import Report, render_report, report_format
from bot.site import Site
from bot.task import Publication, Task


def publish_files(
    task: Task, plan: Plan, ledger: Ledger, outside: Outside, site: Site
) -> Iterator[Path]:
    """Write each report file, whole or not at all, and give its path.

    Reports on wiki pages are not written here: they are items of a plan. Raises UsageError for a
    file that cannot be written.
    """
    for publication in task.publish:
        if publication.file is None:
            continue
        names: dict[str, None] = {}
        for row in _rows(publication, plan, ledger):
            names.update(dict.fromkeys(row.columns))
        report = Report(task.name, tuple(names), plan)
        pieces = render_report(
            report_format(publication.file), report, _rows(publication, plan, ledger), site
        )
        yield outside.write(publication.file, pieces)


def _rows(publication: Publication, plan: Plan, ledger: Ledger) -> Iterator[Row]:
    for numbered in ledger.items(plan.id, Row.kind):
        row = numbered.item
        if isinstance(row, Row) and publication.report in (None, row.report):
            yield row

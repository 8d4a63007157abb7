"""What is wrong with an edit summary as it stands in a task file; renders none."""

from collections.abc import Iterable, Iterator

from bot.errors import Place, Problem
from bot.render import check_template, names_in

SUMMARY_VARIABLES = ("task", "title", "namespace", "via", "row")  # beside the names of `let:`
REPORT_VARIABLES = ("task", "title", "rows")  # those of a report on a wiki page


def summary_problems(
    label: str, summary: str, place: Place, known: Iterable[str]
) -> Iterator[Problem]:
    """Every problem of the summary at `place`; `known` are the variables that it may use."""
    if not summary.strip():
        yield Problem(place, f"`{label}` should not be empty")
    elif "\n" in summary:
        yield Problem(place, f"`{label}` should be one line", "write it in quotes")
    if fault := check_template(summary, known):
        yield Problem(place, f"`{label}`: {fault.message}")


def uses_row(summary: str) -> bool:
    """Whether a summary names the row of a page."""
    return "row" in names_in(summary)

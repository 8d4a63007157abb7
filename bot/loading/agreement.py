"""What the parts of a task must be to each other: edits and guards, reports and where they go.

Judges what was built; reads no nodes but for their places.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.errors import Place, Problem, UsageError
from bot.loading.pages import page_fault, same_page
from bot.loading.summaries import REPORT_VARIABLES, summary_problems
from bot.plugin import Action, Condition
from bot.render import report_format
from bot.task import EditSettings, LimitSettings, Publication
from bot.yamlfile import Mapping as MappingNode
from bot.yamlfile import Node, did_you_mean

COSMETIC = "only_cosmetic"
GUARDS = ("only_whitespace", COSMETIC)  # conditions under every task's skip_if

Placed = tuple[Node, Publication]


def rewrites(do: Iterable[Action]) -> bool:
    """Whether any of the actions changes texts."""
    return any(type(action).rewrite is not Action.rewrite for action in do)


def with_guards(
    skip_if: tuple[Condition, ...], table: Mapping[str, type[Condition]]
) -> tuple[Condition, ...]:
    """The conditions, and those that guard every task which gives no reason against them."""
    written = {one.yaml_name for one in skip_if}
    missing = [name for name in GUARDS if name in table and name not in written]
    return skip_if + tuple(table[name]() for name in missing)


def contradicts_reason(skip_if: Iterable[Condition]) -> bool:
    """Whether the conditions skip what the task gives a reason to do.

    `only_whitespace` does not: edits of whitespace alone are the least that may be wanted.
    """
    return any(one.yaml_name == COSMETIC for one in skip_if)


def publishing_problems(
    key: Place, placed: Sequence[Placed], do: Sequence[Action], let: Iterable[str]
) -> Iterator[Problem]:
    """What is wrong between `publish:` at `key` and the actions, and in each of its places."""
    reports = [one for one in do if type(one).items is not Action.items]
    if do and not reports:
        message = "there is nothing to publish: no action of this task yields rows"
        yield Problem(key, message, "add `report` under `do:`")
    names = [getattr(one, "name", "") for one in reports]
    for node, one in placed:
        if one.report and reports and one.report not in names:
            message = f"no action of this task yields the report {one.report!r}"
            yield Problem(node.place, message, did_you_mean(one.report, names))
        if one.file and (fault := _ending_fault(one.file)):
            yield Problem(_place(node, "file"), f"`publish.file`: {fault}")
        if one.page and (fault := page_fault(one.page)):
            yield Problem(_place(node, "page"), f"`publish.page`: {fault}")
        if one.summary is not None:
            known = (*let, *REPORT_VARIABLES)
            place = _place(node, "summary")
            yield from summary_problems("publish.summary", one.summary, place, known)
    yield from _named_twice(placed)


def _named_twice(placed: Sequence[Placed]) -> Iterator[Problem]:
    """Pages that two reports would be put on, so that the second takes the place of the first."""
    seen: dict[object, Place] = {}
    for node, one in placed:
        if one.page is None:
            continue
        place, page = _place(node, "page"), same_page(one.page)
        if page in seen:
            message = f"{one.page} is named for the second time"
            hint = f"first in line {seen[page].line}; a page holds one report"
            yield Problem(place, f"`publish.page`: {message}", hint)
        seen.setdefault(page, place)


def canary_problems(limits: LimitSettings, edit: EditSettings, place: Place) -> Iterator[Problem]:
    """A canary that no plan or quota could ever reach."""
    bounds = {"edit.at_most": edit.at_most, "limits.refuse_over": limits.refuse_over}
    for name, most in bounds.items():
        if limits.canary is not None and most is not None and limits.canary > most:
            message = f"`limits.canary` is more than `{name}` ({most}), so nothing would ever wait"
            yield Problem(place, message)


def _place(node: Node, option: str) -> Place:
    """Where the option's value stands."""
    value = node.get(option) if isinstance(node, MappingNode) else None
    return (value or node).place


def _ending_fault(file: str) -> str:
    try:
        report_format(file)
    except UsageError as error:
        return str(error)
    return ""

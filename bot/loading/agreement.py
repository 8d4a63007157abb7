"""What the parts of a task must be to each other: edits and guards, reports and where they go.

Judges what was built; reads no nodes but for their places.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.errors import Place, Problem, UsageError
from bot.plugin import Action, Condition
from bot.render import report_format
from bot.task import Publication
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
    key: Place, placed: Sequence[Placed], do: Sequence[Action]
) -> Iterator[Problem]:
    """What is wrong between `publish:` at `key` and the actions."""
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
            value = node.get("file") if isinstance(node, MappingNode) else None
            yield Problem((value or node).place, f"`publish.file`: {fault}")


def _ending_fault(file: str) -> str:
    try:
        report_format(file)
    except UsageError as error:
        return str(error)
    return ""

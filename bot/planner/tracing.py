"""What a task does to one page, step by step: for a person who asks why. Pure; decides nothing.

All filters are asked, and the actions whatever the filters say. What planning does is said by
`judge` alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import BotError
from bot.page import TEXT, Page
from bot.plan import Item
from bot.planner.judge import Judge, without_text
from bot.plugin import Action, Condition, Filter
from bot.task import Task
from bot.wikitext.saved import as_saved

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FilterSeen:
    """What a filter saw and decided; `kept` is None where it failed, `failed` says how.

    `within` are the filters nested in it, each with its own decision.
    """

    plugin: Filter
    kept: bool | None
    finding: str = ""
    failed: str = ""
    within: tuple["FilterSeen", ...] = ()


@dataclass(frozen=True, slots=True)
class ActionDone:
    """What an action made of the text that the one before left; `acted` is false by its `when`.

    The texts are as the wiki would save them.
    """

    plugin: Action
    when: tuple[FilterSeen, ...] = ()
    acted: bool = True
    before: str = ""
    after: str = ""
    items: tuple[Item, ...] = ()
    failed: str = ""


@dataclass(frozen=True, slots=True)
class ConditionSaid:
    """What a condition says of the whole change; what is not `wanted` leaves the page out."""

    plugin: Condition
    wanted: bool
    holds: bool | None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything about one page; no conditions where nothing changes."""

    page: Page
    filters: tuple[FilterSeen, ...]
    actions: tuple[ActionDone, ...]
    conditions: tuple[ConditionSaid, ...]


def trace(task: Task, page: Page) -> Trace:
    """The way of a page that has all facets of the task.

    Raises UsageError where its row does not make the options that name columns.
    """
    judge = Judge(task, page.site).of(page.candidate.row)
    task = judge.task
    if not page.exists and judge.judges_missing:
        page = without_text(page)
    filters = _seen(task.where, page)
    if not page.exists and not judge.judges_missing:
        return Trace(page, filters, (), ())
    actions, now = list[ActionDone](), page
    for action in task.do:
        done, now = _done(action, now)
        actions.append(done)
    conditions: list[ConditionSaid] = []
    if page.exists and TEXT in page.facets and as_saved(now.text) != as_saved(page.text):
        after = as_saved(now.text)
        conditions += [_said(one, page, after, wanted=False) for one in task.skip_if]
        conditions += [_said(one, page, after, wanted=True) for one in task.require]
    return Trace(page, filters, tuple(actions), tuple(conditions))


def _seen(filters: Sequence[Filter], page: Page) -> tuple[FilterSeen, ...]:
    return tuple(_one_seen(one, page) for one in filters)


def _one_seen(one: Filter, page: Page) -> FilterSeen:
    blank = not page.exists and TEXT not in page.facets  # nobody judges it
    if blank and any(facet.scope == "page" for facet in one.needs(page.site)):
        return FilterSeen(one, None, failed="there is nothing to look at")
    nested = [part for part in one.nested() if isinstance(part, Filter)]
    within = _seen(nested, page)
    kept, failed = _tried(lambda: one.keep(page))
    finding, _ = _tried(lambda: one.finding(page))
    return FilterSeen(one, kept, finding or "", failed, within)


def _done(action: Action, now: Page) -> tuple[ActionDone, Page]:
    when = _seen(action.when, now)
    if not all(one.kept for one in when):
        failed = next((one.failed for one in when if one.failed), "")
        return ActionDone(action, when, acted=False, failed=failed), now
    has_text = now.exists and TEXT in now.facets
    text, failed = _tried(lambda: action.rewrite(now)) if has_text else (None, "")
    items, lost = _tried(lambda: tuple(action.items(now)))
    before = as_saved(now.text) if has_text else ""
    changed = now if text is None else now.with_text(text)
    after = as_saved(changed.text) if has_text else ""
    done = ActionDone(
        action, when, before=before, after=after, items=items or (), failed=failed or lost
    )
    return done, changed


def _said(one: Condition, page: Page, after: str, *, wanted: bool) -> ConditionSaid:
    holds, failed = _tried(lambda: one.holds(page, after))
    return ConditionSaid(one, wanted, holds, failed)


def _tried(ask: Callable[[], T]) -> tuple[T | None, str]:
    """What a plugin answers, or in which words it fails."""
    try:
        return ask(), ""
    except BotError as error:
        return None, str(error)

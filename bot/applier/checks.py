"""What must hold before anything is written: the right plan, wiki and account. Writes nothing."""

import ipaddress
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import UsageError
from bot.plan import Plan
from bot.site import Site
from bot.task import Task

MOST_DAYS: Final = 7


def too_old(plan: Plan, now: datetime | None = None) -> bool:
    """Whether a plan was made more than seven days ago: too long to be applied unasked."""
    return (now or datetime.now(UTC)) - plan.started > timedelta(days=MOST_DAYS)


def check_plan(plan: Plan, task: Task | None, site: Site) -> None:
    """Raise UsageError where this plan cannot be applied on this wiki by this account.

    `task` is None for a plan that takes a run back, which follows no task.
    """
    if plan.state != "ready":
        raise UsageError(
            f"plan {plan.id} is unfinished, so nobody has seen all of it; plan {plan.task} again"
        )
    if task is None and not plan.undoes:
        raise UsageError(
            f"plan {plan.id}: its task can no longer be read, so nothing can be told of its stop "
            f"page and limits; plan {plan.task} again"
        )
    if plan.site != site.identity:
        raise UsageError(
            f"plan {plan.id} was made for {plan.site or plan.wiki}, and {site.wiki} is "
            f"{site.identity}; name the right wiki by --wiki"
        )
    if plan.account != site.account.name and not made_by_nobody(plan):
        raise UsageError(
            f"plan {plan.id} was made as {plan.account}, and we are {site.account.name} on "
            f"{site.wiki}; log in as {plan.account}, or plan again"
        )


def made_by_nobody(plan: Plan) -> bool:
    """Whether the plan was made without an account, so that `{{bots}}` was judged for none."""
    try:
        ipaddress.ip_address(plan.account)
    except ValueError:
        return not plan.account
    return True

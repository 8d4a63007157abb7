"""What planning a task will ask a wiki, stage by stage, without asking it.

The stages are those of the planner, the requests those of the code that sends them, over a wiki
that sends nothing. What only the real wiki knows is assumed: its namespaces as far as the task
names them, and both limits that an account can have. Gives data; shows nothing.
"""

from collections.abc import Iterator
from typing import Any, Final

from bot.config import ApiWiki, WikiSettings
from bot.mediawiki.explaining import RehearsedMediaWiki
from bot.offline.explaining import RehearsedOfflineWiki
from bot.page import AnyFacet
from bot.planner.judge import Judge
from bot.plugin import Plugin
from bot.services.checking import assumed_site
from bot.services.rehearsing import facet_name, in_order, steps
from bot.site import Limits, Site
from bot.task import Task
from bot.wiki.asked import Asked

Told = dict[str, Any]
_BOTS: Final = Limits(titles=500, listing=5000)
_OTHERS: Final = Limits()


def explain(task: Task, settings: WikiSettings) -> Iterator[Told]:
    """The stages in their order, each an object of plain values; touches nothing.

    Raises UsageError, NotOffered where the task does not fit the wiki.
    """
    offline = not isinstance(settings, ApiWiki)
    names = assumed_site(task).namespaces
    sites = [Site(settings.name, names, limits=limits) for limits in (_BOTS, _OTHERS)]
    site = sites[0]
    both = (
        [steps(task, RehearsedOfflineWiki(site))] * 2
        if offline
        else [steps(task, RehearsedMediaWiki(one)) for one in sites]
    )
    yield {
        "type": "task",
        "task": task.name,
        "wiki": settings.name,
        "offline": offline,
        "about": " ".join(task.about.split()),
    }
    judge = Judge(task, site)
    for number, (bots, others) in enumerate(zip(*both, strict=True), 1):
        yield {
            "type": "stage",
            "number": number,
            "stage": bots.stage,
            "about": bots.about,
            "requests": [
                _request(one, other) for one, other in zip(bots.asked, others.asked, strict=True)
            ],
            "fetches": {facet_name(one): _askers(judge, one) for one in in_order(bots.facets)},
            "filters": [one.yaml_name for one in bots.filters],
            "pushed_down": [one.yaml_name for one in bots.pushed],
            "notes": list(bots.notes),
        }
    yield {
        "type": "rules",
        "actions": [one.yaml_name for one in task.do],
        "skip_if": [one.yaml_name for one in task.skip_if],
        "require": [one.yaml_name for one in task.require],
        "guards": list(_guards(task)),
    }


def _request(bots: Asked, others: Asked) -> Told:
    return {
        "parameters": dict(bots.parameters),
        "words": bots.words,
        "pages": {"bots": bots.pages, "others": others.pages},
        "values": {"bots": bots.values, "others": others.values},
    }


def _askers(judge: Judge, facet: AnyFacet) -> list[str]:
    """The plugins that asked for a facet, each once; what every page needs is nobody's wish."""
    task = judge.task
    tops: tuple[Plugin, ...] = (*task.where, *task.do, *task.skip_if, *task.require)
    parts = [part for top in tops for part in top.parts()]
    return list(
        dict.fromkeys(
            one.yaml_name
            for one in parts
            if facet in one.needs(judge.site)
            and not any(facet in inner.needs(judge.site) for inner in one.nested())
        )
    )


def _guards(task: Task) -> Iterator[str]:
    """What keeps edits away, and what a plan is held to, in words."""
    edit, limits, bots = task.edit, task.limits, task.bots
    yield f"only pages whose content model is {' or '.join(edit.content_models)} are edited"
    if bots.respect:
        yield "pages whose {{bots}} or {{nobots}} shuts the account out are left"
    if edit.allow_reverted is None:
        yield "what was saved before and somebody took back is not done again"
    if limits.refuse_over is not None:
        yield f"a plan with more than {limits.refuse_over:,} changes is refused"
    if limits.max_share is not None:
        yield f"a plan that changes more than {limits.max_share:g}% of the pages seen is refused"
    if limits.canary is not None:
        yield f"the first {limits.canary:,} edits wait for somebody's look"
    if edit.at_most is not None:
        yield f"at most {edit.at_most:,} edits are made at a time"
    if bots.stop_page is not None:
        yield f"the run stops when {bots.stop_page} does not say {bots.run_text!r}"
    if bots.stop_on_talk:
        yield "the run stops when somebody writes on the account's talk page"

"""What planning a task will ask a wiki, stage by stage, without asking it.

The stages are those of the planner, the requests those of the code that sends them, over a wiki
that sends nothing. What only the real wiki knows is assumed: its namespaces as far as the task
names them, and both limits that an account can have. Gives data; shows nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from bot.config import ApiWiki, WikiSettings
from bot.errors import UsageError
from bot.mediawiki.explaining import RehearsedMediaWiki
from bot.moments import read_moment
from bot.offline.explaining import RehearsedOfflineWiki
from bot.outside import Outside
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facets, Page
from bot.planner.judge import Judge
from bot.planner.pushing import Question
from bot.planner.shared import with_known
from bot.planner.stages import Stage
from bot.planner.streaming import Route, route
from bot.plugin import Filter, Plugin, QuerySource, Reach
from bot.services.checking import assumed_site
from bot.site import Limits, Site
from bot.task import LAST_RUN, Task
from bot.titles import Title
from bot.wiki import Confirmed, Known, Query, Titles
from bot.wiki.asked import Asked, Rehearsed
from bot.wiki.changed import ChangedSince

Told = dict[str, Any]
_BOTS: Final = Limits(titles=500, listing=5000)
_OTHERS: Final = Limits()
_UNKNOWN: Final = "…"
_NO_TIME: Final = datetime(1999, 12, 31, tzinfo=UTC)
_STAMP: Final = f"{_NO_TIME:%Y-%m-%dT%H:%M:%SZ}"
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Step:
    """One stage: what it is for, its requests, who asks, and which filters judge then."""

    stage: str
    about: str
    asked: Sequence[Asked] = ()
    facets: Facets = frozenset()
    filters: Sequence[Filter] = ()
    pushed: Sequence[Filter] = ()
    notes: Sequence[str] = ()


def explain(task: Task, settings: WikiSettings) -> Iterator[Told]:
    """The stages in their order, each an object of plain values; touches nothing.

    Raises UsageError, NotOffered where the task does not fit the wiki.
    """
    offline = not isinstance(settings, ApiWiki)
    names = assumed_site(task).namespaces
    sites = [Site(settings.name, names, limits=limits) for limits in (_BOTS, _OTHERS)]
    site = sites[0]
    both = (
        [_steps(task, RehearsedOfflineWiki(site))] * 2
        if offline
        else [_steps(task, RehearsedMediaWiki(one)) for one in sites]
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
            "fetches": {_name(one): _askers(judge, one) for one in _sorted(bots.facets)},
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


def _steps(task: Task, wiki: Rehearsed) -> list[_Step]:
    """The stages as the planner makes them, with what the wiki would be asked in each."""
    reach = Reach(wiki, Outside())
    judge = Judge(task, wiki.site)
    judge.check_offers(wiki)
    way = route(judge, reach, since=bool(task.since))
    if way.question:
        redirect = (Candidate(Title(0, _UNKNOWN), 2, redirect=True),)
        known = dict.fromkeys(judge.facets("task"), redirect)
        query = with_known(way.question.query, known)
        way = replace(way, question=replace(way.question, query=query))
    steps = [*_once(judge, wiki)]
    if task.since:
        steps.append(_since(task, wiki))
    first, *further = way.stages
    if way.question and way.at_once:
        steps.append(_found_and_read(task, way.question, first, wiki))
    else:
        steps.append(_found(task, way, reach, wiki))
        further = list(way.stages)
    named = [Candidate(Title(0, _UNKNOWN), _number(task, way))]
    steps += [_further(stage, named, wiki) for stage in further]
    if any(one.page for one in task.publish):
        steps.append(_published(wiki))
    return steps


def _once(judge: Judge, wiki: Rehearsed) -> Iterator[_Step]:
    known = [one for one in _sorted(judge.facets("task")) if isinstance(one, Known)]
    for facet in known:
        asked = _taken(wiki, wiki.enumerate(facet.query))
        yield _Step("once", "asked once for the whole task", asked, frozenset({facet}))


def _since(task: Task, wiki: Rehearsed) -> _Step:
    """The changes; of `last_run` only the ledger knows when that was."""
    last = task.since == LAST_RUN
    since = _NO_TIME if last else read_moment(task.since, datetime.now(UTC))
    asked = _taken(wiki, wiki.enumerate(ChangedSince(since=since)))
    if last:
        asked = [
            replace(
                one,
                parameters={
                    name: value.replace(_STAMP, _UNKNOWN) for name, value in one.parameters.items()
                },
            )
            for one in asked
        ]
    notes = [f"since: {task.since}; pages that did not change since then are left out"]
    return _Step("since", "what changed", asked, notes=notes)


def _found_and_read(task: Task, asked: Question, stage: Stage, wiki: Rehearsed) -> _Step:
    requests = _taken(wiki, wiki.fetch(_harmless(asked.query), stage.facets))
    by_one = any("generator" in one.parameters or one.words for one in requests)
    how = "and the same request reads them" if by_one else "and they are read"
    return _Step(
        "find_and_read",
        f"`{task.source.yaml_name}` finds pages, {how}",
        requests,
        stage.facets,
        stage.filters,
        asked.pushed,
        _confirming(asked.query),
    )


def _found(task: Task, way: Route, reach: Reach, wiki: Rehearsed) -> _Step:
    """The step that finds pages, which early filters then judge by what it told."""
    source, notes = task.source, list[str]()
    about = f"`{source.yaml_name}` finds pages"
    if way.question:
        asked = _taken(wiki, wiki.enumerate(_harmless(way.question.query)))
        notes += _confirming(way.question.query)
        return _Step("find", about, asked, frozenset(), way.early, way.question.pushed, notes)
    every: list[Asked] = []
    for part in source.parts():
        if isinstance(part, QuerySource):
            query = part.query(reach)
            every += _taken(wiki, wiki.enumerate(_harmless(query)))
            notes += _confirming(query)
            if part.limit is not None:
                notes.append(f"`{part.yaml_name}` ends after {part.limit:,} pages")
        elif not any(True for _ in part.nested()):
            notes.append(f"what `{part.yaml_name}` asks, and where, shows when it runs")
    return _Step("find", about, every, frozenset(), way.early, (), notes)


def _further(stage: Stage, named: list[Candidate], wiki: Rehearsed) -> _Step:
    if stage.reads:
        asked = _taken(wiki, wiki.fetch([named], stage.facets))
        return _Step("read", "pages that are left are read", asked, stage.facets, stage.filters)
    pages = [Page.unread(one, wiki.site) for one in named]
    asked = _taken(wiki, wiki.further([pages], stage.facets))
    each = any(wiki.effort(one) == "each" for one in stage.facets)
    notes = ["asked for one page at a time, as the wiki knows no other way"] if each else []
    return _Step(
        "ask",
        "asked about pages that are left",
        [replace(one, pages=1) for one in asked] if each else asked,
        stage.facets,
        stage.filters,
        notes=notes,
    )


def _published(wiki: Rehearsed) -> _Step:
    pages = [Candidate(Title(0, _UNKNOWN))]
    asked = _taken(wiki, wiki.fetch([pages], frozenset({INFO, TEXT})))
    return _Step("publish", "the pages of reports are read, all at once", asked)


def _harmless(query: Query) -> Query:
    """The question without what it would ask a replica."""
    if isinstance(query, Confirmed):
        return replace(query, found=lambda: iter([[Candidate(Title(0, _UNKNOWN), 1)]]))
    return query


def _confirming(query: Query) -> list[str]:
    if not isinstance(query, Confirmed):
        return []
    return ["a copy of the wiki's database names the pages; the wiki confirms each"]


def _number(task: Task, way: Route) -> int | None:
    """A page's number where the source tells it; by a title that nobody looked up it does not."""
    query = way.question.query if way.question else None
    named = isinstance(query, Titles) or (
        query is None and not any(isinstance(one, QuerySource) for one in task.source.parts())
    )
    return None if named else 1


def _taken(wiki: Rehearsed, asking: Iterable[object]) -> list[Asked]:
    """What is asked; no more than the names of things where these are the wiki's own affair."""
    with suppress(UsageError):
        for _ in asking:
            pass
    return wiki.taken()


def _request(bots: Asked, others: Asked) -> Told:
    return {
        "parameters": dict(bots.parameters),
        "words": bots.words,
        "pages": {"bots": bots.pages, "others": others.pages},
        "values": {"bots": bots.values, "others": others.values},
    }


def _sorted(facets: Facets) -> list[AnyFacet]:
    return sorted(facets, key=lambda one: (type(one).__name__, repr(one)))


def _name(facet: AnyFacet) -> str:
    """`Incoming` as `incoming`, `Known(RedirectsTo)` as `redirects to`."""
    kind = type(facet.query if isinstance(facet, Known) else facet).__name__
    return _CAPITAL.sub(" ", kind).lower()


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

"""A task rehearsed: the planner's own stages over a wiki that sends nothing. Gives data.

What only the real wiki knows is left open as `…`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from bot.errors import UsageError
from bot.moments import read_moment
from bot.outside import Outside
from bot.page import INFO, TEXT, AnyFacet, Candidate, Facets, Page
from bot.planner.judge import Judge
from bot.planner.pushing import Asking, Question, knowing
from bot.planner.shared import with_known
from bot.planner.stages import Stage
from bot.planner.streaming import Route, route
from bot.plugin import Filter, QuerySource, Reach
from bot.task import LAST_RUN, Task
from bot.titles import Title
from bot.wiki import (
    Backlinks,
    CategoryMembers,
    Confirmed,
    Known,
    Query,
    RedirectsTo,
    Titles,
)
from bot.wiki.asked import Asked, Rehearsed
from bot.wiki.changed import ChangedSince

_UNKNOWN: Final = "…"
_NO_TIME: Final = datetime(1999, 12, 31, tzinfo=UTC)
_STAMP: Final = f"{_NO_TIME:%Y-%m-%dT%H:%M:%SZ}"
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: what it is for, its requests, who asks, and which filters judge then."""

    stage: str
    about: str
    asked: Sequence[Asked] = ()
    facets: Facets = frozenset()
    filters: Sequence[Filter] = ()
    pushed: Sequence[Filter] = ()
    notes: Sequence[str] = ()


def steps(task: Task, wiki: Rehearsed) -> list[Step]:
    """The stages as the planner makes them, with what the wiki would be asked in each."""
    reach = Reach(wiki, Outside())
    judge = Judge(task, wiki.site)
    judge.check_offers(wiki)
    way = route(judge, reach, since=bool(task.since))
    redirect = (Candidate(Title(0, _UNKNOWN), 2, redirect=True),)
    known = dict.fromkeys(judge.facets("task"), redirect)
    way = replace(way, source=knowing(way.source, known, reach))
    if way.question:
        query = with_known(way.question.query, known)
        way = replace(way, question=replace(way.question, query=query))
    steps = [*_once(judge, wiki)]
    if task.since:
        steps.append(_since(task, wiki))
    first, *further = way.stages
    if way.question and way.at_once:
        steps.append(_found_and_read(_name(task, way), way.question, first, wiki))
    else:
        steps.append(_found(task, way, reach, wiki))
        further = list(way.stages)
    named = [Candidate(Title(0, _UNKNOWN), _number(task, way))]
    steps += [_further(stage, named, wiki) for stage in further]
    if any(one.page for one in task.publish):
        steps.append(_published(wiki))
    return steps


def _once(judge: Judge, wiki: Rehearsed) -> Iterator[Step]:
    known = [one for one in in_order(judge.facets("task")) if isinstance(one, Known)]
    filling = judge.task.filling
    of_rows = [one.needs(wiki.site) for one in filling.stand_ins] if filling else []
    for facet in known:
        asked = _taken(wiki, wiki.enumerate(facet.query))
        by_row = any(facet in needs for needs in of_rows)
        about = f"asked once for {'each value of a row' if by_row else 'the whole task'}"
        yield Step("once", about, asked, frozenset({facet}), notes=_notes(facet.query))


def _since(task: Task, wiki: Rehearsed) -> Step:
    """The changes; of `last_run` only the ledger knows when that was."""
    last = task.since == LAST_RUN
    since = _NO_TIME if last else read_moment(task.since, datetime.now(UTC))
    asked = _taken(wiki, wiki.enumerate(ChangedSince(since=since)))
    asked = [replace(one, pages=None) if one.pages == 1 else one for one in asked]
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
    return Step("since", "what changed", asked, notes=notes)


def _found_and_read(name: str, asked: Question, stage: Stage, wiki: Rehearsed) -> Step:
    requests = _taken(wiki, wiki.fetch(_harmless(asked.query), stage.facets))
    by_one = any("generator" in one.parameters or one.words for one in requests)
    how = "and the same request reads them" if by_one else "and they are read"
    return Step(
        "find_and_read",
        f"`{name}` finds pages, {how}",
        requests,
        stage.facets,
        stage.filters,
        asked.pushed,
        _notes(asked.query),
    )


def _found(task: Task, way: Route, reach: Reach, wiki: Rehearsed) -> Step:
    """The step that finds pages, which early filters then judge by what it told."""
    notes, every = list[str](), list[Asked]()
    for part in way.source.parts():
        if isinstance(part, QuerySource):
            query = part.query(reach) if way.question is None else way.question.query
            every += _taken(wiki, wiki.enumerate(_harmless(query)))
            notes += _notes(query)
            if part.limit is not None:
                notes.append(f"`{part.yaml_name}` ends after {part.limit:,} pages")
            if isinstance(part, Asking) and part.by and way.question is None:
                filters = ", ".join(f"`{one}`" for one in part.by)
                notes.append(f"`{part.of}` leaves out what {filters} would drop")
        elif not any(True for _ in part.nested()):
            notes.append(f"what `{part.yaml_name}` asks, and where, shows when it runs")
    about = f"`{_name(task, way)}` finds pages"
    return Step("find", about, every, frozenset(), way.early, way.pushed, notes)


def _name(task: Task, way: Route) -> str:
    """What the source is called that asks: of a list of one, the one."""
    if way.question is None:
        return task.source.yaml_name
    return way.source.of if isinstance(way.source, Asking) else way.source.yaml_name


def _further(stage: Stage, named: list[Candidate], wiki: Rehearsed) -> Step:
    if stage.reads:
        asked = _taken(wiki, wiki.fetch([named], stage.facets))
        return Step("read", "pages that are left are read", asked, stage.facets, stage.filters)
    pages = [replace(Page.unread(one, wiki.site), revid=1) for one in named]
    each = frozenset(one for one in stage.facets if wiki.effort(one) == "each")
    asked = _taken(wiki, wiki.further([pages], stage.facets - each)) if stage.facets - each else []
    if each:
        asked += [replace(one, pages=1) for one in _taken(wiki, wiki.further([pages], each))]
    notes = [
        f"{facet_name(one)}: one page at a time, as the API knows no other way" for one in each
    ]
    about = "asked about pages that are left"
    return Step("ask", about, asked, stage.facets, stage.filters, notes=sorted(notes))


def _published(wiki: Rehearsed) -> Step:
    pages = [Candidate(Title(0, _UNKNOWN))]
    asked = _taken(wiki, wiki.fetch([pages], frozenset({INFO, TEXT})))
    return Step("publish", "the pages of reports are read, all at once", asked)


def _harmless(query: Query) -> Query:
    """The question without what it would ask a replica."""
    if isinstance(query, Confirmed):
        return replace(query, found=lambda: iter([[Candidate(Title(0, _UNKNOWN), 1)]]))
    return query


def _notes(query: Query) -> list[str]:
    """What the parameters do not show of how a question is asked."""
    if isinstance(query, Confirmed):
        return ["a copy of the wiki's database names the pages; the wiki confirms each"]
    if isinstance(query, CategoryMembers) and query.depth != 0:
        return ["asked anew for each category of the tree"]
    if isinstance(query, RedirectsTo) and query.double:
        return ["asked anew for the redirects that are found, and for those to these"]
    if isinstance(query, Backlinks) and query.through_redirects and query.known is None:
        return ["asked anew for the redirects that are found, and for those to these"]
    return []


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


def in_order(facets: Facets) -> list[AnyFacet]:
    """The facets as they are told, always in the same order."""
    return sorted(facets, key=lambda one: (type(one).__name__, repr(one)))


def facet_name(facet: AnyFacet) -> str:
    """`Incoming` as `incoming`, `Known(RedirectsTo)` as `redirects to`."""
    kind = type(facet.query if isinstance(facet, Known) else facet).__name__
    return _CAPITAL.sub(" ", kind).lower()

"""What a source's questions leave out themselves, so that filters need not drop it. Asks nothing.

A source with a `limit` counts what it finds itself, so its question stays as it is. Of sources
made of sources each says which of these may leave out what (`Source.narrowed`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import InstanceOf

from bot.page import FacetValues
from bot.planner.shared import with_known
from bot.plugin import Filter, NarrowedSource, QuerySource, Reach, Source
from bot.wiki import Query


@dataclass(frozen=True, slots=True)
class Question:
    """A source's one question to the wiki, as narrow as the filters allow.

    `pushed` are the filters because of which it is narrower than the source's own, `answered`
    those that drop nothing of what it finds.
    """

    query: Query
    pushed: tuple[Filter, ...] = ()
    answered: tuple[Filter, ...] = ()


class Asking(QuerySource):
    """A source with another question than its own: `of` is its name, `by` those of the filters."""

    asked: InstanceOf[Query]
    of: str
    by: tuple[str, ...] = ()

    def query(self, reach: Reach) -> Query:  # noqa: ARG002 - it is made already
        """The question."""
        return self.asked


def narrowed(source: Source, filters: Iterable[Filter], reach: Reach) -> NarrowedSource:
    """The source, or as much of what it is made of as can be, asking for less.

    Raises what `QuerySource.query` raises.
    """
    wanted = tuple(filters)
    found = _over(source, lambda one: _narrowed(one, wanted, reach))
    pushed = tuple(one for one in wanted if one in found.pushed)
    return NarrowedSource(found.source, pushed, found.answered)


def question(found: NarrowedSource, reach: Reach) -> Question | None:
    """The question, or None for a source that is not just one without a limit."""
    if not isinstance(found.source, QuerySource) or not _only_asks(found.source):
        return None
    return Question(found.source.query(reach), found.pushed, found.answered)


def knowing(source: Source, shared: FacetValues, reach: Reach) -> Source:
    """The source with what the task asked for already, in those of its questions that ask it."""

    def known(one: QuerySource) -> NarrowedSource:
        own = one.query(reach)
        query = with_known(own, shared)
        return NarrowedSource(one if query is own else _asking(one, query))

    return _over(source, known).source


def _over(source: Source, change: Callable[[QuerySource], NarrowedSource]) -> NarrowedSource:
    """The source, changed where it is a question, and where those are that it is made of."""
    if source.limit is not None:
        return NarrowedSource(source)
    if isinstance(source, QuerySource):
        return change(source) if _only_asks(source) else NarrowedSource(source)
    return source.narrowed(lambda one: _over(one, change)) or NarrowedSource(source)


def _narrowed(source: QuerySource, filters: tuple[Filter, ...], reach: Reach) -> NarrowedSource:
    query, pushed, answered = source.query(reach), list[Filter](), list[Filter]()
    for one in filters:
        found = one.narrowed(query, reach.wiki.site)
        if found is None:
            continue
        if found.query != query:
            pushed.append(one)
        if found.whole:
            answered.append(one)
        query = found.query
    narrower = _asking(source, query, (*(one.yaml_name for one in pushed),)) if pushed else source
    return NarrowedSource(narrower, tuple(pushed), tuple(answered))


def _asking(source: QuerySource, query: Query, by: tuple[str, ...] = ()) -> Asking:
    if isinstance(source, Asking):
        return source.model_copy(update={"asked": query})
    return Asking(asked=query, of=source.yaml_name, by=by)


def _only_asks(source: QuerySource) -> bool:
    """Whether it is nothing but its question."""
    return source.limit is None and type(source).find is QuerySource.find

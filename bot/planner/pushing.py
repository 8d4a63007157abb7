"""What a source's question can leave out itself, so that filters need not drop it. Asks nothing.

A source with a `limit` counts what it finds itself, so its question stays as it is; and of
sources made of sources each has its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.plugin import Filter, QuerySource, Reach, Source
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


def question(source: Source, filters: Iterable[Filter], reach: Reach) -> Question | None:
    """The question, or None for a source that is not just one without a limit.

    Raises what `QuerySource.query` raises.
    """
    if not isinstance(source, QuerySource) or source.limit is not None:
        return None
    if type(source).find is not QuerySource.find:  # it does more than to ask
        return None
    query, pushed, answered = source.query(reach), list[Filter](), list[Filter]()
    for one in filters:
        narrowed = one.narrowed(query, reach.wiki.site)
        if narrowed is None:
            continue
        if narrowed.query != query:
            pushed.append(one)
        if narrowed.whole:
            answered.append(one)
        query = narrowed.query
    return Question(query, tuple(pushed), tuple(answered))

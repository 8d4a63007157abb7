"""Follows a query to its end: continuation, whole batches, batches that are too big.

API:Continue: the original parameters are sent again with exactly the keys of the last
`continue`. Decides nothing about what is asked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, TypeVar

from bot.errors import ApiError, Unreachable
from bot.mediawiki.answers import Entry
from bot.mediawiki.codes import Anew, Shrink, meaning
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters

T = TypeVar("T")
R = TypeVar("R")
_BESIDE: Final = ("watchlistraw",)  # modules whose result is not in `query` (ApiQueryWatchlistRaw)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: its `query`, whether the batch is complete with it, the wiki's own clock.

    `anew` tells that the enumeration began again, because the wiki lost its thread: what came
    before comes once more, and parts of a batch that is not complete are void.
    """

    query: Entry
    complete: bool
    read_at: datetime
    anew: bool = False


@dataclass(slots=True)
class Batch:
    """The complete pages of one batch, in the wiki's order, and when its first answer came.

    `names` leads from the title that was asked for to the one that the wiki made of it;
    `userinfo` is what the wiki said of us, where that was asked for, too.
    """

    pages: list[Entry]
    read_at: datetime
    names: dict[str, str] = field(default_factory=dict)
    userinfo: Entry = field(default_factory=dict)


def replies(session: Session, parameters: Parameters) -> Iterator[Reply]:
    """Every answer to a query, to the end; a broken continuation begins anew, once."""
    more: dict[str, str] = {}
    anew = begun_anew = False
    while True:
        try:
            answer = session.ask({**parameters, **more})
        except ApiError as error:
            if begun_anew or not more or not isinstance(meaning(error), Anew):
                raise
            begun_anew = anew = True
            more = {}
            continue
        following = answer.get("continue")
        query = answer.get("query", {})
        if not isinstance(query, dict):
            raise Unreachable(f"{session.wiki}: answers, but not as MediaWiki does")
        query |= {name: answer[name] for name in _BESIDE if name in answer}
        yield Reply(
            query,
            following is None or bool(answer.get("batchcomplete")),
            read_timestamp(answer["curtimestamp"]),
            anew,
        )
        if following is None:
            return
        if following == more:
            raise Unreachable(f"{session.wiki}: gives the same part of an answer again and again")
        more, anew = {key: str(value) for key, value in following.items()}, False


def batches(session: Session, parameters: Parameters) -> Iterator[Batch]:
    """Every batch of pages of a query with `prop`, each page whole.

    While `batchcomplete` is missing, pages come in parts: a property now, another in a later
    answer, a list in pieces.
    """
    batch: Batch | None = None
    merged: dict[object, Entry] = {}
    for reply in replies(session, parameters):
        pages = reply.query.get("pages", [])
        if batch is None or reply.anew:
            batch, merged = Batch(pages, reply.read_at), {}
            if not reply.complete:
                merged = {_key(page): page for page in pages}
        else:
            for page in pages:
                _merge(merged.setdefault(_key(page), {}), page)
            batch.pages = list(merged.values())
        for change in reply.query.get("normalized", ()):
            batch.names[change["from"]] = change["to"]
        batch.userinfo |= reply.query.get("userinfo", {})
        if reply.complete:
            yield batch
            batch = None


def in_parts(
    session: Session, values: Sequence[T], ask: Callable[[Sequence[T]], Iterator[R]]
) -> Iterator[R]:
    """What `ask` gives for the values, in parts that are as big as the account's limit.

    A limit that turns out to be smaller than the wiki said at first is kept from then on.
    """
    start = 0
    while start < len(values):
        part = values[start : start + session.titles_at_once]
        try:
            yield from ask(part)
        except ApiError as error:
            if not shrunk(session, error):
                raise
        else:
            start += len(part)


def shrunk(session: Session, error: ApiError) -> bool:
    """Whether the wiki takes fewer values at once than we thought; how many is kept from then on.

    So it is where an account loses its high limits while it works.
    """
    limit = error.details.get("limit", 0)
    if not isinstance(meaning(error), Shrink) or not 0 < limit < session.titles_at_once:
        return False
    session.titles_at_once = limit
    return True


def read_timestamp(text: str) -> datetime:
    """`2024-01-31T23:59:59Z`, the wiki's form of ISO 8601, always UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _key(page: Entry) -> object:
    return page.get("pageid") or page.get("title")


def _merge(whole: Entry, part: Entry) -> None:
    for name, value in part.items():
        known = whole.get(name)
        if known is None:
            whole[name] = value
        elif isinstance(known, list) and not (known and name == "revisions"):
            known.extend(value)  # `revisions` is an empty list where its text did not fit

"""A plan: its header, its items, where every other page went; and what became of an item later.

Data only. Nothing here reaches a wiki, a file or a database.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from bot.titles import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a plan. `cause` is the page that led to it; `comes_after` holds item numbers."""

    kind: ClassVar[str]

    title: Title
    pageid: int | None = None
    cause: Title | None = None
    comes_after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Item):
    """A new text for a page that exists.

    `baserevid` is the revision that `before` is; `read_at` is the wiki's clock when it was
    read, sent as `starttimestamp` so that a deletion since then is noticed. `row` are the columns
    of the page's row that made the task's options, None where these name none.
    """

    kind: ClassVar[str] = "edit"

    baserevid: int
    read_at: datetime | None
    before: str
    after: str
    summary: str
    minor: bool = False
    bot: bool = True
    row: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Item):
    """One line of a report: named columns, in order, all as text."""

    kind: ClassVar[str] = "row"

    report: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Item):
    """A report's new text for its page; `baserevid` is None where the page is to be created.

    Never planned anew: where somebody wrote on the page since, the report is left unpublished.
    """

    kind: ClassVar[str] = "publish"

    baserevid: int | None
    read_at: datetime | None
    before: str
    after: str
    summary: str
    minor: bool = False
    bot: bool = True


Written = Edit | Publish  # what a wiki is given to write
ITEM_KINDS: Mapping[str, type[Item]] = {kind.kind: kind for kind in (Edit, Publish, Row)}
Decision = Literal["pending", "approved", "rejected"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item as it stands in a plan: `number` counts from 1."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Skip:
    """A page that led to no item: a stable reason code, and words where the code is not enough."""

    title: Title
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person should know before a plan is applied: a stable code, and words about a page."""

    title: Title
    code: str
    detail: str


EXAMPLES_KEPT = 5
NOTICES_KEPT = 20


@dataclass(slots=True)
class Funnel:
    """Where the pages of a plan went: `seen == planned + sum(skipped.values())`, always.

    `examples` keeps the first few titles for each reason; `faults` every page that was left out
    because something was wrong with it, with the words that say what. `noticed` counts what else
    is worth knowing, by code; `notices` keeps the first of each. `pushed_down` names filters that
    the wiki itself applied, at least in part: pages that it never listed because of them are not
    among those seen.
    """

    seen: int = 0
    planned: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Skip] = field(default_factory=list)
    noticed: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)
    pushed_down: list[str] = field(default_factory=list)

    def skip(self, skip: Skip) -> None:
        """Count a page that led to nothing."""
        self.seen += 1
        self.skipped[skip.reason] += 1
        kept = self.examples.setdefault(skip.reason, [])
        if len(kept) < EXAMPLES_KEPT:
            kept.append(skip.title.text)
        if skip.detail:
            self.faults.append(skip)

    def plan(self, items: Iterable[Item]) -> None:
        """Count a page that led to these items."""
        self.seen += 1
        self.planned += 1
        self.items.update(item.kind for item in items)

    def notice(self, notice: Notice) -> None:
        """Note something about a page that changes nothing of where it went."""
        self.noticed[notice.code] += 1
        if self.noticed[notice.code] <= NOTICES_KEPT:
            self.notices.append(notice)


PlanState = Literal["planning", "ready", "broken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The header of a plan; its items are read from the ledger as a stream.

    `state` is `planning` while items still come, and stays so where the process was killed;
    `broken` where planning was ended midway (an error, ^C). Such plans can be shown but not
    applied. `requests` and `seconds` are what planning took. `wiki` is the name in the config,
    `site` is `Site.identity`, by which a plan knows its wiki in whatever config. `undoes` is the
    run that the plan takes back, if it is such a plan.
    """

    id: str
    task: str
    task_text: str
    wiki: str
    account: str
    started: datetime
    site: str = ""
    undoes: str = ""
    state: PlanState = "planning"
    finished: datetime | None = None
    funnel: Funnel = field(default_factory=Funnel)
    requests: int = 0
    seconds: float = 0.0
    versions: Mapping[str, str] = field(default_factory=dict)


OutcomeCode = Literal[
    "saved",
    "no_change",
    "conflict",
    "missing",
    "exists",
    "protected",
    "refused",
    "too_big",
    "reverted",
    "failed",
]
GOOD: frozenset[OutcomeCode] = frozenset({"saved", "no_change"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one item: `saved` with its new revision, or why not, in the wiki's words.

    `merged` tells that the wiki merged the edit with another one that came between. `reverted`
    is an edit of ours that somebody took back before, and so was not made again.
    """

    code: OutcomeCode
    revid: int | None = None
    timestamp: datetime | None = None
    merged: bool = False
    detail: str = ""

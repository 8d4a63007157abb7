"""What flows through a task: candidates, the pages fetched for them, and the facets of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Literal, Self, TypeVar

from bot.site import Site
from bot.titles import Title

WIKITEXT = "wikitext"
Scope = Literal["page", "task", "edit"]


@dataclass(frozen=True, slots=True)
class Via:
    """One way by which a page was found other than directly: a redirect, a category, a source."""

    kind: str
    title: Title


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that a source found: no text yet, and perhaps no such page.

    `pageid` and `redirect` are None where the source could not tell; `direct` is false when
    only `via` leads here; `row` holds the columns of a source that has some.
    """

    title: Title
    pageid: int | None = None
    redirect: bool | None = None
    direct: bool = True
    via: tuple[Via, ...] = ()
    row: Mapping[str, str] | None = None


T = TypeVar("T")


class Facet(Generic[T]):
    """Something that costs a request, as a value with parameters; `T` is what it gives.

    Concrete facets are frozen dataclasses, so equal questions are asked once. `scope` says who
    asks: each page, the task as a whole (once), or each computed edit.
    """

    scope: ClassVar[Scope] = "page"


@dataclass(frozen=True, slots=True)
class Info(Facet[None]):
    """That the page exists, and its redirect flag, length, revision and content model."""


@dataclass(frozen=True, slots=True)
class Text(Facet[str]):
    """The wikitext of the newest revision; brings `Info` along."""


INFO, TEXT = Info(), Text()
AnyFacet = Facet[Any]
Facets = frozenset[AnyFacet]
FacetValues = Mapping[AnyFacet, Any]
NOTHING: Facets = frozenset()


class NotFetched(Exception):
    """A plugin used what it did not ask for: a fault of the plugin, never of its user.

    Only where the facts of a page are given by hand, in a task's tests, one may be missing.
    """

    def __init__(self, facet: AnyFacet, title: Title) -> None:
        self.facet = facet
        super().__init__(f"{facet!r} of {title} was not fetched; name it in `reads`")


@dataclass(frozen=True, slots=True)
class Page:
    """A candidate's newest revision at the time it was read, frozen.

    `length` is in bytes; `read_at` is the wiki's own clock. Without the facet `Info` all but
    the title is unknown: `exists` is then taken for true, and `redirect` is what the source said.
    `timestamp` comes with the text, and with what else a wiki tells of the revision itself; whoever
    wants it for sure asks for `Edited`.
    """

    candidate: Candidate
    site: Site
    exists: bool = True
    pageid: int | None = None
    redirect: bool | None = None
    revid: int = 0
    timestamp: datetime | None = None
    length: int = 0
    model: str = WIKITEXT
    read_at: datetime | None = None
    facets: FacetValues = field(default_factory=dict, repr=False)
    shared: FacetValues = field(default_factory=dict, repr=False)

    @classmethod
    def unread(cls, candidate: Candidate, site: Site) -> Self:
        """The page as far as its source told, before anything is fetched."""
        return cls(candidate, site, pageid=candidate.pageid, redirect=candidate.redirect)

    @property
    def title(self) -> Title:
        """The page's title."""
        return self.candidate.title

    @property
    def text(self) -> str:
        """The wikitext; whoever reads it has `TEXT` among its needs."""
        return self[TEXT]

    def __getitem__(self, facet: Facet[T]) -> T:
        """The value of a facet that the asking plugin named in `needs`."""
        for facets in (self.facets, self.shared):
            if facet in facets:
                value: T = facets[facet]
                return value
        raise NotFetched(facet, self.title)

    def with_text(self, text: str) -> "Page":
        """The same page as an action left it: `text` and `length` are the new ones."""
        return replace(self, facets={**self.facets, TEXT: text}, length=len(text.encode()))

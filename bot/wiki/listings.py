"""Questions for lists of pages: named ones, all, those of a category, and any list by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.titles import Title
from bot.wiki.query import Namespaces, Order, Query, Redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles(Query):
    """These pages, in this order, whether they exist or not; the rows go with them where given."""

    titles: tuple[Title, ...]
    rows: tuple[Mapping[str, str], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPages(Query):
    """Pages of one namespace in the order of their titles. API:Allpages.

    `start` and `end` are names without prefix, both included.
    """

    namespace: int = 0
    start: str = ""
    end: str = ""
    prefix: str = ""
    redirects: Redirects = "include"
    order: Order = "ascending"


MemberType = Literal["page", "subcat", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMembers(Query):
    """Members of a category, and of its subcategories down to `depth`. API:Categorymembers.

    Each page once; `via` names every category of the tree through which it was found, `direct`
    whether it is in the category itself. `depth` None is without end, with a loop guard.
    """

    category: Title
    depth: int | None = 0
    types: tuple[MemberType, ...] = ("page", "subcat", "file")
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawList(Query):
    """Any `list=` module by its own name and parameters; only a real wiki answers it.

    `result` is the key of the answer whose entries have `pageid`, `ns` and `title`; empty, it is
    the module's name.
    """

    module: str
    parameters: tuple[tuple[str, str], ...] = ()
    result: str = ""

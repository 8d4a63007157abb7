"""Questions for lists of pages: named ones, all, those of a category, and any list by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from bot.page import Facets
from bot.titles import Title
from bot.wiki.facets import REDIRECT_FLAG
from bot.wiki.query import Namespaces, Order, Query, Redirects

LanguageLinks = Literal["with", "without"]
MemberSort = Literal["sortkey", "timestamp"]
SearchedIn = Literal["text", "title", "nearmatch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles(Query):
    """These pages, in this order, whether they exist or not; the rows go with them where given."""

    titles: tuple[Title, ...]
    rows: tuple[Mapping[str, str], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIds(Query):
    """The pages with these numbers, each once, in this order.

    A number that no page has gives a candidate with the title `Special:Redirect/page/NUMBER`
    (MediaWiki's own address for a page by its number), and a fetched page that does not exist.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllPages(Query):
    """Pages of one namespace in the order of their titles. API:Allpages.

    `start` and `end` are names without prefix, both included. `smallest` and `largest` are the
    bounds of the text's length in bytes, both included. `protected` names kinds of protection
    (edit, move, upload), any of which the page has, `levels` the groups that may act then.
    """

    namespace: int = 0
    start: str = ""
    end: str = ""
    prefix: str = ""
    redirects: Redirects = "include"
    order: Order = "ascending"
    smallest: int | None = None
    largest: int | None = None
    protected: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    language_links: LanguageLinks | None = None


MemberType = Literal["page", "subcat", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMembers(Query):
    """Members of a category, and of its subcategories down to `depth`. API:Categorymembers.

    Each page once; `via` names every category of the tree through which it was found, `direct`
    whether it is in the category itself. `depth` None is without end, with a loop guard.

    What is about order is for depth 0 alone: `sort` by the category's own sort keys (in the order
    of `types`, the API's) or by when the page was put into it, `order`, `start` as the beginning
    of a sort key and `since` as the moment from which on pages were put into it. `sort` None is
    by sort key where that costs nothing.
    """

    category: Title
    depth: int | None = 0
    types: tuple[MemberType, ...] = ("page", "subcat", "file")
    namespaces: Namespaces = None
    sort: MemberSort | None = None
    order: Order = "ascending"
    start: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixSearch(Query):
    """What the wiki's search box would offer for this beginning of a title. API:Prefixsearch.

    Best matches first; spelling mistakes, redirects and case are the wiki's affair.
    """

    text: str
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Query):
    """Pages that the wiki's search finds, best first, with its own syntax. API:Search.

    `sort` is one of those that the wiki's search engine has; empty, by relevance.
    """

    text: str
    what: SearchedIn = "text"
    sort: str = ""
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomPages(Query):
    """So many pages drawn by lot, each once, fewer where there are no more. API:Random.

    The same `seed` draws the same pages again; only an offline wiki has one.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    count: int
    namespaces: Namespaces = None
    redirects: Redirects = "exclude"
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithProperty(Query):
    """Pages that have a page property (`noindex`, `defaultsort`), by page id. API:Pageswithprop."""

    name: str
    order: Order = "ascending"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintErrors(Query):
    """Pages with errors that Extension:Linter found; none named means any. API:Linterrors.

    `categories` are the extension's names of errors, or high, medium, low for all of a priority.
    """

    categories: tuple[str, ...] = ()
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialPage(Query):
    """What a special page with a list lists, by its name, in its order. API:Querypage.

    The value that the special page shows is in the row, as `value`.
    """

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawList(Query):
    """Any `list=` module by its own name and parameters; only a real wiki answers it.

    `result` is the key of the answer whose entries have `pageid`, `ns` and `title`; empty, it is
    the module's name.
    """

    module: str
    parameters: tuple[tuple[str, str], ...] = ()
    result: str = ""

"""The waist: what the project asks of a wiki, as frozen questions, and the Protocol that answers.

Both tenants, `mediawiki` and `offline`, answer the same questions in the same words; a source
is a few lines over a query, a filter over a facet.
"""

from bot.wiki.changes import (
    ChangeType,
    Contributions,
    LogEvents,
    RecentChanges,
    Shown,
    Watchlist,
)
from bot.wiki.facets import (
    REDIRECT_FLAG,
    Categories,
    Known,
    RedirectFlag,
    Revision,
    Sha1,
    Since,
)
from bot.wiki.links import (
    BacklinkLevels,
    Backlinks,
    RedirectsTo,
)
from bot.wiki.listings import (
    AllPages,
    CategoryMembers,
    LanguageLinks,
    LintErrors,
    MemberSort,
    MemberType,
    PageIds,
    PrefixSearch,
    RandomPages,
    RawList,
    Search,
    SearchedIn,
    SpecialPage,
    Titles,
    WithProperty,
)
from bot.wiki.protocol import (
    CandidateBatch,
    PageBatch,
    Standing,
    Wiki,
)
from bot.wiki.query import (
    Namespaces,
    Order,
    Query,
    Redirects,
    RequestSize,
)

__all__ = [
    "REDIRECT_FLAG",
    "AllPages",
    "BacklinkLevels",
    "Backlinks",
    "CandidateBatch",
    "Categories",
    "CategoryMembers",
    "ChangeType",
    "Contributions",
    "Known",
    "LanguageLinks",
    "LintErrors",
    "LogEvents",
    "MemberSort",
    "MemberType",
    "Namespaces",
    "Order",
    "PageBatch",
    "PageIds",
    "PrefixSearch",
    "Query",
    "RandomPages",
    "RawList",
    "RecentChanges",
    "RedirectFlag",
    "Redirects",
    "RedirectsTo",
    "RequestSize",
    "Revision",
    "Search",
    "SearchedIn",
    "Sha1",
    "Shown",
    "Since",
    "SpecialPage",
    "Standing",
    "Titles",
    "Watchlist",
    "Wiki",
    "WithProperty",
]

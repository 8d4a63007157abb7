"""The built-in sources, by their YAML names."""

from collections.abc import Mapping

from bot.plugin import Source
from bot.sources.all_pages import AllPages
from bot.sources.backlinks import Backlinks
from bot.sources.categories_on import CategoriesOn
from bot.sources.category import Category
from bot.sources.contributions import Contributions
from bot.sources.difference import Difference
from bot.sources.disambiguations import Disambiguations
from bot.sources.external_links import ExternalLinks
from bot.sources.file import File
from bot.sources.file_usage import FileUsage
from bot.sources.files_on import FilesOn
from bot.sources.intersection import Intersection
from bot.sources.language_links import LanguageLinks
from bot.sources.links_on import LinksOn
from bot.sources.lint_errors import LintErrors
from bot.sources.log_events import LogEvents
from bot.sources.new_files import NewFiles
from bot.sources.new_pages import NewPages
from bot.sources.orphans import Orphans
from bot.sources.page_ids import PageIds
from bot.sources.page_list import PageList
from bot.sources.prefix import Prefix
from bot.sources.random_ import Random
from bot.sources.recent_changes import RecentChanges
from bot.sources.redirects_to import RedirectsTo
from bot.sources.sample import Sample
from bot.sources.search import Search
from bot.sources.sparql import Sparql
from bot.sources.special import Special
from bot.sources.special_pages import SPECIAL_PAGES
from bot.sources.sql import Sql
from bot.sources.stdin import Stdin
from bot.sources.subcategories import Subcategories
from bot.sources.templates_on import TemplatesOn
from bot.sources.titles import Titles
from bot.sources.transclusions import Transclusions
from bot.sources.union import Union
from bot.sources.url import Url
from bot.sources.watchlist import Watchlist
from bot.sources.with_property import WithProperty

SOURCES: Mapping[str, type[Source]] = {
    "all_pages": AllPages,
    "backlinks": Backlinks,
    "categories_on": CategoriesOn,
    "category": Category,
    "contributions": Contributions,
    "difference": Difference,
    "disambiguations": Disambiguations,
    "external_links": ExternalLinks,
    "file": File,
    "file_usage": FileUsage,
    "files_on": FilesOn,
    "intersection": Intersection,
    "language_links": LanguageLinks,
    "links_on": LinksOn,
    "lint_errors": LintErrors,
    "log_events": LogEvents,
    "new_files": NewFiles,
    "new_pages": NewPages,
    "orphans": Orphans,
    "page_ids": PageIds,
    "page_list": PageList,
    "prefix": Prefix,
    "random": Random,
    "recent_changes": RecentChanges,
    "redirects_to": RedirectsTo,
    "sample": Sample,
    "search": Search,
    "sparql": Sparql,
    "special": Special,
    "sql": Sql,
    "stdin": Stdin,
    "subcategories": Subcategories,
    "templates_on": TemplatesOn,
    "titles": Titles,
    "transclusions": Transclusions,
    "union": Union,
    "url": Url,
    "watchlist": Watchlist,
    "with_property": WithProperty,
    **SPECIAL_PAGES,
}

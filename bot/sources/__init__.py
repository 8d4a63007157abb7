"""The built-in sources, by their YAML names."""

from collections.abc import Mapping

from bot.plugin import Source
from bot.sources.all_pages import AllPages
from bot.sources.backlinks import Backlinks
from bot.sources.categories_on import CategoriesOn
from bot.sources.category import Category
from bot.sources.difference import Difference
from bot.sources.disambiguations import Disambiguations
from bot.sources.external_links import ExternalLinks
from bot.sources.file import File
from bot.sources.file_usage import FileUsage
from bot.sources.files_on import FilesOn
from bot.sources.intersection import Intersection
from bot.sources.language_links import LanguageLinks
from bot.sources.links_on import LinksOn
from bot.sources.redirects_to import RedirectsTo
from bot.sources.sample import Sample
from bot.sources.sparql import Sparql
from bot.sources.sql import Sql
from bot.sources.templates_on import TemplatesOn
from bot.sources.titles import Titles
from bot.sources.transclusions import Transclusions
from bot.sources.union import Union
from bot.sources.url import Url

SOURCES: Mapping[str, type[Source]] = {
    "all_pages": AllPages,
    "backlinks": Backlinks,
    "categories_on": CategoriesOn,
    "category": Category,
    "difference": Difference,
    "disambiguations": Disambiguations,
    "external_links": ExternalLinks,
    "file": File,
    "file_usage": FileUsage,
    "files_on": FilesOn,
    "intersection": Intersection,
    "language_links": LanguageLinks,
    "links_on": LinksOn,
    "redirects_to": RedirectsTo,
    "sample": Sample,
    "sparql": Sparql,
    "sql": Sql,
    "templates_on": TemplatesOn,
    "titles": Titles,
    "transclusions": Transclusions,
    "union": Union,
    "url": Url,
}

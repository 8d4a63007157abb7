"""Questions for what stands on a page: its links, templates, files and categories."""

from dataclasses import dataclass
from typing import Literal

from bot.titles import Title
from bot.wiki.query import Namespaces, Query

LinkColour = Literal["all", "red", "blue"]
Hidden = Literal["include", "exclude", "only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksOn(Query):
    """The pages that these pages link to, each once, `via` the pages with the link. API:Links.

    They need not exist: a red link leads to a page that does not, a blue one to one that does (or
    that the wiki shows nevertheless: a file from a shared repository, a message of the software).
    """

    pages: tuple[Title, ...]
    which: LinkColour = "all"
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesOn(Query):
    """What these pages transclude, themselves or by another template. API:Templates.

    Each once, `via` the pages that have it; missing templates, too.
    """

    pages: tuple[Title, ...]
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesOn(Query):
    """The files that these pages show, each once, `via` the pages that do. API:Images."""

    pages: tuple[Title, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoriesOn(Query):
    """The categories that these pages are in, each once, `via` the pages. API:Categories."""

    pages: tuple[Title, ...]
    hidden: Hidden = "include"

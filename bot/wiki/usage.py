"""Questions for the pages that use something: a template, a file, an address, a language link."""

from dataclasses import dataclass
from typing import ClassVar

from bot.page import Facets
from bot.titles import Title
from bot.wiki.facets import REDIRECT_FLAG
from bot.wiki.query import Namespaces, Query, Redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Transclusions(Query):
    """Pages that transclude one of these pages. API:Embeddedin, API:Transcludedin.

    The wiki counts a page that uses a redirect to a template among the users of the template,
    too. With `through_redirects` it is asked for the redirects (and the redirects to those), and
    each page has in `via` those that it uses; `direct` then says that it uses none. Without, the
    same pages come in one list that does not tell. `redirects` is about the using page.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    of: tuple[Title, ...]
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    through_redirects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenTransclusions(Query):
    """The pages of `Transclusions` in whose own text the transclusion stands.

    `direct` says that one of the pages themselves is named there, `via` which redirects to them
    are; with `through_redirects` false a page that has only these is not among them.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    of: tuple[Title, ...]
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    through_redirects: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUsage(Query):
    """Pages of this wiki that show one of these files. API:Imageusage, API:Fileusage.

    The redirects to a file are as those to a template in `Transclusions`.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    of: tuple[Title, ...]
    namespaces: Namespaces = None
    redirects: Redirects = "include"
    through_redirects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalFileUsage(Query):
    """Pages of this wiki that the table of all wikis names for these files. API:Globalusage.

    Wikis with the extension GlobalUsage answer; pages of other wikis are left out.
    """

    of: tuple[Title, ...]
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLinksTo(Query):
    """Pages with a link to an address that fits the pattern, each once. API:Exturlusage.

    The pattern is as Special:LinkSearch takes it, without protocol: `example.org`,
    `*.example.org`, `example.org/wiki/*`. No protocol named is http and https.
    """

    pattern: str
    protocols: tuple[str, ...] = ()
    namespaces: Namespaces = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLinksTo(Query):
    """Pages of this wiki with a language link to that language. API:Langbacklinks.

    `title` is that of the page in the other language; empty, any page there.
    """

    tells: ClassVar[Facets] = frozenset({REDIRECT_FLAG})
    language: str
    title: str = ""
    namespaces: Namespaces = None
    redirects: Redirects = "include"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disambiguations(Query):
    """Disambiguation pages: those with the property of the extension Disambiguator.

    On a wiki without it, pages with one of the templates that MediaWiki:Disambiguationspage links
    to; where that names none, asking raises NotOffered.
    """

    namespaces: Namespaces = None

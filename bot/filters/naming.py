"""How filters read the names of pages in their options: those of a namespace, and what leads there.

The answers of a wiki to what a task asks once are kept as sets, since every page looks into them.
"""

from collections.abc import Sequence

from bot.page import Candidate, Facets, Page
from bot.site import Site
from bot.titles import Title
from bot.wiki import Known, RedirectsTo

_SETS_KEPT = 16
_SETS: list[tuple[Sequence[Candidate], frozenset[Title]]] = []


def user_name(name: str, site: Site) -> str:
    """A user's name as the wiki writes it; raises InvalidTitle."""
    return site.title(f"{site.namespaces[2].name}:{name}").name


def redirects_to(titles: Sequence[Title]) -> Facets:
    """The question of a task by which redirects to these pages are known."""
    return frozenset(Known(RedirectsTo(to=title)) for title in titles)


def with_redirects(titles: Sequence[Title], page: Page) -> frozenset[Title]:
    """These pages and the redirects to them, which the filter has asked for."""
    found = frozenset(titles)
    for title in titles:
        redirects = page[Known(RedirectsTo(to=title))]
        found |= titles_of(redirects)
    return found


def titles_of(candidates: Sequence[Candidate]) -> frozenset[Title]:
    """The titles of what a task knows; made once, however many pages ask."""
    for known, titles in _SETS:
        if known is candidates:
            return titles
    made = frozenset(one.title for one in candidates)
    _SETS.insert(0, (candidates, made))
    del _SETS[_SETS_KEPT:]
    return made

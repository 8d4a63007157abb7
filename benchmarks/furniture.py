"""What the bench's wiki has beside its articles: a tree of categories, redirects, pages of links.

About one page for each eight articles; none links to the target of the other jobs, so those find
what they found without it. The same pages come out each time. Adds; never changes.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from devwiki import mediawiki, seed
from devwiki.build_corpus import export_xml
from devwiki.corpus import CorpusPage, page, split_title
from devwiki.load import article_title

ARTICLES: Final = "Bench article "  # how the titles of all articles begin
LIBRARY: Final = "Bench library"  # the category at the top of the tree
SHELVES: Final = 40  # the categories that the articles are in, an article in one of them
TREE: Final = 54  # categories in all

_CASES, _HALLS = 8, 4
_INDEX: Final = 50  # links on one page of them


def furnish(folder: Path, pages: int) -> int:
    """Add what is missing for so many articles; how many pages were added.

    Raises DevwikiError where MediaWiki's own scripts fail.
    """
    with closing(seed.database(folder)) as database:
        known = {
            (namespace, title.replace("_", " "))
            for namespace, title in database.execute(
                "SELECT page_namespace, page_title FROM page WHERE page_title LIKE 'Bench^_%' "
                "ESCAPE '^'"
            )
        }
        (last,) = database.execute("SELECT max(page_id) FROM page").fetchone()
    new = [one for one in furniture(pages) if split_title(one.title) not in known]
    if new:
        mediawiki.maintenance(folder, "importDump", "--no-updates", stdin="".join(export_xml(new)))
        mediawiki.maintenance(folder, "refreshLinks", str(last + 1))
        mediawiki.maintenance(folder, "initSiteStats", "--update")
    return len(new)


def furniture(pages: int) -> Iterator[CorpusPage]:
    """All of it, for a wiki with so many articles."""
    yield from _categories()
    yield from _redirects(pages)
    yield from _indices(pages)


def _categories() -> Iterator[CorpusPage]:
    """Four levels; one shelf in each case is in the next case, too, and one category is flat."""
    yield _category(LIBRARY)
    yield _category("Bench articles", LIBRARY)
    for hall in range(_HALLS):
        yield _category(f"Bench hall {hall}", LIBRARY)
    for case in range(_CASES):
        yield _category(f"Bench case {case}", f"Bench hall {case % _HALLS}")
    for shelf in range(SHELVES):
        cases = {shelf % _CASES}
        if shelf < _CASES:
            cases.add((shelf + 1) % _CASES)
        yield _category(f"Bench shelf {shelf}", *(f"Bench case {one}" for one in sorted(cases)))


def _category(name: str, *parents: str) -> CorpusPage:
    lines = ("What is kept here.", *(f"[[Category:{parent}]]" for parent in parents))
    return page(f"Category:{name}", "\n".join(lines))


def _redirects(pages: int) -> Iterator[CorpusPage]:
    """To one article in ten, and to one in five of these redirects another one."""
    for number in range(3, pages + 1, 10):
        yield page(_alias(number), f"#REDIRECT [[{article_title(number)}]]")
    for number in range(3, pages + 1, 50):
        yield page(_byname(number), f"#REDIRECT [[{_alias(number)}]]")


def _indices(pages: int) -> Iterator[CorpusPage]:
    """Pages of links to some of the redirects; and one whose links make nobody less of an orphan.

    So some articles are linked by a redirect only, some by a redirect to one; most redirects lead
    no reader anywhere.
    """
    linked = [_alias(number) for number in range(3, pages + 1, 30)]
    linked += [_byname(number) for number in range(53, pages + 1, 100)]
    for first in range(0, len(linked), _INDEX):
        yield page(f"Bench index {first // _INDEX + 1:03}", _links(linked[first : first + _INDEX]))
    wanted = [article_title(number) for number in range(7, pages + 1, 100)]
    yield page("Talk:Bench index 001", _links(wanted))


def _links(titles: list[str]) -> str:
    return "\n".join(f"* [[{title}]]" for title in titles)


def _alias(number: int) -> str:
    return f"Bench alias {number:05}"


def _byname(number: int) -> str:
    return f"Bench byname {number:05}"

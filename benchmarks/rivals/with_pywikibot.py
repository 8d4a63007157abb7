"""The same jobs as a user of pywikibot writes them: `backlinks`, `PreloadingGenerator`, `textlib`.

    PYWIKIBOT_DIR=... python benchmarks/rivals/with_pywikibot.py JOB TITLE [FIND WITH [SUMMARY]]

Account and address are in the folder's user-config.py. `replace.py`, which comes with it, is
measured as it is.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pywikibot
from pywikibot import pagegenerators, textlib

# Where a replacement has no business; wikisweep's `replace` leaves the same alone.
_EXCEPT = ("comment", "nowiki", "pre", "math", "syntaxhighlight")


def titles(target: pywikibot.Page) -> Iterator[dict[str, Any]]:
    """The titles of the backlinks."""
    for page in target.backlinks(follow_redirects=False):
        yield {"title": page.title()}


def preloading(target: pywikibot.Page, find: str, new: str) -> Iterator[dict[str, Any]]:
    """The documented way: list, then preload in the default groups of fifty."""
    pages = target.backlinks(follow_redirects=False)
    return _replaced(pagegenerators.PreloadingGenerator(pages, quiet=True), find, new)


def content(target: pywikibot.Page, find: str, new: str) -> Iterator[dict[str, Any]]:
    """The quickest way that it has: the listing brings the texts along."""
    return _replaced(target.backlinks(follow_redirects=False, content=True), find, new)


def redirects(target: pywikibot.Page) -> Iterator[dict[str, Any]]:
    """Backlinks, also through redirects."""
    for page in target.getReferences(follow_redirects=True, with_template_inclusion=False):
        yield {"title": page.title()}


def edits(target: pywikibot.Page, find: str, new: str, summary: str) -> Iterator[dict[str, Any]]:
    """One word in every page whose title begins like the target's, by the documented way."""
    pages = target.site.allpages(prefix=target.title())
    for page in pagegenerators.PreloadingGenerator(pages, quiet=True):
        page.text = textlib.replaceExcept(page.text, find, new, _EXCEPT, site=page.site)
        page.save(summary=summary, minor=False, quiet=True)
        yield {"title": page.title()}


def _replaced(pages: Iterable[pywikibot.Page], find: str, new: str) -> Iterator[dict[str, Any]]:
    for page in pages:
        before = page.text
        if textlib.replaceExcept(before, find, new, _EXCEPT, site=page.site) != before:
            yield {"title": page.title()}


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "titles": titles,
    "dry run": preloading,
    "content": content,
    "redirects": redirects,
    "edits": edits,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, target, *more = sys.argv[1:]
    site = pywikibot.Site()
    site.login()
    for row in JOBS[job](pywikibot.Page(site, target), *more):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

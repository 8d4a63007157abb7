"""Trees of categories, filters and orphans as a user of pywikibot writes them.

    PYWIKIBOT_DIR=... python benchmarks/rivals/finding_with_pywikibot.py JOB PAGES ARGUMENTS...

Account and address are in the folder's user-config.py. What reads one page a request stops after
PAGES pages; that it is a sample is said in the table.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pywikibot
from pywikibot import pagegenerators


def category_tree(
    site: pywikibot.site.APISite, _: int, top: str, pattern: str
) -> Iterator[dict[str, Any]]:
    """The pages of a tree of categories in whose text a pattern is found."""
    wanted = re.compile(pattern)
    articles = pywikibot.Category(site, top).articles(recurse=True)
    for page in pagegenerators.PreloadingGenerator(articles, quiet=True):
        if wanted.search(page.text):
            yield {"title": page.title()}


def filters(
    site: pywikibot.site.APISite, _: int, prefix: str, template: str, *categories: str
) -> Iterator[dict[str, Any]]:
    """Of the pages whose titles begin so those with a template and in one of some categories."""
    wanted = {pywikibot.Category(site, one) for one in categories}
    box = pywikibot.Page(site, template, ns=10)
    pages = site.allpages(prefix=prefix)
    for page in site.preloadpages(pages, templates=True, categories=True, content=False):
        if box in page.templates() and not wanted.isdisjoint(page.categories()):
            yield {"title": page.title()}


def orphans(site: pywikibot.site.APISite, pages: int, prefix: str) -> Iterator[dict[str, Any]]:
    """Of the first pages whose titles begin so those that no other article links to."""
    for page in islice(site.allpages(prefix=prefix), pages):
        if all(
            link == page
            for link in page.backlinks(follow_redirects=True, filter_redirects=False, namespaces=0)
        ):
            yield {"title": page.title()}


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "category tree": category_tree,
    "filters": filters,
    "orphans": orphans,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, pages, *arguments = sys.argv[1:]
    site = pywikibot.Site()
    site.login()
    for row in JOBS[job](site, int(pages), *arguments):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""The articles that do not link to a title, as a user of pywikibot finds them; redirects left out.

    PYWIKIBOT_DIR=... python benchmarks/rivals/difference_with_pywikibot.py TITLE

The lists are `allpages` and `backlinks`; `filter_unique` leaves out what a container has, and the
container is a set of the pages themselves. Account and address are in the folder's user-config.py.
"""

import json
import sys
from collections.abc import Iterator

import pywikibot
from pywikibot.tools.itertools import filter_unique


def difference(target: pywikibot.Page) -> Iterator[str]:
    """The titles."""
    linking = set(target.backlinks(follow_redirects=False))
    pages = target.site.allpages(namespace=0, filterredir=False)
    for page in filter_unique(pages, container=linking):
        yield page.title()


def main() -> None:
    """Print the titles, one JSON object a line."""
    (target,) = sys.argv[1:]
    site = pywikibot.Site()
    site.login()
    for title in difference(pywikibot.Page(site, target)):
        print(json.dumps({"title": title}, ensure_ascii=False))


if __name__ == "__main__":
    main()

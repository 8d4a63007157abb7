"""Trees of categories and filters as a user of mwclient writes them, one page after the other.

    python benchmarks/rivals/finding_with_mwclient.py JOB API NAME PASSWORD PAGES ARGUMENTS...

It stops after PAGES pages; that it is a sample is said in the table.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import mwclient

_AGENT = "wikisweep-benchmarks/1 (User:SweepBot on devwiki, loopback only)"
_CATEGORY = 14


def category_tree(
    site: mwclient.Site, pages: int, top: str, pattern: str
) -> Iterator[dict[str, Any]]:
    """The pages of a tree of categories in whose text a pattern is found."""
    wanted = re.compile(pattern)
    for page in islice(_members(site, top, set()), pages):
        if wanted.search(page.text()):
            yield {"title": page.name}


def filters(
    site: mwclient.Site, pages: int, prefix: str, template: str, *categories: str
) -> Iterator[dict[str, Any]]:
    """Of the pages whose titles begin so those with a template and in one of some categories."""
    wanted = {f"Category:{one}" for one in categories}
    for page in islice(site.allpages(prefix=prefix), pages):
        if wanted.isdisjoint(one.name for one in page.categories()):
            continue
        if any(one.name == f"Template:{template}" for one in page.templates()):
            yield {"title": page.name}


def _members(site: mwclient.Site, category: str, seen: set[str]) -> Iterator[Any]:
    """Each page once, category by category."""
    for member in site.categories[category]:
        if member.name in seen:
            continue
        seen.add(member.name)
        if member.namespace == _CATEGORY:
            yield from _members(site, member.page_title, seen)
        else:
            yield member


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "category tree": category_tree,
    "filters": filters,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, address, name, password, pages, *arguments = sys.argv[1:]
    parts = urlsplit(address)
    site = mwclient.Site(parts.netloc, path="/", scheme=parts.scheme, clients_useragent=_AGENT)
    site.login(name, password)
    for row in JOBS[job](site, int(pages), *arguments):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

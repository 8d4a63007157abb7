"""The same jobs as a user of mwclient writes them: `Page.backlinks` and `Page.text`.

    python benchmarks/rivals/with_mwclient.py JOB API NAME PASSWORD TITLE [PAGES FIND WITH]

It reads one page a request, so the dry run stops after PAGES pages; that it is a sample is said
in the table.
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


def titles(site: mwclient.Site, target: str) -> Iterator[dict[str, Any]]:
    """The titles of the backlinks."""
    for page in site.pages[target].backlinks():
        yield {"title": page.name}


def dry_run(
    site: mwclient.Site, target: str, pages: str, find: str, new: str
) -> Iterator[dict[str, Any]]:
    """The texts of the first backlinks, and whether a replacement changes them."""
    pattern = re.compile(re.escape(find))
    for page in islice(site.pages[target].backlinks(), int(pages)):
        before = page.text()
        if pattern.sub(new, before) != before:
            yield {"title": page.name}


def redirects(site: mwclient.Site, target: str) -> Iterator[dict[str, Any]]:
    """Backlinks, also through redirects, as the library lists them: some come twice."""
    for page in site.pages[target].backlinks(redirect=True):
        yield {"title": page.name}


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "titles": titles,
    "dry run": dry_run,
    "redirects": redirects,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, address, name, password, target, *more = sys.argv[1:]
    parts = urlsplit(address)
    site = mwclient.Site(parts.netloc, path="/", scheme=parts.scheme, clients_useragent=_AGENT)
    site.login(name, password)
    for row in JOBS[job](site, target, *more):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

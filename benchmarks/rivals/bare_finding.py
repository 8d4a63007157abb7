"""The bare minimum where pages are found by more than one link: trees, filters, orphans.

As `bare.py`: the library `requests`, a loop, few requests, no manners. `one by one` is the same
search for orphans as most programs do it.

    python benchmarks/rivals/bare_finding.py JOB API NAME PASSWORD ARGUMENTS...
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from benchmarks.rivals.bare import PER_TEXTS, Api


def category_tree(api: Api, top: str, pattern: str) -> Iterator[dict[str, Any]]:
    """The pages in a category and all those below it in whose text a pattern is found.

    Each page is read once, after the whole tree is known. To read the pages with each category
    would save no request here, as they are in two categories of the tree each.
    """
    pages: dict[int, None] = {}
    tree, entered = [f"Category:{top}"], {f"Category:{top}"}
    for category in tree:
        for answer in api.query(
            list="categorymembers",
            cmtitle=category,
            cmprop="ids|title|type",
            cmtype="page|subcat",
            cmlimit="max",
        ):
            for member in answer["categorymembers"]:
                if member["type"] != "subcat":
                    pages[member["pageid"]] = None
                elif member["title"] not in entered:
                    entered.add(member["title"])
                    tree.append(member["title"])
    wanted = re.compile(pattern)
    for part in _parts(pages):
        for answer in api.query(
            pageids="|".join(map(str, part)),
            prop="revisions",
            rvprop="ids|timestamp|content",
            rvslots="main",
        ):
            for page in answer["pages"]:
                if wanted.search(page["revisions"][0]["slots"]["main"]["content"]):
                    yield {"title": page["title"]}


def filters(api: Api, prefix: str, template: str, *categories: str) -> Iterator[dict[str, Any]]:
    """Of the pages whose titles begin so those with a template and in one of some categories."""
    found: dict[str, set[str]] = {}
    for answer in api.query(
        generator="allpages",
        gapprefix=prefix,
        gaplimit="max",
        prop="categories|templates",
        clcategories="|".join(f"Category:{one}" for one in categories),
        cllimit="max",
        tltemplates=f"Template:{template}",
        tllimit="max",
    ):
        for page in answer["pages"]:
            has = found.setdefault(page["title"], set())
            has.update({"categories", "templates"} & page.keys())
    for title, has in found.items():
        if len(has) == len(("categories", "templates")):
            yield {"title": title}


def orphans(api: Api, prefix: str) -> Iterator[dict[str, Any]]:
    """Of the pages whose titles begin so those that no other article links to, redirects or not.

    All pages 500 at a time, then the redirects to those that nothing links to, then the redirects
    to these.
    """
    articles = list(_titles(api, prefix))
    linked: set[str] = set()
    wave = {title: {title} for title in articles}  # from a name to the articles that it leads to
    met = {(title, title) for title in articles}
    while wave:
        following: dict[str, set[str]] = {}
        for part in _parts(wave):
            for answer in api.query(
                titles="|".join(part),
                prop="redirects|linkshere",
                rdprop="title",
                rdlimit="max",
                lhprop="title",
                lhlimit="max",
                lhshow="!redirect",
                lhnamespace=0,
            ):
                for page in answer["pages"]:
                    leads_to = wave[page["title"]]
                    for link in page.get("linkshere", ()):
                        linked |= leads_to - {link["title"]}
                    for redirect in page.get("redirects", ()):
                        new = {one for one in leads_to if (redirect["title"], one) not in met}
                        met |= {(redirect["title"], one) for one in new}
                        following.setdefault(redirect["title"], set()).update(new)
        wave = {name: left for name, leads_to in following.items() if (left := leads_to - linked)}
    for title in articles:
        if title not in linked:
            yield {"title": title}


def one_by_one(api: Api, prefix: str, pages: str) -> Iterator[dict[str, Any]]:
    """The same with a request for each of the first pages; it knows no redirects to redirects."""
    for title in islice(_titles(api, prefix), int(pages)):
        links = (
            link
            for answer in api.query(
                list="backlinks",
                bltitle=title,
                blnamespace=0,
                blfilterredir="nonredirects",
                blredirect=1,
                bllimit="max",
            )
            for entry in answer["backlinks"]
            for link in ((*entry.get("redirlinks", ()),) if entry.get("redirect") else (entry,))
        )
        if all(link["title"] == title for link in links):
            yield {"title": title}


def _titles(api: Api, prefix: str) -> Iterator[str]:
    for answer in api.query(list="allpages", apprefix=prefix, aplimit="max"):
        for page in answer["allpages"]:
            yield page["title"]


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(values)
    while part := list(islice(left, PER_TEXTS)):
        yield part


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "category tree": category_tree,
    "filters": filters,
    "orphans": orphans,
    "one by one": one_by_one,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, address, name, password, *arguments = sys.argv[1:]
    for row in JOBS[job](Api(address, name, password), *arguments):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

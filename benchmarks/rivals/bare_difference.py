"""The articles that do not link to a title, redirects left out, in as few lines as it takes.

    python benchmarks/rivals/bare_difference.py WAY API NAME PASSWORD TITLE

WAY is `together` for both lists in the same requests, the fewest that the API allows, or `apart`
for one list after the other. Either way one of them is kept as a set; like the other bare loops it
checks nothing and forgives nothing.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)

from benchmarks.rivals.bare import Api

_PAGES: Final = {"apnamespace": "0", "apfilterredir": "nonredirects", "aplimit": "max"}


def together(api: Api, target: str) -> Iterator[str]:
    """Both lists go on with each request, until the longer one has come to its end."""
    pages: list[str] = []
    linking: set[str] = set()
    for answer in api.query(list="allpages|backlinks", bltitle=target, bllimit="max", **_PAGES):
        pages += [page["title"] for page in answer.get("allpages", ())]
        linking.update(page["title"] for page in answer.get("backlinks", ()))
    return (title for title in pages if title not in linking)


def apart(api: Api, target: str) -> Iterator[str]:
    """First those that are to be left out, then the pages as they come."""
    linking = {
        page["title"]
        for answer in api.query(list="backlinks", bltitle=target, bllimit="max")
        for page in answer["backlinks"]
    }
    for answer in api.query(list="allpages", **_PAGES):
        yield from (page["title"] for page in answer["allpages"] if page["title"] not in linking)


WAYS: Final[dict[str, Callable[[Api, str], Iterator[str]]]] = {"together": together, "apart": apart}


def main() -> None:
    """Print the titles, one JSON object a line."""
    way, address, name, password, target = sys.argv[1:]
    for title in WAYS[way](Api(address, name, password), target):
        print(json.dumps({"title": title}, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""The bare minimum: `requests`, a loop, and the fewest requests that the API allows.

The measure of all the others. It keeps nothing, checks nothing and forgives nothing: no retries,
no lag, no lost session.

    python benchmarks/rivals/bare.py JOB API NAME PASSWORD TITLE
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

import requests

_AGENT = "wikisweep-benchmarks/1 (User:SweepBot on devwiki, loopback only) python-requests"
_PER_LISTING, _PER_TEXTS = 5000, 500  # what one request may carry with `apihighlimits`


class Api:
    """A session, logged in by bot password."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.headers["User-Agent"] = _AGENT
        token = self._ask(action="query", meta="tokens", type="login")
        login = self._ask(
            action="login",
            lgname=name,
            lgpassword=password,
            lgtoken=token["query"]["tokens"]["logintoken"],
        )
        if login["login"]["result"] != "Success":
            raise SystemExit(f"bare: the login failed: {login}")

    def query(self, **parameters: str | int) -> Iterator[dict[str, Any]]:
        """The answers to a query, to its end (API:Continue)."""
        more: dict[str, str] = {}
        while True:
            answer = self._ask(action="query", **{**parameters, **more})
            yield answer["query"]
            if "continue" not in answer:
                return
            more = answer["continue"]

    def _ask(self, **parameters: str | int) -> Any:
        data = {"format": "json", "formatversion": 2, **parameters}
        answer = self._session.post(self._address, data=data, timeout=120).json()
        if "error" in answer:
            raise SystemExit(f"bare: {answer['error']}")
        return answer


def titles(api: Api, target: str) -> Iterator[dict[str, Any]]:
    """The titles of the backlinks."""
    for answer in api.query(list="backlinks", bltitle=target, bllimit=_PER_LISTING):
        for page in answer["backlinks"]:
            yield {"title": page["title"]}


def texts(api: Api, target: str) -> Iterator[dict[str, Any]]:
    """The texts of the backlinks: downloaded and dropped."""
    for answer in api.query(
        generator="backlinks",
        gbltitle=target,
        gbllimit=_PER_TEXTS,
        prop="revisions",
        rvprop="ids|timestamp|content",
        rvslots="main",
    ):
        for page in answer["pages"]:
            text = page["revisions"][0]["slots"]["main"]["content"]
            yield {"title": page["title"], "bytes": len(text)}


def redirects(api: Api, target: str) -> Iterator[dict[str, Any]]:
    """Backlinks, also through redirects and redirects to those: each page once.

    A redirect to a redirect links to it; only where an unknown one shows up is there more to ask.
    """
    known = {target}
    new = _redirects_to(api, known)
    while True:
        known |= new
        seen: set[str] = set()
        leads: set[str] = set()
        for answer in api.query(
            prop="linkshere", titles="|".join(known), lhlimit="max", lhprop="title|redirect"
        ):
            for page in answer["pages"]:
                links = page.get("linkshere", ())
                seen.update(link["title"] for link in links)
                if any(link.get("redirect") and link["title"] not in known for link in links):
                    leads.add(page["title"])
        new = _redirects_to(api, leads) - known if leads else set()
        if not new:
            break
    for title in sorted(seen):
        yield {"title": title}


def _redirects_to(api: Api, titles: set[str]) -> set[str]:
    return {
        redirect["title"]
        for answer in api.query(prop="redirects", titles="|".join(titles), rdlimit="max")
        for page in answer["pages"]
        for redirect in page.get("redirects", ())
    }


JOBS = {"titles": titles, "dry run": texts, "redirects": redirects}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, address, name, password, target = sys.argv[1:]
    for row in JOBS[job](Api(address, name, password), target):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

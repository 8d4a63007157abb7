"""The bare minimum: `requests`, a loop, and the fewest requests that the API allows.

The measure of all the others. It keeps nothing, checks nothing and forgives nothing: no retries,
no lag, no lost session.

    python benchmarks/rivals/bare.py JOB API NAME PASSWORD TITLE [ACCOUNT FIND WITH SUMMARY]
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import requests

_AGENT = "wikisweep-benchmarks/1 (User:SweepBot on devwiki, loopback only) python-requests"
_PER_LISTING, PER_TEXTS = 5000, 500  # what one request may carry with `apihighlimits`


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

    def edit(self, token: str, **parameters: str | int) -> dict[str, Any]:
        """One edit (API:Edit), with the parameters that wikisweep sends, too."""
        flags = {"nocreate": "1", "notminor": "1", "bot": "1"}
        manners = {**flags, "watchlist": "nochange", "maxlag": "5"}
        answer = self._ask(action="edit", **parameters, **manners, token=token)
        if answer["edit"]["result"] != "Success":
            raise SystemExit(f"bare: {answer}")
        return dict(answer["edit"])

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
        gbllimit=PER_TEXTS,
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


def edits(  # noqa: PLR0917 - as the command line has them
    api: Api, prefix: str, account: str, find: str, new: str, summary: str
) -> Iterator[dict[str, Any]]:
    """One word in every page whose title begins so; all texts are at hand before the first edit."""
    pages = [
        page
        for answer in api.query(
            generator="allpages",
            gapprefix=prefix,
            gaplimit=PER_TEXTS,
            prop="revisions",
            rvprop="ids|content",
            rvslots="main",
        )
        for page in answer["pages"]
    ]
    (tokens,) = api.query(meta="tokens")
    read_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for page in pages:
        (revision,) = page["revisions"]
        answer = api.edit(
            tokens["tokens"]["csrftoken"],
            title=page["title"],
            text=revision["slots"]["main"]["content"].replace(find, new),
            summary=summary,
            baserevid=revision["revid"],
            starttimestamp=read_at,
            assertuser=account,
            **{"assert": "bot"},
        )
        yield {"title": answer["title"]}


JOBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "titles": titles,
    "dry run": texts,
    "redirects": redirects,
    "edits": edits,
}


def main() -> None:
    """Do one job and print what it found, one JSON object a line."""
    job, address, name, password, target, *more = sys.argv[1:]
    for row in JOBS[job](Api(address, name, password), target, *more):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()

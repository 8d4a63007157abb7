"""Somebody else at the wiki: edits, reverts, reads histories. By the API, with none of our code."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

_TRIES: Final = 20
_TIMEOUT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Change:
    """One revision of a page."""

    revid: int
    parent: int
    user: str
    summary: str
    text: str


Histories = dict[str, list[Change]]


class Person:
    """A browser at api.php, logged in by a bot password, or as nobody."""

    def __init__(self, api: str, name: str = "", password: str = "") -> None:
        self._api = api
        self._open = build_opener(HTTPCookieProcessor(CookieJar())).open
        if name:
            token = self.ask(action="query", meta="tokens", type="login")
            login = self.ask(
                action="login",
                lgname=name,
                lgpassword=password,
                lgtoken=token["query"]["tokens"]["logintoken"],
            )
            assert login["login"]["result"] == "Success", login
        self._token = self.ask(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]

    def ask(self, **parameters: str | int) -> dict[str, Any]:
        """One request, always posted, and its answer."""
        body = urlencode({"format": "json", "formatversion": 2, **parameters}).encode()
        with self._open(self._api, body, timeout=_TIMEOUT) as response:
            answer: dict[str, Any] = json.load(response)
            return answer

    def read(self, title: str) -> Change:
        """The newest revision of a page."""
        [page] = self.ask(
            action="query",
            titles=title,
            prop="revisions",
            rvprop="ids|user|comment|content",
            rvslots="main",
        )["query"]["pages"]
        return _change(page["revisions"][0])

    def edit(self, title: str, change: Callable[[str], str], summary: str) -> int:
        """Change a page as people do: where somebody was faster, look again. Gives the revision."""
        for _ in range(_TRIES):
            old = self.read(title)
            answer = self._post(
                title=title, text=change(old.text), baserevid=old.revid, summary=summary
            )
            if "error" not in answer:
                return int(answer["edit"]["newrevid"])
            assert answer["error"]["code"] == "editconflict", answer
        raise AssertionError(f"{title} was edited too often")

    def revert(self, title: str, summary: str) -> int:
        """Undo the newest revision of a page. Gives the revision that does."""
        answer = self._post(title=title, undo=self.read(title).revid, summary=summary)
        return int(answer["edit"]["newrevid"])

    def histories(self, since: str, prefix: str) -> Histories:
        """All revisions since a moment of the pages whose titles begin so, the oldest first."""
        found: Histories = defaultdict(list)
        more: dict[str, str] = {}
        while True:
            answer = self.ask(
                action="query",
                list="allrevisions",
                arvprop="ids|user|comment|content",
                arvslots="main",
                arvnamespace=0,
                arvstart=since,
                arvdir="newer",
                arvlimit="max",
                **more,
            )
            for page in answer["query"]["allrevisions"]:
                if page["title"].startswith(prefix):
                    found[page["title"]] += map(_change, page["revisions"])
            if "continue" not in answer:
                break
            more = answer["continue"]
        for changes in found.values():
            changes.sort(key=lambda one: one.revid)
        return dict(found)

    def _post(self, **parameters: str | int) -> dict[str, Any]:
        return self.ask(action="edit", nocreate=1, **parameters, token=self._token)


def _change(revision: dict[str, Any]) -> Change:
    return Change(
        revision["revid"],
        revision["parentid"],
        revision["user"],
        revision["comment"],
        revision["slots"]["main"]["content"],
    )

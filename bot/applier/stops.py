"""The guards that stop a run: the wiki's people, the account's standing, the run's own faults.

Judges what it is shown and raises `Stopped`; it asks no wiki and keeps nothing.
"""

from textwrap import shorten
from typing import Final

import regex

from bot.diff import spans
from bot.errors import Stopped
from bot.page import WIKITEXT, Page
from bot.plan import GOOD, Edit, Outcome, Written
from bot.run import CANARY, REVERTS
from bot.task import LimitSettings, Task
from bot.wiki import Standing

_COMMENT: Final = regex.compile("<!--.*?(?:-->|$)", regex.DOTALL)
_SHOWN: Final = 120  # letters of what the wiki says of the last error
_ERRORS: Final = frozenset({"failed", "refused"})


def check_standing(standing: Standing, wiki: str) -> None:
    """Raise Stopped where the account is blocked or may not edit."""
    account = standing.account
    if account.anonymous:
        raise Stopped(
            f"{wiki}: nobody is logged in, and an edit would show the address of this machine; "
            "give the wiki a `bot_password` or `oauth2` in user-config.yaml"
        )
    if standing.block:
        raise Stopped(f"{wiki}: {account.name} is blocked: {standing.block}")
    if "edit" not in account.rights:
        raise Stopped(
            f"{wiki}: {account.name} may not edit; give its bot password or token the grant "
            "`editpage`"
        )


def check_stop_page(page: Page, run_text: str) -> None:
    """Raise Stopped unless the stop page says what it must for the task to run."""
    title, wiki = page.title.text, page.site.wiki
    wanted = run_text.strip()
    if not page.exists:
        text = f"with the text `{wanted}`" if wanted else "as an empty page"
        raise Stopped(f"{wiki}: the stop page {title} does not exist; create it {text}")
    if page.model != WIKITEXT:
        raise Stopped(f"{wiki}: the stop page {title} cannot be read ({page.model})")
    said = _COMMENT.sub("", page.text).strip()
    if said.casefold() != wanted.casefold():
        shown = f"says {said[:60]!r}" if said else "is empty"
        again = f"says `{wanted}` and nothing else" if wanted else "is empty"
        raise Stopped(f"{wiki}: the stop page {title} {shown}; the task runs when it {again}")


class Fuses:
    """What a run's own items come to, beside the limits of its task.

    `saved` counts its saved edits, `size` the bytes that they removed and added.
    """

    def __init__(self, limits: LimitSettings) -> None:
        self._limits = limits
        self.saved = 0
        self.size = 0
        self._errors = 0
        self._last = ""
        self._reverted: set[str] = set()

    def check_next(self, item: Written) -> None:
        """Raise Stopped where this item would be one too many bytes."""
        most = self._limits.max_bytes
        if most is not None and self.size + _size(item) > most:
            raise Stopped(
                f"limits: with {item.title.text} the run would have changed more than max_bytes: "
                f"{most:,}"
            )

    def settled(self, item: Written, outcome: Outcome) -> None:
        """Count an outcome."""
        if outcome.code == "saved":
            self.remember(item)
        if outcome.code in GOOD:
            self._errors = 0
        if outcome.code in _ERRORS:
            self._errors += 1
            self._last = f"{item.title.text}: {shorten(outcome.detail, _SHOWN, placeholder=' …')}"

    def remember(self, item: Written) -> None:
        """Count a saved item, also one that an earlier process of the run saved."""
        self.saved += isinstance(item, Edit)
        if self._limits.max_bytes is not None:
            self.size += _size(item)

    def check(self) -> None:
        """Raise Stopped where too many items in a row failed or were refused."""
        if self._errors >= self._limits.errors_in_a_row:
            raise Stopped(
                f"limits: {self._errors} items in a row failed or were refused, the last one "
                f"{self._last}"
            )

    def reverted(self, title: str) -> None:
        """Count a page on which this run's edit was reverted; raises Stopped at one too many."""
        self._reverted.add(title)
        if len(self._reverted) >= self._limits.reverts:
            raise Stopped(
                f"{REVERTS}: {len(self._reverted)} of this run's edits were taken back "
                f"({', '.join(sorted(self._reverted)[:5])}); ask why before you go on"
            )


def canary_reason(task: Task, saved: int) -> str:
    """Why a run waits after its first edits."""
    first = "the first edit" if saved == 1 else f"the first {saved} edits"
    verbs = "is made and waits" if saved == 1 else "are made and wait"
    return f"{CANARY}: {first} of {task.name} {verbs} for a look"


def _size(item: Written) -> int:
    return sum(
        len((span.removed + span.added).encode("utf-8", "surrogatepass"))
        for span in spans(item.before, item.after)
    )

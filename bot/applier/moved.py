"""Plans an edit anew whose page moved on since the plan, and says whether it may be made.

Only the very change that was approved: the same removed and added text, wherever it now stands.
"""

from collections import Counter
from dataclasses import replace

from bot.applier.hindrances import hindrance
from bot.diff import spans
from bot.ledger import Ledger
from bot.plan import Edit, Outcome
from bot.planner.again import Again
from bot.planner.reverted import was_made
from bot.task import Task
from bot.wiki import Wiki
from bot.wikitext.saved import as_saved


class Moved:
    """Judges pages that moved on, one request each. `task` is None where none is followed."""

    def __init__(self, task: Task | None, wiki: Wiki, ledger: Ledger) -> None:
        self._again = Again(task, wiki) if task else None
        self._allowed = task is not None and task.edit.allow_reverted is not None
        self._wiki = wiki
        self._ledger = ledger

    def anew(self, edit: Edit) -> Edit | Outcome:
        """The edit on the page's newest revision, or what became of it instead."""
        if self._again is None:
            return Outcome(code="conflict", detail="the page was changed since this was planned")
        page, verdict = self._again(edit.title, edit.row)
        if hindered := hindrance(edit, page):
            return hindered
        if verdict.skip:
            return _left_out(verdict.skip.reason, verdict.skip.detail)
        new = next((one for one in verdict.items if isinstance(one, Edit)), None)
        if new is None or changed(new) != changed(edit):
            return Outcome(
                code="conflict",
                detail=f"the page was changed since (revision {page.revid}), and the change to be "
                "made is now another one; plan again to see it",
            )
        if not self._allowed and self._reverted(new):
            return Outcome(
                code="reverted", detail="this change was made before, and somebody took it back"
            )
        return replace(
            edit, baserevid=new.baserevid, read_at=new.read_at, before=new.before, after=new.after
        )

    def _reverted(self, edit: Edit) -> bool:
        made = self._ledger.runs.made(self._wiki.site.identity, [edit.pageid or 0])
        return was_made(edit, made)


def changed(edit: Edit) -> Counter[tuple[str, str]]:
    """What an edit removes and adds, wherever it stands."""
    before = as_saved(edit.before)  # an import may have left blanks at its end
    return Counter((one.removed, one.added) for one in spans(before, edit.after))


def _left_out(reason: str, detail: str) -> Outcome:
    """What becomes of an edit whose page the task would leave alone by now."""
    if reason == "unchanged":
        return Outcome(code="no_change", detail="the page was changed since; nothing is left to do")
    if reason == "bots":
        return Outcome(code="refused", detail="{{bots}} on the page keeps the account away by now")
    words = f" ({detail})" if detail else ""
    return Outcome(
        code="conflict",
        detail=f"the page was changed since, and the task now leaves it out: {reason}{words}",
    )

"""Runs in the ledger: their headers, from their beginning to their end. Reaches no wiki."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from bot.errors import UsageError
from bot.ledger.database import Database
from bot.ledger.finding import Found, all_rows, find, free_id
from bot.ledger.headers import digest_of, moment, run_of
from bot.ledger.intents import WRITABLE, Intents, Now, utc_now
from bot.ledger.memory import Memory
from bot.ledger.tables import ITEM, PLAN, RECORD, RUN
from bot.plan import Plan
from bot.run import CANARY, REVERTS, Run, RunState

_UNDO = RUN.alias("undo")
WAITING: tuple[ColumnElement[bool], ...] = (  # for a person: see `bot.run`
    RUN.c.state == "stopped",
    or_(RUN.c.reason.startswith(CANARY), RUN.c.reason.startswith(REVERTS)),
    ~select(_UNDO.c.id).where(_UNDO.c.undoes == RUN.c.id).exists(),
)


class Runs(Intents, Memory):
    """The runs of a ledger, `Ledger.runs`. Raises BotError where the database fails."""

    def __init__(self, database: Database, new_id: Callable[[], str], now: Now = utc_now) -> None:
        super().__init__(database, now)
        self._new_id = new_id

    def begin(self, plan: Plan, *, account: str, unattended: bool = False) -> Run:
        """A new run of the plan in the state `running`, under a new short id.

        Raises UsageError where the plan was pruned meanwhile.
        """
        row = {
            "plan": plan.id,
            "task": plan.task,
            "task_digest": digest_of(plan.task_text),
            "wiki": plan.wiki,
            "site": plan.site,
            "account": account,
            "started": self._now().isoformat(),
            "state": "running",
            "reason": "",
            "unattended": unattended,
            "approved": False,
            "undoes": plan.undoes,
        }
        writable = select(func.count()).where(ITEM.c.plan == plan.id, WRITABLE)

        def work(connection: Connection) -> str:
            there = select(PLAN.c.id).where(PLAN.c.id == plan.id).with_for_update()
            if connection.execute(there).first() is None:
                raise UsageError(f"plan {plan.id} is not in the ledger any more; make it again")
            run_id = free_id(connection, self._new_id)
            planned = connection.execute(writable).scalar_one()
            connection.execute(RUN.insert().values(id=run_id, planned=planned, **row))
            return run_id

        return self.run(self._database.change(work, durable=True))

    def run(self, run_id: str) -> Run:
        """The run of an id or of its beginning, four letters or more.

        Raises UsageError where there is none, or more than one.
        """
        return self._counted([find(self._database, RUN, run_id, "run")])[0]

    def runs(
        self,
        *,
        plan: str = "",
        task: str = "",
        wiki: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> list[Run]:
        """The headers of runs, the newest first; those begun from `since` on and before `until`."""
        query = select(RUN)
        for column, wanted in ((RUN.c.plan, plan), (RUN.c.task, task), (RUN.c.wiki, wiki)):
            if wanted:
                query = query.where(column == wanted)
        if since is not None:
            query = query.where(RUN.c.started >= since.astimezone(UTC).isoformat())
        if until is not None:
            query = query.where(RUN.c.started < until.astimezone(UTC).isoformat())
        return self._newest(query, limit)

    def go_on(self, run_id: str, *, approved: bool = False) -> Run:
        """Let a run that ended go on; `approved` says that a person has seen what it did so far."""
        values: dict[str, Any] = {"state": "running", "reason": "", "finished": None}
        return self._updated(run_id, values | ({"approved": True} if approved else {}))

    def finish(self, run_id: str, state: RunState, reason: str = "") -> Run:
        """End a run, and say why."""
        finished = self._now().isoformat()
        return self._updated(run_id, {"state": state, "reason": reason, "finished": finished})

    def canary_approved(self, task: str, task_text: str, site: str) -> bool:
        """Whether somebody approved a run of a plan with this very text of the task."""
        return bool(self._newest(_of_task(task, task_text, site).where(RUN.c.approved), 1))

    def waiting(self, task: str, task_text: str, site: str) -> Run | None:
        """The newest run of this text that waits for a person, neither approved nor undone."""
        return next(iter(self._newest(_of_task(task, task_text, site).where(*WAITING), 1)), None)

    def done_until(self, task: str, task_text: str, site: str) -> datetime | None:
        """When the newest plan of this very text began of which nothing is left to do; or None.

        That is one whose runs ended well, with an outcome for every item but for rejected ones,
        none of them `failed`; and one that had nothing to write.
        """
        of_item = (RECORD.c.plan == ITEM.c.plan, RECORD.c.number == ITEM.c.number)
        undone = select(ITEM.c.number).where(
            ITEM.c.plan == PLAN.c.id,
            WRITABLE,
            ITEM.c.decision != "rejected",
            ~select(RECORD.c.number).where(*of_item, RECORD.c.code.is_not(None)).exists(),
        )
        failed = select(RECORD.c.number).where(
            RECORD.c.plan == PLAN.c.id, RECORD.c.code == "failed"
        )
        ended = select(RUN.c.id).where(RUN.c.plan == PLAN.c.id, RUN.c.state != "done")
        query = (
            select(PLAN.c.started, PLAN.c.task_text)
            .where(
                *(PLAN.c.task == task, PLAN.c.task_text == task_text, PLAN.c.site == site),
                *(PLAN.c.state == "ready", PLAN.c.undoes == ""),
                *(~undone.exists(), ~failed.exists(), ~ended.exists()),
            )
            .order_by(PLAN.c.started.desc())
        )
        found = all_rows(self._database, query)
        # a database server may take texts for equal that differ in case
        same = (one["started"] for one in found if one["task_text"] == task_text)
        return moment(next(same, None))

    def _updated(self, run_id: str, values: dict[str, Any]) -> Run:
        run = self.run(run_id)
        change = RUN.update().where(RUN.c.id == run.id).values(**values)
        self._database.change(lambda connection: connection.execute(change) and None, durable=True)
        return self.run(run.id)

    def _newest(self, query: Select[Any], limit: int | None) -> list[Run]:
        newest = query.order_by(RUN.c.started.desc(), RUN.c.id).limit(limit)
        return self._counted(all_rows(self._database, newest))

    def _counted(self, rows: list[Found]) -> list[Run]:
        """The runs of rows, with what became of their items."""
        counts: dict[str, Counter[Any]] = defaultdict(Counter)
        ids = [row["id"] for row in rows]
        for start in range(0, len(ids), _AT_ONCE):
            query = (
                select(RECORD.c.run, RECORD.c.code, func.count().label("count"))
                .where(RECORD.c.run.in_(ids[start : start + _AT_ONCE]), RECORD.c.code.is_not(None))
                .group_by(RECORD.c.run, RECORD.c.code)
            )
            for one in all_rows(self._database, query):
                counts[one["run"]][one["code"]] = one["count"]
        return [run_of(row, counts[row["id"]]) for row in rows]


_AT_ONCE = 500


def _of_task(task: str, task_text: str, site: str) -> Select[Any]:
    return select(RUN).where(
        RUN.c.task == task, RUN.c.task_digest == digest_of(task_text), RUN.c.site == site
    )

"""Task + wiki → items, streamed into the ledger. Reads; never writes to a wiki."""

from bot.planner.judge import Judge, Verdict, judge
from bot.planner.planning import Planning, Progress

__all__ = ["Judge", "Planning", "Progress", "Verdict", "judge"]

"""Carries a plan out: the one caller of `Wiki.write`.

Everything that keeps an edit from being lost, doubled or laid over somebody else's is here or
below; what a user sees of it, and when it runs, is not.
"""

from bot.applier.applying import Applying
from bot.applier.checks import too_old
from bot.applier.ending import Ending
from bot.applier.manner import Manner
from bot.applier.rounds import Done

__all__ = ["Applying", "Done", "Ending", "Manner", "too_old"]

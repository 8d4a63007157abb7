"""Carries a plan out: the one caller of `Wiki.write`.

Everything that keeps an edit from being lost, doubled or laid over somebody else's is here or
below; what a user sees of it, and when it runs, is not.
"""

from bot.applier.ending import Ending

__all__ = ["Ending"]

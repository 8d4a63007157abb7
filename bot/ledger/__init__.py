"""The ledger: plans and their items in a database, and the one door to SQLAlchemy.

Keeps and gives back; judges nothing and reaches no wiki. Runs and outcomes will stand beside the
plans in the same database.
"""

from bot.ledger.plans import Ledger

__all__ = ["Ledger"]

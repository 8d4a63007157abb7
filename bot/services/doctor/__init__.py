"""Looks at all that a task needs, and says what is wrong and how to mend it. Reads; writes nothing.

The one exception are the test notices, where they are asked for.
"""

from bot.services.doctor.check import Check
from bot.services.doctor.examining import Examination

__all__ = ["Check", "Examination"]

"""What one check of the doctor found. Data only."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it is, and what to do where it is not well.

    `check` is a stable word; `wiki` and `task` are empty where it is about none.
    """

    check: str
    state: State
    message: str
    remedy: str = ""
    wiki: str = ""
    task: str = ""

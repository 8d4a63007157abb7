"""What can go wrong, in words a user can act on; any module may raise it, only `cli` prints it.

    BotError                      exit code 1: failed
    ├── UsageError                2: wrong usage, an invalid task or config
    │   ├── InvalidFile           … with the problems of a YAML file, each with line and column
    │   ├── InvalidTitle          … a text that no wiki could have as a title
    │   └── NotOffered            … this wiki cannot answer that question
    ├── Stopped                   3: a guard stopped the work
    ├── ApiError                  the wiki answered with an error code
    │   └── SessionLost           … because it no longer knows us
    ├── Unreachable               the wiki did not answer, or not as a wiki does
    └── Runaway                   a pattern ran past its time on one page

Only what somebody catches has a class of its own. Any other exception is a bug and flies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class BotError(Exception):
    """The root: its text is one line that says what, where and what to do."""

    exit_code = 1


class UsageError(BotError):
    """The user asked for something that cannot be; nothing was done."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a file: where it is, what is wrong, and what to do about it."""

    place: Place
    message: str
    hint: str = ""

    @property
    def words(self) -> str:
        """Message and hint, without the place."""
        return f"{self.message} ({self.hint})" if self.hint else self.message

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class InvalidFile(UsageError):
    """A task or config file with all its problems, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidTitle(UsageError):
    """A text that cannot be the title of a page on this wiki."""


class NotOffered(UsageError):
    """The wiki has no way to answer this query or facet (an offline wiki has no search, say)."""


class Stopped(BotError):
    """A guard ended the work; state is saved and the work can be resumed."""

    exit_code = 3


class ApiError(BotError):
    """The wiki's answer was an error; `code` is MediaWiki's own stable code.

    `details` is the rest of the wiki's error object (`limit`, `blockinfo`, `spamblacklist`, …).
    """

    def __init__(
        self, code: str, info: str, message: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        self.code = code
        self.info = info
        self.details: Mapping[str, Any] = details or {}
        super().__init__(message or f"the wiki answered {code}: {info}")


class SessionLost(ApiError):
    """The wiki no longer knows our session; logging in once more may mend it."""


class Unreachable(BotError):
    """No answer, or one that is not MediaWiki's, after all patience was spent.

    `unsettled` tells that a write was sent whose outcome is unknown: only the page's history
    can say whether it landed.
    """

    def __init__(self, message: str, *, unsettled: bool = False) -> None:
        self.unsettled = unsettled
        super().__init__(message)


class Runaway(BotError):
    """A pattern took longer on one page than it may."""

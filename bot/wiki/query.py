"""What a question to a wiki is, and the words that all of them share. Data only."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.page import NOTHING, Facets

Redirects = Literal["include", "exclude", "only"]
Order = Literal["ascending", "descending"]
RequestSize = int | Literal["max"]
Namespaces = tuple[int, ...] | None  # None: all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question whose answer is a stream of candidates.

    `request_size` is how many results one request asks for (at most the account's limit), never
    how many there are in all. `tells` names the facets that candidates of this query bring along
    for nothing.
    """

    tells: ClassVar[Facets] = NOTHING
    request_size: RequestSize = "max"

"""What a request asks, for people who want to know it before it is sent. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.wiki.protocol import Wiki


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request: `parameters` as they are sent, and how far one goes.

    `pages` is how many pages one request finds, names or reads, `values` how many links,
    categories and the like fit into one answer; None where that is no matter. A wiki that is not
    asked by parameters says `words`.
    """

    parameters: Mapping[str, str]
    pages: int | None = None
    values: int | None = None
    words: str = ""


class Rehearsed(Wiki, Protocol):
    """A wiki that sends nothing: it keeps what it would have sent, and makes up small answers."""

    def taken(self) -> list[Asked]:
        """What would have been asked since the last call, each kind once, in order."""

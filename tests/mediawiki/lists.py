"""Questions to a scripted wiki whose answers are lists, in the few words of their tests."""

from typing import Any

from bot.mediawiki.questions import QUESTIONS
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.wiki import Query


def everything(session: Session, query: Query) -> list[Candidate]:
    """All that a query gives."""
    found = QUESTIONS[type(query)].candidates(session, query)
    return [one for batch in found for one in batch]


def titles(session: Session, query: Query) -> list[str]:
    """The titles of all that a query gives."""
    return [one.title.text for one in everything(session, query)]


def answer(name: str, *entries: Any, more: Any = None) -> dict[str, Any]:
    """An answer to a list, with what the next request is to say where it goes on."""
    return {"query": {name: list(entries)}, **({"continue": more} if more else {})}


def values(**parameters: list[str] | str) -> dict[str, Any]:
    """What paraminfo says of a module's options."""
    known = [{"name": name, "type": kind} for name, kind in parameters.items()]
    return {"paraminfo": {"modules": [{"parameters": known}]}}

"""Answers of a scripted wiki in a few words, and what it was asked."""

from typing import Any

from tests.mediawiki.scripted import Asked, ScriptedWiki

_COMMON = {"action", "format", "formatversion", "maxlag", "curtimestamp", "assert", "assertuser"}


def entry(number: int, title: str = "", ns: int = 0, **more: Any) -> dict[str, Any]:
    """A page of an answer."""
    return {"pageid": number, "ns": ns, "title": title or f"P{number}", **more}


def missing(title: str, ns: int = 0, **more: Any) -> dict[str, Any]:
    """A page of an answer that does not exist."""
    return {"ns": ns, "title": title, "missing": True, **more}


def named(title: str, ns: int = 0) -> dict[str, Any]:
    """An entry of a list on a page, which has no number."""
    return {"ns": ns, "title": title}


def answer(name: str, *entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An answer to a list, complete unless `more` has a `continue`."""
    return {"query": {name: list(entries)}, **more}


def pages(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An answer to a `prop` or a generator."""
    return answer("pages", *entries, **more)


def on(**more: str) -> dict[str, Any]:
    """What goes with an answer that goes on."""
    return {"continue": {**more, "continue": "-||"}}


def own(asked: Asked) -> dict[str, str]:
    """The parameters of a question that say what is asked."""
    return {key: value for key, value in asked.parameters.items() if key not in _COMMON}


def all_own(wiki: ScriptedWiki) -> list[dict[str, str]]:
    """Those of all questions."""
    return [own(asked) for asked in wiki.asked]

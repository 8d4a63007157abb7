"""Which values an option of the API may have on this wiki, asked where one might be misspelt.

The API takes a wrong one of several values away with a warning and then answers another question,
so such an option is looked up before it is used (action=paraminfo, one request).
"""

from collections.abc import Iterable

from bot.errors import UsageError
from bot.mediawiki.session import Session
from bot.yamlfile import did_you_mean


def known_values(session: Session, module: str, parameter: str) -> tuple[str, ...]:
    """The values of an option of a `query` module; none where the wiki has no such option."""
    answer = session.look_up({"action": "paraminfo", "modules": f"query+{module}"})
    for one in answer.get("paraminfo", {}).get("modules", ()):
        for found in one.get("parameters", ()):
            if found["name"] == parameter and isinstance(found["type"], list):
                return tuple(found["type"])
    return ()


def check_values(
    session: Session, module: str, parameter: str, given: Iterable[str], what: str
) -> None:
    """Raise UsageError for a value that the wiki does not have, with what was probably meant."""
    wanted = tuple(given)
    if not wanted:
        return
    known = known_values(session, module, parameter)
    for one in wanted:
        if one not in known:
            raise unknown_value(session, one, known, what)


def unknown_value(session: Session, given: str, known: Iterable[str], what: str) -> UsageError:
    """The error about a value that is none of these."""
    return UsageError(f"{session.wiki} has no {what} {given!r}; {did_you_mean(given, known)}")

"""Which values an option of the API may have on this wiki, asked where one might be misspelt.

The API takes a wrong one of several values away with a warning and then answers another question,
so such an option is looked up before it is used (action=paraminfo, one request).
"""

from collections.abc import Mapping, Sequence

from bot.errors import UsageError
from bot.mediawiki.session import Session
from bot.yamlfile import did_you_mean


def known_values(session: Session, module: str, *parameters: str) -> tuple[tuple[str, ...], ...]:
    """The values of these options of a `query` module; none of one that the wiki does not have."""
    answer = session.look_up({"action": "paraminfo", "modules": f"query+{module}"})
    modules = answer.get("paraminfo", {}).get("modules", ())
    known = {
        found["name"]: tuple(value for value in found["type"] if value)
        for one in modules
        for found in one.get("parameters", ())
        if isinstance(found["type"], list)
    }
    return tuple(known.get(name, ()) for name in parameters)


def check_values(
    session: Session, module: str, given: Mapping[str, Sequence[str]], words: Sequence[str]
) -> None:
    """Raise UsageError for a value that the wiki does not have, with what was probably meant.

    `given` are the values by option, `words` what a value of each option is called. Asks nothing
    where there are none.
    """
    if not any(given.values()):
        return
    found = known_values(session, module, *given)
    for values, known, what in zip(given.values(), found, words, strict=True):
        for one in values:
            if one not in known:
                raise unknown_value(session, one, known, what)


def unknown_value(session: Session, given: str, known: Sequence[str], what: str) -> UsageError:
    """The error about a value that is none of these."""
    hint = did_you_mean(given, known) if known else "it has none"
    return UsageError(f"{session.wiki} has no {what} {given!r}{f'; {hint}' if hint else ''}")

"""Whether a page shuts bots out by {{bots}} or {{nobots}}; Template:Bots has the grammar.

Implementations differ where the grammar leaves room; this one is cautious: all such templates
count, wherever they stand, and whatever denies wins. In comments and nowiki they say nothing.
"""

import re
from collections.abc import Iterator

import mwparserfromhell
from mwparserfromhell.nodes import Template

# Parsing a long page costs as much as everything else together, and few pages have the template.
_MAYBE = re.compile(r"\{\{[^{}|\[\]]*bots", re.IGNORECASE)
_NAMES = frozenset({"bots", "nobots"})
_ALL = "all"


def may_edit(text: str, account: str, message_type: str | None = None) -> bool:
    """Whether `account` may edit the page, and leave messages of this type where one is named.

    `{{nobots}}` and `deny` shut out, an `allow` without us does, too; `optout` is about message
    types and binds only a task that names its own. Case and underscores of names do not matter.
    """
    if not _MAYBE.search(text):
        return True
    us = _plain(account)
    message = _plain(message_type or "")
    return not any(
        _denies(template, us, message)
        for template in mwparserfromhell.parse(text).ifilter_templates()
        if _name(template) in _NAMES
    )


def _name(template: Template) -> str:
    name = _plain(template.name.strip_code())
    return name.removeprefix("template:").strip()


def _denies(template: Template, us: str, message: str) -> bool:
    nobots = _name(template) == "nobots"
    if nobots and not template.params:
        return True
    return any(
        _shuts_out(key, names, us, message, nobots=nobots) for key, names in _parameters(template)
    )


def _parameters(template: Template) -> Iterator[tuple[str, frozenset[str]]]:
    for parameter in template.params:
        names = str(parameter.value.strip_code()).split(",")
        plain = frozenset(name for name in map(_plain, names) if name)
        yield _plain(parameter.name.strip_code()) if parameter.showkey else "", plain


def _shuts_out(key: str, names: frozenset[str], us: str, message: str, *, nobots: bool) -> bool:
    if key == "allow":
        return bool(names) and not names & {us, _ALL}
    if key == "deny":
        return bool(names & {us, _ALL})
    if key == "optout":
        return bool(message and names & {message, _ALL})
    if nobots:  # `{{nobots|ThisBot, ThatBot}}`; a key that nobody knows shuts everybody out
        return bool(key) or bool(names & {us, _ALL})
    return False


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()

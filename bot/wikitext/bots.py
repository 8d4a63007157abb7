"""Whether a page shuts bots out by {{bots}} or {{nobots}}; Template:Bots has the grammar.

Implementations differ where the grammar leaves room; this one is cautious: all such templates
count, wherever they stand, and whatever denies wins. In comments and nowiki they say nothing.
"""

import re
from collections.abc import Iterator

from bot.site import plain_site
from bot.wikitext.live import GALLERY, live_texts
from bot.wikitext.templates import find_braces

# Few pages have the template, and all pages are asked.
_MAYBE = re.compile(r"\{\{[^{}|\[\]]*bots", re.IGNORECASE)
_NAMES = frozenset({"bots", "nobots"})
_ALL = "all"
_SITE = plain_site()  # the usual tags hide the template, whatever the wiki has


def may_edit(text: str, account: str, message_type: str | None = None) -> bool:
    """Whether `account` may edit the page, and leave messages of this type where one is named.

    `{{nobots}}` and `deny` shut out, an `allow` without us does, too; `optout` is about message
    types and binds only a task that names its own. Case and underscores of names do not matter.
    """
    if not _MAYBE.search(text):
        return True
    us, message = _plain(account), _plain(message_type or "")
    return not any(_denies(name, options, us, message) for name, options in _templates(text))


def _templates(text: str) -> Iterator[tuple[str, list[str]]]:
    """The name and the parameters, as written, of each of the two templates."""
    for live in live_texts(text, _SITE, whole=True, pipes=False):
        if live.inside == GALLERY or not _MAYBE.search(live.text):
            continue
        for piece in find_braces(live.text):
            name = _plain(live.text[piece.start + 2 : piece.pipe]).removeprefix("template:")
            if name.strip() in _NAMES:
                options = live.text[piece.pipe : piece.end - 2].split("|")
                yield name.strip(), options[1:]


def _denies(name: str, options: list[str], us: str, message: str) -> bool:
    nobots = name == "nobots"
    if nobots and not options:
        return True
    for option in options:
        key, equals, value = option.partition("=")
        names = frozenset(map(_plain, (value if equals else key).split(","))) - {""}
        if _shuts_out(_plain(key) if equals else "", names, us, message, nobots=nobots):
            return True
    return False


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

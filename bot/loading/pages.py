"""Titles of pages among a task's settings, judged without a wiki: by what holds on every one."""

from bot.errors import InvalidTitle
from bot.site import plain_site
from bot.titles import Title

_SITE = plain_site("any wiki")


def page_fault(written: str) -> str:
    """Why no wiki can have such a page for bots to read and write, or nothing."""
    try:
        title = _SITE.title(written)
    except InvalidTitle as error:
        return str(error)
    return f"{title} is no page that can be edited" if title.namespace < 0 else ""


def same_page(written: str) -> Title | str:
    """What two ways to write one page have in common, as far as it is the same on every wiki."""
    try:
        return _SITE.title(written)
    except InvalidTitle:
        return written

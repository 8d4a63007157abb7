"""Whether two texts of a page are the same but for whitespace, or but for how things are spelled.

Both are asked of edits that might not be worth making. Judges; changes nothing.
"""

from bot.site import Site
from bot.titles import Title
from bot.wikitext.canonical import canonical, without_whitespace
from bot.wikitext.first_difference import differ_in_more_than_blanks, surely_differ
from bot.wikitext.links import find_links
from bot.wikitext.templates import find_transclusions

_Thing = tuple[str, Title | None, str]


def same_but_whitespace(before: str, after: str, site: Site, page: Title) -> bool:
    """Whether only blanks differ, and no line break in a name makes a link or a template none."""
    if differ_in_more_than_blanks(before, after):
        return False
    if without_whitespace(before) != without_whitespace(after):
        return False
    return _things(before, site, page) == _things(after, site, page)


def same_but_spelling(before: str, after: str, site: Site, page: Title) -> bool:
    """Whether both have one canonical spelling; all that are the same but whitespace have."""
    if surely_differ(before, after, site, page):
        return False
    if canonical(before, site, page) == canonical(after, site, page):
        return _things(before, site, page) == _things(after, site, page)
    return same_but_whitespace(before, after, site, page)


def _things(text: str, site: Site, page: Title) -> list[_Thing]:
    """The links and templates of the text, each with what it leads to."""
    links = find_links(text, site, page, whole=True)
    templates = find_transclusions(text, site, page, whole=True)
    things: list[_Thing] = [(one.kind, one.target.title, one.target.interwiki) for one in links]
    return things + [("template", one.title, "") for one in templates]

"""The corpus with every template expanded by the real wiki: what its link tables were made from.

The offline wiki over this export knows what templates bring, so it must agree with the real wiki
on everything; and what it says beyond the offline wiki over the corpus itself is what templates
bring, and nothing else.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen
from xml.sax.saxutils import escape

from bot.page import TEXT, WIKITEXT, Page
from bot.wiki import AllPages, Wiki


def all_pages(wiki: Wiki) -> Iterator[Page]:
    """Every page of every namespace, with its text."""
    for namespace in wiki.site.namespaces:
        if namespace >= 0:
            for batch in wiki.fetch(AllPages(namespace=namespace), frozenset({TEXT})):
                yield from batch


def has_templates(page: Page) -> bool:
    return page.model == WIKITEXT and "{{" in page.text


def expand(api: str, page: Page) -> str:
    """The text with its templates expanded, as the wiki does it for this page."""
    question = {
        "action": "expandtemplates",
        "format": "json",
        "prop": "wikitext",
        "title": page.title.text,
        "text": page.text,
    }
    with urlopen(api, urlencode(question).encode(), timeout=60) as answer:
        text: str = json.load(answer)["expandtemplates"]["wikitext"]
    return text


def without_self_links(page: Page, text: str) -> str:
    """The text without links to a section of the page itself, which lead nowhere else.

    Up to MediaWiki 1.39 they stand in the table of links, in 1.43 they do not (Parser.php,
    "Self-link checking").
    """
    return re.sub(rf"\[\[{re.escape(page.title.text)}#[^\]]*\]\]", "", text)


def write_expanded_export(wiki: Wiki, api: str, path: Path, *, self_links: bool = True) -> None:
    """All pages of the offline wiki, with the same ids and the expanded texts.

    `self_links` tells whether the real wiki counts links to sections of the page itself.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write('<mediawiki version="0.11">')
        for page in all_pages(wiki):
            text = expand(api, page) if has_templates(page) else page.text
            text = text if self_links else without_self_links(page, text)
            file.write(
                f"<page><title>{escape(page.title.text)}</title><id>{page.pageid}</id>"
                f"<revision><id>{page.revid}</id><model>{page.model}</model>"
                f"<text>{escape(text)}</text></revision></page>\n"
            )
        file.write("</mediawiki>")

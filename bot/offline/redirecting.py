"""Learns a wiki's own words for `#REDIRECT` from the redirects of its export.

An export says of each page whether it is a redirect, but not by which words; a siteinfo does.
Reads; never writes.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.errors import InvalidTitle
from bot.offline.exported import ExportedPage
from bot.site import Site
from bot.titles import Title
from bot.wikitext.redirects import find_redirect

# A text that MediaWiki takes for a redirect: a word, a colon or none, a link.
_WORD: Final = re.compile(r"[ \t\n\r\0\x0b]*(#[^\s\[\]{}|<>#:][^\n\[\]{}|<>#:]{0,60}?)\s*:?\s*\[\[")
_MOST: Final = 16  # words; no language of MediaWiki has half as many


class RedirectWords:
    """The site as known so far, its `redirect_words` growing by what the pages teach."""

    def __init__(self, site: Site, siteinfo: Mapping[str, Any]) -> None:
        self.site = site
        self.learned: list[str] = []
        words = siteinfo.get("magicwords", ())
        self._told = any(word.get("name") == "redirect" for word in words)

    def learn(self, page: ExportedPage, text: str) -> None:
        """Take up the word that makes `text` the redirect that the export says it is.

        Nothing is learned where a siteinfo told all words, where the site knows the word, or
        where the text's first link is not the target.
        """
        found = _WORD.match(text)
        if self._told or found is None or len(self.learned) >= _MOST:
            return
        if find_redirect(text, self.site) is not None:
            return
        words = (*self.site.redirect_words, found[1])
        taught = replace(self.site, redirect_words=words)
        redirect = find_redirect(text, taught)
        if redirect is not None and redirect.target.title == self.target(page):
            self.site = taught
            self.learned.append(found[1])

    def target(self, page: ExportedPage) -> Title | None:
        """Where the export says that the page leads, if that is a page of this wiki."""
        try:
            return self.site.title(page.redirect)
        except InvalidTitle:
            return None

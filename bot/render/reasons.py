"""The stable codes of a funnel, reasons and notices, in plain words."""

_WORDS = {
    "missing": "the page does not exist",
    "unchanged_since": "the page did not change since then",
    "unchanged": "nothing to change",
    "content_model": "the page is not wikitext",
    "bots": "the page keeps bots away by {{bots}} or {{nobots}}",
    "runaway": "a pattern took too long on the page",
    "row": "its row lacks a column, or has a value that an option does not take",
    "failed": "something failed on the page",
    "reverted": "the edit was made before, and somebody took it back",
    "summary": "the edit summary would be too long, or could not be made",
    "only_whitespace": "only white space would change",
    "only_cosmetic": "only the look of the wikitext would change",
    "keeps": "the edit would lose something that it must keep",
    "size_change": "the edit would change the size by too much or too little",
    # of a plan that takes a run back
    "overlaps": "later edits touch what the run changed",
    "gone": "the page is gone",
    "already": "what the run changed is not there any more",
    "not_saved": "the run did not save it",
    "created": "the run created the page, which only a deletion takes back",
    "again": "another edit of the run is taken back first; undo the run once more",
    "unreadable": "the wiki does not show the page's text",
}


def reason_words(code: str) -> str:
    """What a code means; one without words here is the name of the filter that dropped the page."""
    return _WORDS.get(code, f"dropped by `{code}`")


_NOTICES = {
    "all_looked_at": "all pages were looked at, not only those that changed",
    "cached": "the wiki made its list beforehand",
    "cut_off": "the wiki gave only a part of what it found",
    "changed_at_save": "the wiki will change what the edit adds",
    "not_published": "the report will not be published there",
    "reverted": "the edit was left out, since somebody took it back before",
}


def notice_words(code: str) -> str:
    """What a notice of this code is about."""
    return _NOTICES.get(code, code)

"""The words of a page as it is rendered: `action=parse`, one page at a time. Reads only.

API:Parsing wikitext. There is no module that gives them in batches: `prop=extracts` is an
extension's, and gives whole pages one by one, too, without tables and navboxes.
"""

from typing import Final

from bot.errors import ApiError
from bot.mediawiki.lookups import is_one_page_s
from bot.mediawiki.session import Session
from bot.mediawiki.words import words_in
from bot.page import Page
from bot.wiki.facts import Rendered

# In the language of the wiki, as for a reader who is not logged in.
_AS_READ: Final = {
    "action": "parse",
    "prop": "text",
    "disableeditsection": "1",
    "disabletoc": "1",
    "uselang": "content",
}
# The revision is gone meanwhile, or its text is hidden or lost (ApiParse.php).
_UNSEEN: Final = ("nosuchrevid", "permissiondenied", "missingcontent", "missingtitle")


def rendered(session: Session, page: Page, _: Rendered) -> str | None:
    """The words of the very revision that was read; None where the wiki does not show them."""
    if not page.exists:
        return ""
    if not page.revid:
        return None
    try:
        answer = session.look_up({**_AS_READ, "oldid": str(page.revid)})
    except ApiError as error:
        if not (error.code.startswith(_UNSEEN) or is_one_page_s(error)):
            raise
        return None
    html = answer.get("parse", {}).get("text")  # none of it where it is more than a result may be
    return None if html is None else words_in(html)

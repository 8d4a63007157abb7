"""Finds out by a page's history whether an edit of ours landed whose answer was lost. Reads only.

The wiki's own rule helps: the same text sent again on the same base is no second edit but
`nochange` (ApiEditPage.php), so that a history read too early, from a replica that lags, does no
harm.
"""

import hashlib
from collections.abc import Collection

from bot.page import INFO, Candidate
from bot.plan import Outcome, Written
from bot.wiki import Revision, Since, Wiki
from bot.wikitext.saved import as_saved


def landed(wiki: Wiki, sent: Written, known: Collection[int]) -> Outcome | None:
    """`saved` with its revision where the wiki has the edit, else None.

    It is a revision after the base, by our account, of the very text that was sent; or, where
    the wiki changed the text at the save or merged it with another edit, with our summary.
    `known` are revisions of ours that other items made. Raises what `Wiki.fetch` raises.
    """
    since = Since(sent.baserevid or 0)
    [[page]] = wiki.fetch([[Candidate(sent.title, sent.pageid)]], frozenset({INFO, since}))
    if not page.exists:
        return None
    ours = [
        one for one in page[since] if one.user == wiki.site.account.name and one.revid not in known
    ]
    digest = sha1(sent.after)
    found = next((one for one in ours if one.sha1 == digest), None)
    found = found or next(
        (one for one in ours if _plain(one.summary) == _plain(sent.summary)), None
    )
    return None if found is None else _saved(found, sent)


def sha1(text: str) -> str:
    """SHA-1 of a text as the wiki keeps it, in hexadecimal."""
    # the wiki's own choice; nothing is kept safe by it
    return hashlib.sha1(
        as_saved(text).encode("utf-8", "surrogatepass"), usedforsecurity=False
    ).hexdigest()


def _saved(revision: Revision, sent: Written) -> Outcome:
    return Outcome(
        code="saved",
        revid=revision.revid,
        timestamp=revision.timestamp,
        merged=sent.baserevid is not None and revision.parent != sent.baserevid,
        detail="its answer was lost; found in the page's history",
    )


def _plain(summary: str) -> str:
    return " ".join(as_saved(summary).split())

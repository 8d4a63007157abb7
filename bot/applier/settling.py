"""Finds out by a page's history whether an edit of ours landed whose answer was lost. Reads only.

The wiki's own rule helps: the same text sent again on the same base is no second edit but
`nochange` (ApiEditPage.php), so that a history read too early, from a replica that lags, does no
harm.
"""

import hashlib
from collections.abc import Collection

from bot.applier.hindrances import hindrance
from bot.diff import merge
from bot.page import INFO, Candidate, Page
from bot.plan import Outcome, Written
from bot.site import Site
from bot.wiki import Revision, Since, Wiki
from bot.wikitext.presaved import changed_at_save
from bot.wikitext.saved import as_saved


def landed(wiki: Wiki, sent: Written, known: Collection[int]) -> Outcome | None:
    """What the page's history says of an edit in doubt; None where it may be sent (again).

    `saved` with its revision where the wiki has it: a revision after the base, by our account, of
    the very text that was sent. The wiki may have changed the text at the save, or merged it with
    another edit: then it is one with our summary whose text has our change. `known` are revisions
    of ours that other items made. Else `conflict` where the page moved on, so that the edit as it
    is would be laid over or merged with what nobody has judged; `missing` where it is gone,
    `exists` where somebody made it. Raises what `Wiki.fetch` raises.
    """
    page, ours = _ours(wiki, sent, known, Since(sent.baserevid or 0))
    digest = sha1(sent.after)
    found = next((one for one in ours if one.sha1 == digest), None)
    if found is None and any(_same_summary(one, sent) for one in ours):
        page, ours = _ours(wiki, sent, known, Since(sent.baserevid or 0, texts=True))
        found = next((one for one in ours if _is_changed_one(one, sent, wiki.site)), None)
    if found:
        return _saved(found, sent)
    hindered = hindrance(sent, page)
    if hindered is None and sent.baserevid not in {None, page.revid}:
        return Outcome(code="conflict", detail="the page was changed since")
    return hindered


def _ours(
    wiki: Wiki, sent: Written, known: Collection[int], since: Since
) -> tuple[Page, list[Revision]]:
    """The page, and the revisions of our account after the base, the oldest first."""
    [[page]] = wiki.fetch([[Candidate(sent.title, sent.pageid)]], frozenset({INFO, since}))
    account = wiki.site.account.name
    told = page[since] if page.exists else ()
    return page, [one for one in told if one.user == account and one.revid not in known]


def _is_changed_one(revision: Revision, sent: Written, site: Site) -> bool:
    """Whether a revision of another text than was sent is our edit all the same.

    Somebody may edit with our account and summary, by another program or another ledger: such a
    revision has not our change in it. A text that is hidden may be ours, and is not sent again.
    """
    if not _same_summary(revision, sent):
        return False
    if revision.text is None:
        return True
    base, after = as_saved(sent.before), as_saved(sent.after)
    if revision.parent == (sent.baserevid or 0) and changed_at_save(base, after, site=site):
        return True
    return merge(base, after, revision.text) == revision.text


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


def _same_summary(revision: Revision, sent: Written) -> bool:
    return _plain(revision.summary) == _plain(sent.summary)


def _plain(summary: str) -> str:
    return " ".join(as_saved(summary).split())

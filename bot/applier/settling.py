"""Finds out by a page's history whether an edit of ours landed whose answer was lost. Reads only.

The wiki's own rule helps: the same text sent again on the same base is no second edit but
`nochange` (ApiEditPage.php), so that a history read too early, from a replica that lags, does no
harm.
"""

import hashlib
from collections.abc import Collection

from bot.applier.hindrances import hindrance
from bot.diff import fingerprints, merge
from bot.ledger import Ledger
from bot.page import INFO, Candidate, Page
from bot.plan import Edit, Outcome, Written
from bot.run import Record
from bot.site import Site
from bot.wiki import Revision, Since, Wiki
from bot.wikitext.presaved import changed_at_save
from bot.wikitext.saved import as_saved


def settle_open(wiki: Wiki, ledger: Ledger, record: Record) -> Outcome | None:
    """`saved`, and so in the ledger, where an intent that was left open landed after all."""
    outcome = landed(wiki, ledger, record.sent)
    if outcome:
        prints = prints_of(record.sent, outcome)
        ledger.runs.settle(record.run, record.number, outcome, prints)
    return outcome


def landed(wiki: Wiki, ledger: Ledger, sent: Written) -> Outcome | None:
    """`saved` with its revision where the wiki has the edit, else None.

    It is a revision after the base, by our account, of the very text that was sent. The wiki may
    have changed the text at the save, or merged it with another edit: then it is one with our
    summary whose text has our change. Revisions that the ledger knows other items made are none.
    Raises what `Wiki.fetch` raises.
    """
    return _looked_for(wiki, ledger, sent)[1]


def in_doubt(wiki: Wiki, ledger: Ledger, sent: Written) -> Outcome | None:
    """What became of an edit whose answer was lost; None where it may be sent again.

    Where it did not land, it may be sent only to a page that is as it takes it to be: on one that
    moved on the wiki would merge it with what nobody has judged. Then it is a `conflict`;
    `missing` where the page is gone, `exists` where somebody made it.
    """
    page, found = _looked_for(wiki, ledger, sent)
    if found is None:
        found = hindrance(sent, page)
    if found is None and sent.baserevid not in {None, page.revid}:
        return Outcome(code="conflict", detail="the page was changed since")
    return found


def prints_of(sent: Written, outcome: Outcome) -> frozenset[str]:
    """By which a saved edit is known again; a report is published as often as it changes."""
    if outcome.code != "saved" or not isinstance(sent, Edit):
        return frozenset()
    return fingerprints(sent.before, sent.after)


def _looked_for(wiki: Wiki, ledger: Ledger, sent: Written) -> tuple[Page, Outcome | None]:
    known = ledger.runs.our_revisions(wiki.site.identity, sent.pageid or 0)
    page, ours = _ours(wiki, sent, known, Since(sent.baserevid or 0))
    digest = sha1(sent.after)
    found = next((one for one in ours if one.sha1 == digest), None)
    if found is None and any(_same_summary(one, sent) for one in ours):
        page, ours = _ours(wiki, sent, known, Since(sent.baserevid or 0, texts=True))
        found = next((one for one in ours if _is_changed_one(one, sent, wiki.site)), None)
    return page, None if found is None else _saved(found, sent)


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

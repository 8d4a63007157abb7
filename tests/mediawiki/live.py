"""Reading and writing on a real wiki, in the few words that its tests have in common."""

from bot.mediawiki import MediaWiki
from bot.page import INFO, TEXT, Candidate, Page
from bot.plan import Edit, Outcome, Publish
from bot.wiki import Revision, Since


def read(wiki: MediaWiki, name: str) -> Page:
    ((page,),) = wiki.fetch([[Candidate(wiki.site.title(name))]], frozenset({TEXT}))
    return page


def edit(page: Page, after: str, base: int = 0) -> Edit:
    return Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=base or page.revid,
        read_at=page.read_at,
        before=page.text,
        after=after,
        summary="Bot: test",
    )


def change(wiki: MediaWiki, page: Page, after: str, base: int = 0) -> Outcome:
    return wiki.write(edit(page, after, base))


def creation(page: Page, after: str) -> Publish:
    return Publish(
        title=page.title,
        baserevid=None,
        read_at=page.read_at,
        before="",
        after=after,
        summary="Bot: test",
    )


def history(wiki: MediaWiki, name: str, after: int = 0) -> tuple[Revision, ...]:
    """The revisions of a page after that one, the oldest first."""
    since = Since(after)
    ((page,),) = wiki.fetch([[Candidate(wiki.site.title(name))]], frozenset({INFO, since}))
    return page[since]

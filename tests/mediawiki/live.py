"""Reading and writing on a real wiki, in the few words that its tests have in common."""

from typing import Final

from bot.mediawiki import MediaWiki
from bot.page import INFO, TEXT, Candidate, Page
from bot.plan import Edit, Outcome, Publish
from bot.wiki import Revision, Since

# PHP settings: who sends `Bearer a-test` is SweepBot. As the extension OAuth has it, the session's
# id is made from the token, and no cookie changes it.
SESSION_BY_TOKEN: Final = """
use MediaWiki\\Session\\SessionInfo;
class SessionByToken extends MediaWiki\\Session\\ImmutableSessionProviderWithCookie {
  public function provideSessionInfo( WebRequest $request ) {
    $token = $request->getHeader( 'Authorization' );
    return $token !== 'Bearer a-test' ? null : new SessionInfo( SessionInfo::MAX_PRIORITY, [
      'provider' => $this,
      'id' => $this->hashToSessionId( $token ),
      'userInfo' => MediaWiki\\Session\\UserInfo::newFromName( 'SweepBot', true ),
      'persisted' => false,
      'forceUse' => true,
    ] );
  }
}
$wgSessionProviders['SessionByToken'] = [ 'class' => 'SessionByToken', 'args' => [ [] ] ];
"""


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

"""Why an item need not even be sent, by what is known of its page just now. Asks nobody."""

from bot.page import Page
from bot.plan import Outcome, Publish, Written
from bot.site import Account
from bot.task import BotSettings
from bot.wikitext.bots import may_edit


def hindrance(item: Written, page: Page) -> Outcome | None:
    """What becomes of the item without its being sent, or None where it can be.

    An edit whose page only moved on is not hindered: it is planned anew.
    """
    if item.baserevid is None:
        return Outcome(code="exists", detail="the page exists by now") if page.exists else None
    if not page.exists:
        return Outcome(code="missing", detail="the page is gone")
    if item.pageid not in {None, page.pageid}:
        return Outcome(code="conflict", detail="the title is another page's by now")
    if isinstance(item, Publish) and page.revid != item.baserevid:
        return Outcome(code="conflict", detail="somebody wrote on the page since it was planned")
    return None


def kept_away(item: Written, account: Account, bots: BotSettings) -> Outcome | None:
    """`refused` where the page's `{{bots}}` shuts this account out; for a plan made by another."""
    if not bots.respect or may_edit(item.before, account.name, bots.message_type):
        return None
    return Outcome(code="refused", detail="{{bots}} on the page keeps the account away")

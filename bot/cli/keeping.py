"""Opens the ledger. Apart from `context`: commands that keep nothing start sooner without it."""

from bot.cli.context import Context
from bot.ledger import Ledger


def kept(context: Context) -> Ledger:
    """The ledger of plans in the state folder, closed with the context."""
    return context.hold(Ledger(context.state / "ledger.sqlite"))

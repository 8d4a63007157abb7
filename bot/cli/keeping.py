"""Opens the ledger. Apart from `context`: commands that keep nothing start sooner without it."""

from bot.cli.context import Context
from bot.ledger import Ledger


def kept(context: Context) -> Ledger:
    """The ledger that the config names, else the one in the state folder; closed in the end."""
    return context.hold(Ledger(context.config.ledger or context.state / "ledger.sqlite"))

"""Opens the ledger. Apart from `context`: commands that keep nothing start sooner without it."""

from pathlib import Path

from bot.cli.context import Context
from bot.ledger import Ledger
from bot.ledger.planfile import read_plan
from bot.plan import Plan


def kept(context: Context) -> Ledger:
    """The ledger that the config names, else the one in the state folder; closed in the end."""
    return context.hold(Ledger(context.config.ledger or context.state / "ledger.sqlite"))


def plan_named(ledger: Ledger, name: str) -> Plan:
    """The plan of an id, or of a file, which is in the ledger from now on under its own id."""
    return read_plan(ledger, Path(name)) if is_file(name) else ledger.plan(name)


def is_file(name: str) -> bool:
    """Whether somebody means a file by it, and no id."""
    return Path(name).is_file() or bool(Path(name).suffix)

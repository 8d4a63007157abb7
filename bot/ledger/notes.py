"""Small things to remember of an account on a wiki, such as what a person said they have read."""

from sqlalchemy import ColumnElement, Connection, select

from bot.ledger.database import Database
from bot.ledger.tables import NOTE, unless_there


class Notes:
    """The notes of a ledger, `Ledger.notes`. Raises BotError where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, site: str, account: str, name: str) -> str:
        """The note; empty where there is none."""
        query = select(NOTE.c.value).where(_this(site, account, name))
        found = self._database.ask(lambda connection: connection.execute(query).scalar())
        return "" if found is None else str(found)

    def set(self, site: str, account: str, name: str, value: str) -> None:
        """Keep a note in the place of the last one of this name."""
        row = {"site": site, "account": account, "name": name, "value": value}

        def work(connection: Connection) -> None:
            connection.execute(unless_there(NOTE), row)
            change = NOTE.update().where(_this(site, account, name))
            connection.execute(change.values(value=value))

        self._database.change(work, durable=True)


def _this(site: str, account: str, name: str) -> ColumnElement[bool]:
    return (NOTE.c.site == site) & (NOTE.c.account == account) & (NOTE.c.name == name)

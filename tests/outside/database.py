"""A database as a wiki's is, small and made by hand, on a real server."""

from dataclasses import dataclass

from bot.config import ReplicaAddress, Secret
from bot.outside.replica import Replica
from devwiki.mariadb import Mariadb

USER, PASSWORD = "reader", "marked-password-of-replica"
PAGES = (
    (1, 0, "A", 0, 5),
    (2, 0, "Präger_Straße", 0, 7),
    (3, 1, "A", 1, 0),
    (4, 14, "C", 0, 9),
    (5, 0, "☿", 0, 3),
)


@dataclass(frozen=True)
class Database:
    """Its server, its name, and the address by which a config would name it."""

    server: Mariadb
    name: str

    @property
    def address(self) -> ReplicaAddress:
        return ReplicaAddress(
            self.name,
            "127.0.0.1",
            self.server.port,
            user=Secret(USER),
            password=Secret(PASSWORD),
        )

    @property
    def replica(self) -> Replica:
        return Replica("testwiki", self.address)

    def run(self, *statements: str) -> tuple[tuple[object, ...], ...]:
        """As an administrator."""
        return self.server.run(f"USE `{self.name}`", *statements)


def make_database(server: Mariadb, name: str) -> Database:
    """With the table `page`, whose user may all, so that only the session forbids to write."""
    server.create(name, USER, PASSWORD)
    database = Database(server, name)
    rows = ", ".join(f"({a}, {b}, '{c}', {d}, {e})" for a, b, c, d, e in PAGES)
    database.run(
        "SET NAMES utf8mb4",
        "CREATE TABLE page (page_id INT, page_namespace INT, page_title VARBINARY(255), "
        "page_is_redirect TINYINT, page_len INT, page_touched BINARY(14) DEFAULT '20260501120000')",
        f"INSERT INTO page VALUES {rows}".replace(
            "INTO page",
            "INTO page (page_id, page_namespace, page_title, page_is_redirect, page_len)",
        ),
        "CREATE TABLE writes (n INT)",
        "CREATE PROCEDURE scribble() INSERT INTO writes VALUES (1)",
        "CREATE FUNCTION scribbled() RETURNS INT MODIFIES SQL DATA "
        "BEGIN INSERT INTO writes VALUES (1); RETURN 1; END",
    )
    return database

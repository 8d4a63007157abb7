"""What user-config.yaml says, as plain values; it opens no wiki and asks for no secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from bot.config.secret import Secret
from bot.config.ways import Notify
from bot.errors import UsageError
from bot.yamlfile import did_you_mean

DEMO = "demo"
# What the example and the error messages say; nobody's, so that a wiki could write to no one.
_PLACEHOLDERS = ("user:example on ", "user:yourname on ")
EDIT_INTERVAL = 10.0  # seconds; what the bot policy of English Wikipedia asks of work without hurry


@dataclass(frozen=True, slots=True)
class BotPassword:
    """A login made on Special:BotPasswords; `name` is like `ExampleBot@laptop`."""

    name: str
    password: Secret


@dataclass(frozen=True, slots=True)
class OAuth1:
    """An owner-only OAuth 1 consumer, from Special:OAuthConsumerRegistration."""

    consumer_token: Secret
    consumer_secret: Secret
    access_token: Secret
    access_secret: Secret


@dataclass(frozen=True, slots=True)
class OAuth2:
    """The access token of an owner-only OAuth 2 client."""

    token: Secret


Login = BotPassword | OAuth1 | OAuth2


Cluster = Literal["analytics", "web"]


@dataclass(frozen=True, slots=True)
class ReplicaAddress:
    """Where a copy of a wiki's database is, and who may read it.

    Without a `host` the names are those of Toolforge: `database` is like `enwiki`, its host and
    its own name follow from it. User and password that are not said are looked for elsewhere.
    """

    database: str
    host: str = ""
    port: int = 3306
    cluster: Cluster = "analytics"
    user: Secret | None = None
    password: Secret | None = None
    my_cnf: Path | None = None


@dataclass(frozen=True, slots=True)
class ApiWiki:
    """A real wiki: the address of its api.php, and how to log in, if at all.

    `edit_interval` is the least time between two edits of this account, in seconds; `replica` is
    a copy of its database, where there is one.
    """

    name: str
    api: str
    login: Login | None = None
    edit_interval: float = EDIT_INTERVAL
    replica: ReplicaAddress | None = None


@dataclass(frozen=True, slots=True)
class ExportWiki:
    """An offline wiki from an XML export, with a siteinfo JSON beside it where there is one."""

    name: str
    export: Path
    siteinfo: Path | None = None


@dataclass(frozen=True, slots=True)
class DemoWiki:
    """The offline wiki that ships with wikisweep; it needs no config."""

    name: ClassVar[str] = DEMO


WikiSettings = ApiWiki | ExportWiki | DemoWiki


@dataclass(frozen=True, slots=True)
class LedgerAddress:
    """A database for the ledger, by URL; user and password where the config itself says them."""

    url: str
    user: Secret | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file; without a file it knows only the demo wiki.

    `file` is its path as found, `sought` are the places where one was looked for in vain.
    """

    file: str = ""
    contact: str = ""
    wikis: Mapping[str, ApiWiki | ExportWiki] = field(default_factory=dict)
    default_wiki: str = ""
    plugins: tuple[Path, ...] = ()
    templates: Path | None = None
    notify: tuple[Notify, ...] = ()
    ledger: LedgerAddress | None = None
    sought: tuple[Path, ...] = ()

    def wiki(self, name: str = "") -> WikiSettings:
        """The wiki that `settings` gives, to be asked.

        Raises UsageError also for a real wiki without a `contact` of the user's own, which its
        user agent policy asks for.
        """
        found = self.settings(name)
        if isinstance(found, ApiWiki):
            self.check_contact()
        return found

    def settings(self, name: str = "") -> WikiSettings:
        """The wiki of that name, else the default, else the only one, else the demo.

        Raises UsageError for an unknown name, and where several wait for a choice.
        """
        name = name or self.default_wiki
        if not name and len(self.wikis) > 1:
            names = ", ".join(self.wikis)
            raise UsageError(
                f"{self.file}: several wikis ({names}) and no `default_wiki`; choose one by --wiki"
            )
        if name == DEMO or not (name or self.wikis):
            return DemoWiki()
        found = self.wikis.get(name) if name else next(iter(self.wikis.values()))
        if found is None:
            raise UsageError(self._unknown(name))
        return found

    def check_contact(self) -> None:
        """Raise UsageError where the contact names nobody, or only the example's user."""
        if not self.contact:
            raise UsageError(
                f"{self.file}: `contact` is missing; wikis ask bots to name their operator, such "
                "as `contact: User:YourName on meta.wikimedia.org`"
            )
        if self.contact.casefold().startswith(_PLACEHOLDERS):
            raise UsageError(
                f"{self.file}: `contact: {self.contact}` is only an example; wikis ask bots to "
                f"name their operator, so name yourself (the wiki `{DEMO}` needs no contact)"
            )

    def _unknown(self, name: str) -> str:
        if not self.file:
            places = " nor ".join(str(path) for path in self.sought)
            return (
                f"no wiki is called {name!r}: there is no config, neither {places}; "
                "`wikisweep init` writes one"
            )
        hint = did_you_mean(name, (*self.wikis, DEMO))
        return f"{self.file}: no wiki is called {name!r} ({hint})"

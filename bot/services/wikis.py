"""Opens a wiki as user-config.yaml describes it, behind the Protocol `Wiki`."""

from collections.abc import Callable
from pathlib import Path

from bot import mediawiki
from bot.config import ApiWiki, BotPassword, DemoWiki, Login, OAuth1, WikiSettings
from bot.mediawiki import MediaWiki, Patience
from bot.offline import OfflineWiki
from bot.shipped import DEMO


def open_wiki(
    settings: WikiSettings,
    contact: str,
    state: Path,
    say: Callable[[str], None],
    patience: Patience | None = None,
) -> MediaWiki | OfflineWiki:
    """The wiki, not yet asked anything; `say` gets a line whenever it makes us wait.

    `patience` is another one than usual with a real wiki.

    Offline wikis keep their imported exports under `state`. Raises UsageError for a secret that
    is not where the config says, or an address that cannot be one.
    """
    if isinstance(settings, ApiWiki):
        login = _credentials(settings.login) if settings.login else None
        return MediaWiki(settings.name, settings.api, contact, login, patience=patience, say=say)
    exports = state / "exports"
    if isinstance(settings, DemoWiki):
        return OfflineWiki(
            settings.name, DEMO / "corpus.xml.bz2", DEMO / "siteinfo.json", cache=exports, say=say
        )
    return OfflineWiki(settings.name, settings.export, settings.siteinfo, cache=exports, say=say)


def _credentials(login: Login) -> mediawiki.Credentials:
    """The config's login with its secrets read, for the one module that sends them."""
    if isinstance(login, BotPassword):
        return mediawiki.BotPassword(login.name, login.password.reveal())
    if isinstance(login, OAuth1):
        return mediawiki.OAuth1(
            login.consumer_token.reveal(),
            login.consumer_secret.reveal(),
            login.access_token.reveal(),
            login.access_secret.reveal(),
        )
    return mediawiki.OAuth2(login.token.reveal())

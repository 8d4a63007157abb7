"""user-config.yaml: who runs the bot, which wikis there are, and how to log in to them.

Values only: whoever opens a wiki is on a higher floor.
"""

from bot.config.reading import find_config, load_config
from bot.config.secret import Secret
from bot.config.settings import (
    DEMO,
    ApiWiki,
    BotPassword,
    Cluster,
    Config,
    DemoWiki,
    ExportWiki,
    LedgerAddress,
    Login,
    OAuth1,
    OAuth2,
    ReplicaAddress,
    WikiSettings,
)
from bot.config.ways import Email, Encryption, Notify, Occasion, TalkPage, Way, Webhook

__all__ = [
    "DEMO",
    "ApiWiki",
    "BotPassword",
    "Cluster",
    "Config",
    "DemoWiki",
    "Email",
    "Encryption",
    "ExportWiki",
    "LedgerAddress",
    "Login",
    "Notify",
    "OAuth1",
    "OAuth2",
    "Occasion",
    "ReplicaAddress",
    "Secret",
    "TalkPage",
    "Way",
    "Webhook",
    "WikiSettings",
    "find_config",
    "load_config",
]

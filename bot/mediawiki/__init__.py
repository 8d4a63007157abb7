"""The real wiki, by MediaWiki's action API; the one door to mwclient."""

from bot.mediawiki.checkup import Checkup
from bot.mediawiki.credentials import BotPassword, Credentials, OAuth1, OAuth2
from bot.mediawiki.mediawiki import MediaWiki
from bot.mediawiki.retry import Clock, Patience

__all__ = [
    "BotPassword",
    "Checkup",
    "Clock",
    "Credentials",
    "MediaWiki",
    "OAuth1",
    "OAuth2",
    "Patience",
]

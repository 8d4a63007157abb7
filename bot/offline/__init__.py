"""The offline wiki: a MediaWiki XML export in SQLite, behind the Protocol `bot.wiki.Wiki`."""

from bot.offline.wiki import OfflineWiki

__all__ = ["OfflineWiki"]

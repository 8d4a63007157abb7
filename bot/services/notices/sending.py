"""Sends a notice on one way, within bounds of time; which ways to take is decided elsewhere."""

from pathlib import Path
from typing import Final

from bot.config import ApiWiki, Config, Email, TalkPage, Way, Webhook
from bot.config.notifying import webhook_fault
from bot.errors import UsageError
from bot.mediawiki import Patience
from bot.outside.bounded import within
from bot.outside.mail import MailServer, send_mail
from bot.outside.webhook import host_of, post_json
from bot.services.notices.notice import Notice
from bot.services.notices.wording import as_json, heading, mail, subject, wikitext
from bot.services.wikis import open_wiki

SECONDS: Final = 30.0  # for one way in all, names looked up and logins included
HURRY: Final = 4.0  # for all ways together, after a signal
_PATIENCE: Final = Patience(total=10.0, longest=5.0, read=10.0)


def send(way: Way, notice: Notice, config: Config, seconds: float = SECONDS) -> None:
    """Send the notice, once, or give up after so many seconds.

    Raises BotError, with no secret in its words, where it did not go.
    """
    if isinstance(way, Email):
        password = way.password.reveal() if way.password else ""
        server = MailServer(way.server, way.port, way.encryption, way.user, password)
        text = {"subject": subject(notice), "text": mail(notice)}
        within(seconds, lambda: send_mail(server, sender=way.sender, to=way.to, **text))
    elif isinstance(way, Webhook):
        url = way.url.reveal()
        if fault := webhook_fault(url, way.allow_http):
            raise UsageError(f"its address {fault}")
        headers = {name: value.reveal() for name, value in way.headers.items()}
        within(seconds, lambda: post_json(url, headers, as_json(notice)))
    else:
        within(seconds, lambda: _write(way, notice, config))


def kind_of(way: Way) -> str:
    """What the way is called before an error, which itself says where."""
    if isinstance(way, Email):
        return "mail"
    return "webhook" if isinstance(way, Webhook) else f"talk page {way.page}"


def name_of(way: Way) -> str:
    """The way and where it leads; of a webhook's address only its host, if that is known."""
    if isinstance(way, Email):
        return f"mail to {', '.join(way.to)}"
    if isinstance(way, Webhook):
        return f"webhook at {host_of(way.url.reveal())}"
    return f"talk page {way.page}{f' on {way.wiki}' if way.wiki else ''}"


def talk_wiki(way: TalkPage, notice_wiki: str, config: Config) -> ApiWiki:
    """The wiki of a talk page; raises UsageError for one that no notice can be written to."""
    settings = config.wiki(way.wiki or notice_wiki)
    if not isinstance(settings, ApiWiki):
        raise UsageError(
            f"{settings.name} is an offline wiki, where nobody reads a notice; name another one "
            "by `wiki:`"
        )
    if settings.login is None:
        raise UsageError(f"{settings.name} has no login in the config; a notice wants one")
    return settings


def _write(way: TalkPage, notice: Notice, config: Config) -> None:
    settings = talk_wiki(way, notice.wiki, config)
    nowhere = Path()  # a real wiki keeps nothing
    wiki = open_wiki(settings, config.contact, nowhere, lambda _: None, _PATIENCE)
    try:
        wiki.post_section(way.page, heading(notice), wikitext(notice))
    finally:
        wiki.close()

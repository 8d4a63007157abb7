"""Looks at the ways of notices, and tries them where that is asked for. Shows no secret."""

from collections.abc import Iterator, Mapping

from bot.config import Config, Notify, TalkPage
from bot.config.ways import OCCASIONS
from bot.errors import BotError, UsageError
from bot.services.doctor.check import Check
from bot.services.notices import kind_of, name_of, of_test, send, talk_wiki
from bot.site import Site


def check_notify(
    config: Config, wiki: str, sites: Mapping[str, Site], *, scheduled: bool
) -> Iterator[Check]:
    """Each way, without taking it. `wiki` is the one that notices would be about.

    `sites` are the wikis that were asked already; a talk page on another one is not looked at.
    `scheduled` tells that a task wants to run by itself.
    """
    if not config.notify:
        remedy = "name a way under `notify:` in the config"
        message = "none: how a run ends is told on its standard error alone"
        yield Check("notify", "warning" if scheduled else "ok", message, remedy * scheduled)
    for one in config.notify:
        when = ", ".join(name for name in OCCASIONS if name in one.on)
        try:
            _check_way(one, config, wiki, sites)
            yield Check("notify", "ok", f"{name_of(one.way)} on {when}")
        except BotError as error:
            yield Check("notify", "wrong", f"{kind_of(one.way)}: {error}")


def _check_way(one: Notify, config: Config, wiki: str, sites: Mapping[str, Site]) -> None:
    if not isinstance(one.way, TalkPage):
        return
    site = sites.get(talk_wiki(one.way, wiki, config).name)
    if site:
        title = site.title(one.way.page)
        if not title.is_talk:
            raise UsageError("it is no talk page; notices go to those alone")


def send_tests(config: Config, wiki: str) -> Iterator[Check]:
    """Send a test notice on every way."""
    for one in config.notify:
        try:
            send(one.way, of_test(wiki), config)
        except BotError as error:
            yield Check("send_test", "wrong", f"{kind_of(one.way)}: {error}")
        else:
            remedy = "see whether it has come"
            yield Check("send_test", "ok", f"{name_of(one.way)}: a test notice was taken", remedy)

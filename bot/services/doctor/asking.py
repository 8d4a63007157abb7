"""Asks one wiki, in as few requests as there can be, and has the answers judged.

With a bot password two for the login, one for the wiki itself, one for its state and our account;
one more for the stop pages and the talk page, where there is something to see. Reads only.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.applier.stops import check_stop_page
from bot.config import ApiWiki, WikiSettings
from bot.errors import ApiError, BotError, InvalidTitle, Stopped, Unreachable
from bot.ledger import Ledger
from bot.mediawiki import MediaWiki, Patience
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate, Facets, Page
from bot.services.doctor.check import Check
from bot.services.doctor.judging import judge
from bot.site import USER_TALK, Site
from bot.task import Task
from bot.titles import Title

PATIENCE: Final = Patience(total=30.0, longest=10.0, read=30.0)
# Codes of errors that pass, and the check that they are about.
_PASSING: Final = {"maxlag": "lag", "readonly": "read_only", "ratelimited": "rate"}
_READ: Final[Facets] = frozenset({INFO, TEXT})


def ask_wiki(
    settings: WikiSettings,
    wiki: MediaWiki | OfflineWiki,
    tasks: Sequence[Task],
    ledger: Ledger | None,
) -> Iterator[Check]:
    """All that a wiki can be asked for itself and for these tasks.

    `ledger` knows which messages a person has read. Every BotError becomes a check.
    """
    try:
        site = wiki.site
        messages = False
        if isinstance(wiki, MediaWiki) and isinstance(settings, ApiWiki):
            told = wiki.checkup()
            yield from judge(settings, site, told)
            messages = told.messages
        else:
            yield Check("reach", "ok", "an offline wiki: it can be read, and edits stay here")
        yield from _pages(wiki, site, tasks, ledger, messages=messages)
    except BotError as error:
        yield _fault(error)


def _fault(error: BotError) -> Check:
    """Which check it is that a wiki failed by refusing to answer at all."""
    if isinstance(error, ApiError) and error.code in _PASSING:
        return Check(_PASSING[error.code], "warning", str(error))
    unmet = isinstance(error, Unreachable) or error.exit_code != BotError.exit_code
    return Check("reach" if unmet else "login", "wrong", str(error))


def _pages(
    wiki: MediaWiki | OfflineWiki,
    site: Site,
    tasks: Sequence[Task],
    ledger: Ledger | None,
    *,
    messages: bool,
) -> Iterator[Check]:
    """The stop pages of the tasks, and the talk page where somebody has written on it."""
    wanted: dict[Title, None] = {}
    for task in tasks:
        if task.bots.stop_page:
            try:
                wanted[site.title(task.bots.stop_page)] = None
            except InvalidTitle:
                continue  # told below, with its task
    talk = site.in_namespace(USER_TALK, site.account.name) if messages else None
    if talk:
        wanted[talk] = None
    candidates = [[Candidate(title) for title in wanted]]
    found = [page for batch in wiki.fetch(candidates, _READ) for page in batch] if wanted else []
    pages = dict(zip(wanted, found, strict=True))
    if talk:
        yield _messages(pages[talk], site, ledger)
    for task in tasks:
        yield _stop_page(task, site, pages, real=isinstance(wiki, MediaWiki))


def _messages(talk: Page, site: Site, ledger: Ledger | None) -> Check:
    ours = site.account.name
    read = ledger.notes.get(site.identity, ours, "talk") if ledger else ""
    message = f"there are new messages on {talk.title.text}"
    if read == str(talk.revid):
        return Check("messages", "ok", f"{message}, which you said you have read")
    where = site.page_url(talk.title) or "the page"
    remedy = (
        f"read {where}, logged in as {ours}, or read it and call wikisweep run once with "
        "--talk-read; wikisweep run stops until then"
    )
    return Check("messages", "warning", message, remedy)


def _stop_page(task: Task, site: Site, pages: dict[Title, Page], *, real: bool) -> Check:
    settings, about = task.bots, task.name
    if settings.stop_page is None:
        if not real:
            return Check("stop_page", "ok", "none, and nobody to use one", task=about)
        remedy = "name one, such as `bots: {stop_page: User:…/Stop}`"
        message = "none: nobody but an administrator can stop the task"
        return Check("stop_page", "warning", message, remedy, task=about)
    try:
        title = site.title(settings.stop_page)
        check_stop_page(pages[title], settings.run_text)
    except (InvalidTitle, Stopped) as error:
        return Check("stop_page", "wrong", str(error), task=about)
    return Check("stop_page", "ok", f"{title.text} says `{settings.run_text}`", task=about)

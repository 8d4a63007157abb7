"""What whole tasks cost: every row of docs/requests.md is planned on the real MediaWiki."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotOffered
from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.page import Via
from bot.plan import Edit
from bot.planner.planning import Planning
from bot.plugin import Reach
from bot.titles import Title
from bot.wiki import Backlinks, RedirectsTo
from bot.wiki.changed import ChangedSince
from devwiki.devwiki import Devwiki
from tests.docs.test_requests_page import rows
from tests.planner.conftest import make_task

pytestmark = pytest.mark.live
ROWS = rows("Whole tasks")


def opened(devwiki: Devwiki, login: str = "sweep") -> MediaWiki:
    name, password = devwiki.accounts["SweepBot"].login(login)
    return MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))


@pytest.fixture
def wiki(devwiki: Devwiki) -> Iterator[MediaWiki]:
    """The real wiki, already logged in."""
    with closing(opened(devwiki)) as one:
        assert one.site
        yield one


def lines(written: str) -> str:
    """`for_each: … · where: …` as lines of a task."""
    return written.replace(" · ", "\n")


def planned(written, wiki, ledger, tmp_path):
    planning = Planning(make_task(lines(written)), Reach(wiki, Outside(tmp_path)), ledger)
    items = [one.item for batch in planning for one in batch]
    found = [(one.title, one.after) for one in items if isinstance(one, Edit)]
    return planning.plan, found


@pytest.mark.parametrize(("written", "requests"), ROWS, ids=[name for name, _ in ROWS])
def test_a_task_costs_what_the_page_says(wiki, ledger, tmp_path, written, requests):
    plan, _ = planned(written, wiki, ledger, tmp_path)
    assert plan.funnel.seen
    assert plan.requests == requests


def test_the_page_has_rows():
    assert len(ROWS) > 8


@pytest.mark.parametrize(
    "where",
    [
        "[orphan]",
        "[orphan, {longer_than: 300}]",
        "[{redirect: false}, orphan, {text: a}]",
        "[{any: [orphan, {longer_than: 2000}]}]",
        "[{namespace: 0}, {redirect: false}, {shorter_than: 900}, {title: {matches: '^M'}}]",
        "[{not: orphan}, {in_category: Planets}]",
    ],
)
@pytest.mark.parametrize("source", ["{all_pages: {}}", "{backlinks: {to: Mercury}}"])
def test_stages_and_narrower_questions_change_no_item(wiki, ledger, tmp_path, source, where):
    """Against a small account that reads 50 pages at a time, from a source that is no question."""
    do = "do: [{replace: {find: a, with: b}}]"
    plan, found = planned(f"for_each: {source} · where: {where} · {do}", wiki, ledger, tmp_path)
    other, same = planned(
        f"for_each: {{union: [{source}]}} · where: {where} · {do}", wiki, ledger, tmp_path
    )
    assert found == same
    assert plan.funnel.planned == other.funnel.planned == len(found)
    assert plan.funnel.seen <= other.funnel.seen


def test_an_account_with_small_limits_gets_the_same(devwiki, wiki, ledger, tmp_path):
    written = "where: [orphan, {longer_than: 300}] · do: [{replace: {find: a, with: b}}]"
    _, found = planned(written, wiki, ledger, tmp_path)
    with closing(opened(devwiki, "small")) as small:
        assert planned(written, small, ledger, tmp_path)[1] == found


def test_changes_of_long_ago_are_refused_and_none_are_of_just_now(wiki):
    now = datetime.now(UTC)
    with pytest.raises(NotOffered, match="recent changes reach"):
        list(wiki.enumerate(ChangedSince(since=now - timedelta(days=9999))))
    assert Title(0, "Nowhere") not in {
        one.title for batch in wiki.enumerate(ChangedSince(since=now)) for one in batch
    }


def test_redirects_that_are_known_lead_to_the_same_pages(wiki):
    to = wiki.site.title("Mercury")
    walked = Backlinks(to=to, through_redirects=True, namespaces=(0, 1))
    redirects = tuple(
        one for batch in wiki.enumerate(RedirectsTo(to=to, double=True)) for one in batch
    )
    known = replace(walked, known=redirects)

    def found(query: Backlinks) -> dict[Title, tuple[bool, frozenset[Via]]]:
        every = (one for batch in wiki.enumerate(query) for one in batch)
        return {one.title: (one.direct, frozenset(one.via)) for one in every}

    before = wiki.requests
    assert found(known) == found(walked)
    assert len(redirects) > 3
    assert wiki.requests - before == 6

"""What is known of a page before an item is sent to it."""

from dataclasses import replace

import pytest

from bot.applier.hindrances import hindrance, kept_away
from bot.plan import Edit, Publish
from bot.task import BotSettings

TEXT = "some text"


@pytest.fixture
def page(house):
    return house({"Page": TEXT}).wiki.page("Page")


def item(kind, page, **more):
    told = {
        "title": page.title,
        "pageid": page.pageid,
        "baserevid": page.revid,
        "read_at": page.read_at,
        "before": TEXT,
        "after": "more",
        "summary": "s",
    }
    return kind(**told | more)


@pytest.mark.parametrize("kind", [Edit, Publish])
def test_a_page_that_is_as_it_was_hinders_nothing(page, kind):
    assert hindrance(item(kind, page), page) is None


@pytest.mark.parametrize("kind", [Edit, Publish])
def test_a_page_that_is_gone_is_missing(page, kind):
    outcome = hindrance(item(kind, page), replace(page, exists=False))
    assert outcome
    assert outcome.code == "missing"


@pytest.mark.parametrize("kind", [Edit, Publish])
def test_another_page_under_the_title_is_a_conflict(page, kind):
    outcome = hindrance(item(kind, page), replace(page, pageid=99))
    assert outcome
    assert outcome.code == "conflict"


def test_an_edit_whose_page_only_moved_on_is_not_hindered(page):
    assert hindrance(item(Edit, page), replace(page, revid=page.revid + 1)) is None


def test_a_report_is_never_laid_over_what_somebody_wrote(page):
    outcome = hindrance(item(Publish, page), replace(page, revid=page.revid + 1))
    assert outcome
    assert outcome.code == "conflict"


def test_a_page_to_be_created_may_not_exist(page):
    new = item(Publish, page, baserevid=None, pageid=None, before="")
    outcome = hindrance(new, page)
    assert outcome
    assert outcome.code == "exists"
    assert hindrance(new, replace(page, exists=False)) is None


def test_bots_keeps_an_account_away_unless_it_need_not_be_respected(page):
    account = page.site.account
    denied = item(Edit, page, before="{{nobots}} text")
    outcome = kept_away(denied, account, BotSettings())
    assert outcome
    assert outcome.code == "refused"
    assert kept_away(denied, account, BotSettings(respect=False, reason="our own pages")) is None
    assert kept_away(item(Edit, page), account, BotSettings()) is None

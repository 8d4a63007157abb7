"""Whether the last edits still stand."""

from dataclasses import replace

import pytest

from bot.applier.pages import Pages
from bot.applier.settling import sha1
from bot.page import INFO
from bot.plan import Edit, Outcome
from bot.wiki import Sha1

OURS = 105


@pytest.mark.parametrize(
    ("revid", "text", "reverted"),
    [
        (OURS + 1, "old", True),
        (OURS + 1, "other", False),
        (OURS, "new", False),
        (OURS - 4, "old", False),  # a replica that lags shows the page as it was before our edit
    ],
)
def test_an_edit_is_taken_back_where_a_later_revision_has_the_text_before_it(
    house, revid, text, reverted
):
    wiki = house({"Page": "old"}).wiki
    page = wiki.page("Page")
    edit = Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before="old",
        after="new",
        summary="s",
    )
    pages = Pages(wiki)
    pages.watch(edit, Outcome(code="saved", revid=OURS))
    now = replace(page, revid=revid, facets={INFO: None, Sha1(): sha1(text)})
    assert list(pages.reverted({page.title: now})) == ([page.title] if reverted else [])
    gone = replace(now, exists=False)
    assert list(pages.reverted({page.title: gone})) == []

"""Options from rows on the real MediaWiki: the same pages as one by one, in as few requests."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.plan import Edit, Plan
from bot.planner.planning import Planning
from bot.plugin import Reach
from bot.site import Limits
from devwiki.devwiki import Devwiki
from tests.planner.conftest import make_task

pytestmark = pytest.mark.live
WORDS = {
    "Mercury (planet)": ("Infobox planet", "Planets", "Sun"),
    "Venus": ("Infobox planet", "Planets", "Sun"),
    "Gold": ("Infobox element", "Chemical elements", "Metal"),
    "Mercury": ("Disambiguation", "Disambiguation pages", "Mercury (planet)"),
    "Cinnabar": ("Infobox planet", "Minerals", "Mercury (element)"),
    "No such page": ("Infobox planet", "Planets", "Sun"),
}
COLUMNS = ("template", "category", "link")


@pytest.fixture
def wiki(devwiki: Devwiki) -> Iterator[MediaWiki]:
    """The real wiki, already logged in."""
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    account = BotPassword(name, password)
    with closing(MediaWiki("devwiki", devwiki.api, "User:Tester", account)) as one:
        assert one.site
        yield one


class Slow(MediaWiki):
    """Takes two titles at a time."""

    @property
    def site(self):
        return replace(super().site, limits=Limits(titles=2, listing=500))


def planned(more, wiki, ledger, tmp_path) -> Plan:
    planning = Planning(make_task(more), Reach(wiki, Outside(tmp_path)), ledger)
    for _ in planning:
        pass
    return planning.plan


def by_row(where, wiki, ledger, tmp_path) -> tuple[set[str], int]:
    """The pages that the filters keep, each with its own row, and what that cost."""
    lines = [",".join((name, *row)) for name, row in WORDS.items()]
    table = "\n".join([",".join(("page", *COLUMNS)), *lines])
    (tmp_path / "list.csv").write_text(table, encoding="utf-8")
    more = f"for_each: {{file: list.csv}}\nwhere: {where}\ndo: [{{report: {{columns: [title]}}}}]"
    plan = planned(more, wiki, ledger, tmp_path)
    return {one.title.text for one in ledger.rows(plan.id)}, plan.requests


def one_by_one(where, wiki, ledger, tmp_path) -> set[str]:
    """The pages that the same filters keep with the row's values written out, a task a page."""
    kept = set()
    for name, row in WORDS.items():
        written = where
        for column, value in zip(COLUMNS, row, strict=True):
            written = written.replace(f"${{row.{column}}}", value)
        more = (
            f"for_each: {{titles: ['{name}']}}\nwhere: {written}\n"
            "do: [{report: {columns: [title]}}]"
        )
        plan = planned(more, wiki, ledger, tmp_path)
        kept |= {one.title.text for one in ledger.rows(plan.id)}
    return kept


@pytest.mark.parametrize(
    ("where", "requests"),
    [
        ("[{has_template: '${row.template}'}]", 1),
        ("[{in_category: '${row.category}'}]", 1),
        ("[{has_link: {to: '${row.link}', rendered: true}}]", 1),
        ("[{has_link: '${row.link}'}]", 1),
        ("[{has_template: '${row.template}'}, {not: orphan}]", None),
        ("[{has_link: {to: '${row.link}', through_redirects: true}}]", None),
        ("[{not: {in_category: {category: '${row.category}', depth: 1}}}]", None),
        ("[{any: [{exists: false}, {text: '${row.link}'}]}]", 1),
    ],
)
def test_rows_keep_the_pages_that_the_same_options_would_keep(
    wiki, ledger, tmp_path, where, requests
):
    found, took = by_row(where, wiki, ledger, tmp_path)
    assert found == one_by_one(where, wiki, ledger, tmp_path)
    assert set() < found < set(WORDS)
    if requests is not None:
        assert took == requests


def test_small_batches_keep_the_same_pages(devwiki, wiki, ledger, tmp_path):
    where = "[{has_template: '${row.template}'}, orphan]"
    found, _ = by_row(where, wiki, ledger, tmp_path)
    with closing(Slow("devwiki", devwiki.api, "User:Tester")) as slow:
        again, took = by_row(where, slow, ledger, tmp_path)
    assert again == found
    assert took > 3


def test_redirects_are_asked_for_once_for_each_value(wiki, ledger, tmp_path):
    (tmp_path / "list.csv").write_text(
        "page,old\nPlanet,Mercury\nGold,Mercury\nVenus,Mercury\nNo such page,Gold\n"
    )
    more = """
for_each: {file: list.csv}
do: [{retarget_link: {from: '${row.old}', to: Somewhere, redirects: follow}}]
"""
    plan = planned(more, wiki, ledger, tmp_path)
    alone = planned(more.replace("${row.old}", "Mercury"), wiki, ledger, tmp_path)
    assert plan.requests == alone.requests
    texts = [
        [one.item.after for one in ledger.items(found.id) if isinstance(one.item, Edit)]
        for found in (plan, alone)
    ]
    assert texts[0] == texts[1]

"""docs/requests.md says what sources cost: every row of its tables is run on the real MediaWiki."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.loading import installed_tables, parse_task
from bot.mediawiki import BotPassword, MediaWiki
from bot.outside import Outside
from bot.plugin import Reach
from devwiki.devwiki import Devwiki

PAGE = Path(__file__).resolve().parents[2] / "docs" / "requests.md"
ROW = re.compile(r"^\| `(.+?)` \|(.*)\| (\d+) \|$", re.MULTILINE)


def rows(heading: str) -> list[tuple[str, int]]:
    """What stands in the tables under a heading, with what it costs."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    return [(row[1], int(row[3])) for row in ROW.finditer(section.partition("\n## ")[0])]


@pytest.fixture(scope="module")
def reach(devwiki: Devwiki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reach]:
    """The real wiki, already logged in."""
    name, password = devwiki.accounts["SweepBot"].login("sweep")
    wiki = MediaWiki("devwiki", devwiki.api, "User:Tester", BotPassword(name, password))
    with closing(wiki):
        assert wiki.site
        yield Reach(wiki, Outside(tmp_path_factory.mktemp("outside")))


@pytest.mark.live
@pytest.mark.parametrize(("source", "requests"), rows("Sources"))
def test_a_source_costs_what_the_page_says(reach, source, requests):
    text = f"for_each:\n  {source}\ndo:\n  - report: {{columns: {{page: title}}}}\n"
    task = parse_task(text, "row.yaml", installed_tables())
    task.source.fits(reach.wiki.site)
    before = reach.wiki.requests
    found = [one for batch in task.source.candidates(reach) for one in batch]
    assert reach.wiki.requests - before == requests
    assert found


def test_the_page_has_rows():
    assert len(rows("Sources")) > 20

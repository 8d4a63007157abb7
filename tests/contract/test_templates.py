"""What templates bring, the offline wiki does not know: how much that is, and that it is all.

`test_agreement` proves that `expanded` answers as the real wiki does.
"""

import pytest

from bot.page import NOTHING
from bot.titles import Title
from bot.wiki import Backlinks, Categories, Titles
from bot.wikitext.extract import extract
from tests.contract.expanded import all_pages, has_templates

pytestmark = pytest.mark.live


@pytest.fixture(scope="session")
def with_templates(offline):
    return {page.title for page in all_pages(offline) if has_templates(page)}


@pytest.fixture(scope="session")
def backlinks(offline, expanded):
    """(linking page, target) as the offline wiki says, and as it would if it knew templates."""
    targets: set[Title] = set()
    for wiki in (offline, expanded):
        for page in all_pages(wiki):
            targets |= extract(page.text, wiki.site, page.title).links | {page.title}
    return tuple(
        {
            (one.title, target)
            for target in targets
            for batch in wiki.enumerate(Backlinks(to=target))
            for one in batch
        }
        for wiki in (offline, expanded)
    )


def test_every_backlink_that_is_not_known_offline_is_on_a_page_with_templates(
    backlinks, with_templates
):
    offline, expanded = backlinks
    unknown = expanded - offline
    assert {page for page, _ in unknown} <= with_templates
    only = {target.text for page, target in unknown if page.text == "Links by template only"}
    assert "Mercury" in only


def test_the_only_backlinks_too_many_are_in_parameters_that_a_template_drops(backlinks):
    offline, expanded = backlinks
    # from MediaWiki 1.43 on a link to a section of the page itself is none (docs/backlinks.md)
    to_itself = {(page, target) for page, target in offline - expanded if page == target}
    assert {page.text for page, _ in to_itself} <= {"Links to itself"}
    assert offline - expanded - to_itself == {(Title(0, "Nested templates"), Title(0, "Venus"))}


def test_most_backlinks_are_known(backlinks):
    offline, expanded = backlinks
    assert len(offline & expanded) / len(expanded) > 0.9


def test_every_category_that_is_not_known_offline_is_on_a_page_with_templates(
    offline, expanded, with_templates
):
    found = []
    for wiki in (offline, expanded):
        titles = tuple(page.title for page in all_pages(wiki))
        batches = wiki.fetch(Titles(titles=titles), NOTHING | {Categories()})
        found.append({page.title: page[Categories()] for batch in batches for page in batch})
    written, brought = found
    unknown = {title for title, categories in brought.items() if categories - written[title]}
    assert Title(0, "Earth") in unknown
    assert unknown <= with_templates
    assert all(written[title] <= brought[title] for title in brought)

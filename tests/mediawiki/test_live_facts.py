"""What only a real wiki tells of pages: who worked on them, protection, properties, language."""

import pytest

from bot.page import INFO, Candidate
from bot.wiki import (
    Contributors,
    Edited,
    FirstRevision,
    Language,
    LastRevision,
    Property,
    Protection,
)

pytestmark = pytest.mark.live


@pytest.fixture
def told(open_wiki):
    wiki = open_wiki()

    def of(name, facet):
        [[page]] = wiki.fetch([[Candidate(wiki.site.title(name))]], frozenset({INFO, facet}))
        return page[facet]

    return of


def test_the_first_and_the_last_revision_and_all_editors(told):
    first, last = told("Amalgam", FirstRevision()), told("Amalgam", LastRevision())
    assert first.parent == 0
    assert first.revid < last.revid
    assert first.timestamp < last.timestamp == told("Amalgam", Edited())
    editors = told("Amalgam", Contributors())
    assert {first.user, last.user, "SweepBot"} <= editors.users
    assert editors.anonymous == 0


def test_protection_of_pages_and_titles(scratch, told):
    script = scratch.maintenance
    script("protect", "--user", "Admin", "Brass")
    restrictions = told("Brass", Protection())
    assert {(one.action, one.level) for one in restrictions} == {
        ("edit", "sysop"),
        ("move", "sysop"),
    }
    assert told("Tin", Protection()) == ()


def test_properties_and_languages(told):
    assert told("Mercury", Language()) == "en"
    assert told("Nowhere at all", Language()) == ""
    assert told("Mercury", Property("no such property")) is None
    assert told("Category:Maintenance", Property("hiddencat")) == ""
    assert told("Nowhere at all", Property("hiddencat")) is None


def test_what_is_missing_has_no_history(told):
    for facet in (FirstRevision(), LastRevision(), Edited()):
        assert told("Nowhere at all", facet) is None
    assert told("Nowhere at all", Contributors()).users == frozenset()

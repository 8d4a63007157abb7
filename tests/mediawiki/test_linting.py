"""Lint errors: only where the wiki has the extension, by the names that it has there."""

import pytest

from bot.errors import NotOffered, UsageError
from bot.wiki import LintErrors
from tests.mediawiki.asking import entry, own
from tests.mediawiki.lists import answer, everything, titles
from tests.mediawiki.scripted import SWEEP, siteinfo

# As Extension:Linter's Hooks::onAPIQuerySiteInfoGeneralInfo gives them.
KINDS = {
    "high": ["fostered", "misnested-tag"],
    "medium": ["bogus-image-options"],
    "low": ["obsolete-tag", "missing-end-tag"],
}


@pytest.fixture
def linted(wiki):
    """The scripted wiki with the extension."""
    about = siteinfo()
    about["query"]["general"]["linter"] = KINDS
    wiki.about = about
    return wiki


def test_a_page_comes_once_however_many_errors_it_has(linted, session):
    first = answer(
        "linterrors",
        entry(1, lintId=5, category="fostered"),
        entry(1, lintId=6, category="fostered"),
        more={"lntfrom": "7"},
    )
    linted.will(first, answer("linterrors", entry(2, lintId=7), entry(1)))
    assert titles(session(SWEEP), LintErrors()) == ["P1", "P2"]
    assert own(linted.asked[0]) == {"list": "linterrors", "lntlimit": "max"}


def test_errors_go_by_name_and_by_priority(linted, session):
    linted.will(answer("linterrors"))
    query = LintErrors(categories=("low", "fostered", "obsolete-tag"), namespaces=(0,))
    everything(session(SWEEP), query)
    assert own(linted.asked[0]) == {
        "list": "linterrors",
        "lntlimit": "max",
        "lntcategories": "obsolete-tag|missing-end-tag|fostered",
        "lntnamespace": "0",
    }


@pytest.mark.usefixtures("linted")
def test_a_name_that_is_none_is_told_with_what_was_meant(session):
    with pytest.raises(UsageError, match="no lint error called 'fosterd'; did you mean `fostered`"):
        everything(session(SWEEP), LintErrors(categories=("fosterd",)))


def test_a_wiki_without_the_extension_is_told(session):
    with pytest.raises(NotOffered, match="testwiki has no Extension:Linter"):
        everything(session(SWEEP), LintErrors())


@pytest.mark.usefixtures("linted")
def test_where_no_page_is_nothing_is_asked(session):
    assert everything(session(SWEEP), LintErrors(namespaces=(99,))) == []

"""The source `orphans`: what its options ask, and what an export answers.

What the real wiki and its replica answer is in `test_unlinked.py`.
"""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot import wiki
from bot.errors import InvalidTitle, NotOffered, UsageError
from bot.filters.orphan import Orphan
from bot.patterns import compile_pattern
from bot.sources.orphans import Orphans
from bot.titles import Title
from bot.wiki import Incoming
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages

PAGES = {
    "A": "[[B]] [[A]]",
    "B": "",
    "C": "[[To D]]",
    "D": "",
    "To D": "#REDIRECT [[D]]",
    "Talk:A": "[[E]] [[B]]",
    "E": "",
    "F": "[[B]] [[D]] [[Category:Lists]]",
}


def titles(reach, **options):
    return [title for title, *_ in found(made(Orphans, **options), reach)]


def test_articles_without_links_from_articles_are_found_by_title(tmp_path):
    with linked_pages(tmp_path, PAGES) as reach:
        assert titles(reach) == ["A", "C", "E", "F"]
        assert titles(reach, links_from="all") == ["A", "C", "F"]
        assert titles(reach, fewer_than=2) == ["A", "C", "E", "F"]
        assert titles(reach, fewer_than=3) == ["A", "B", "C", "D", "E", "F"]
        assert titles(reach, except_categories="Lists") == ["A", "C", "E", "F"]
        assert titles(reach, except_categories="Lists", fewer_than=2) == [*"ABCDEF"]
        assert titles(reach, except_titles="^[ACF]") == ["A", "B", "C", "D", "E", "F"]
        assert titles(reach, limit=2) == ["A", "C"]


def test_where_the_orphans_are_is_another_question(tmp_path):
    with linked_pages(tmp_path, PAGES) as reach:
        assert titles(reach, namespace="Talk") == ["Talk:A"]
        assert titles(reach, redirects="only") == []
        assert titles(reach, redirects="only", links_from="Talk") == ["To D"]
        assert titles(reach, namespace=["0", "Talk"], redirects="include") == [
            *("A", "C", "E", "F", "Talk:A")
        ]
        assert set(titles(reach, namespace="all")) > {"A", "Talk:A"}


def test_an_export_does_not_know_which_pages_are_disambiguation_pages(tmp_path):
    with (
        linked_pages(tmp_path, PAGES) as reach,
        pytest.raises(NotOffered, match="leave `disambiguations` out"),
    ):
        titles(reach, disambiguations="exclude")


def test_every_option_reaches_the_query(query_of):
    options = {
        "fewer_than": "3",
        "disambiguations": "exclude",
        "except_titles": "^list",
        "except_categories": ["Category:Lists", "Big lists"],
        "count": "written",
        "case": "ignore",
    }
    links = Incoming(
        namespaces=(0, 2),
        enough=3,
        unlike=(compile_pattern("^list", case="ignore"),),
        not_in=frozenset({Title(14, "Category:Lists"), Title(14, "Category:Big lists")}),
        not_disambiguations=True,
        written=True,
    )
    asked = query_of(
        made(Orphans, **options, links_from=["0", "User"], namespace="Talk", request_size="7")
    )
    assert asked == wiki.Orphans(links=links, namespaces=(1,), request_size=7)
    filtered = Orphan.model_validate({**options, "namespace": ["0", "User"]})
    assert filtered.needs(query_of.site) == {links}


def test_content_means_the_namespaces_with_articles(query_of):
    site = query_of.site
    content = tuple(sorted(one.id for one in site.namespaces.values() if one.content))
    plain = query_of(made(Orphans))
    assert plain == wiki.Orphans(links=Incoming(namespaces=content), namespaces=content)
    assert query_of(made(Orphans, links_from=["Content", "Talk"])).links.namespaces == (
        *(*content, 1),
    )
    assert query_of(made(Orphans, namespace=" ALL ")) == replace(plain, namespaces=None)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"namespace": "Tlak"}, UsageError),
        ({"links_from": "Tlak"}, UsageError),
        ({"except_categories": "Talk:X"}, UsageError),
        ({"except_categories": "A[b"}, InvalidTitle),
    ],
)
def test_what_the_wiki_cannot_have_is_refused(query_of, options, error):
    with pytest.raises(error):
        made(Orphans, **options).fits(query_of.site)


@pytest.mark.parametrize(
    "options",
    [{"fewer_than": 0}, {"except_titles": "("}, {"namespace": []}, {"through": "superset"}],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        made(Orphans, **options)

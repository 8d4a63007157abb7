"""Facets alike of several pages: asked for as one, and each page has its own again."""

from bot.page import INFO, TEXT, Facets, FacetValues
from bot.planner.joining import joined, own
from bot.titles import Title
from bot.wiki import Categories, LinkedPages, Property, ShownFiles, UsedTemplates

A, B, C = (frozenset({Title(10, f"Template:{name}")}) for name in "ABC")
FILE = frozenset({Title(6, "File:A")})


def test_what_is_not_about_titles_is_asked_as_it_is():
    facets: Facets = frozenset({INFO, TEXT, Categories(), Property("a"), Property("b")})
    assert joined([facets, frozenset({INFO})]) == {one: one for one in facets}


def test_facets_that_differ_in_titles_alone_become_one():
    one, other, files = UsedTemplates(A), UsedTemplates(B | C), ShownFiles(FILE)
    wide = UsedTemplates(A | B | C)
    asked = joined([frozenset({one, INFO}), frozenset({other, files})])
    assert asked == {one: wide, other: wide, INFO: INFO, files: files}


def test_where_one_asks_for_everything_that_is_enough_for_all():
    for facets in ([UsedTemplates(A), UsedTemplates()], [UsedTemplates(), UsedTemplates(A)]):
        asked = joined(frozenset({one}) for one in facets)
        assert set(asked.values()) == {UsedTemplates()}


def test_facets_that_differ_otherwise_stay_apart():
    one, other = LinkedPages(A, namespaces=(0,)), LinkedPages(B)
    assert joined([frozenset({one, other})]) == {one: one, other: other}


def test_a_page_has_the_values_of_its_own_facets():
    mine, whole = UsedTemplates(A | B), UsedTemplates()
    asked = joined([frozenset({mine, whole, INFO})])
    values: FacetValues = {UsedTemplates(): B | C, INFO: None}
    assert own(values, frozenset({mine, INFO}), asked) == {mine: B, INFO: None}
    assert own(values, frozenset({whole}), asked) == {whole: B | C}


def test_what_a_page_lacks_stays_lacking():
    asked = joined([frozenset({INFO, TEXT})])
    assert own({INFO: None}, frozenset({INFO, TEXT}), asked) == {INFO: None}

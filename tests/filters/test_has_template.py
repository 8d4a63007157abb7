"""The filter `has_template`: by the wiki's table, or as written and with what parameters."""

import pytest
from pydantic import ValidationError

from bot.errors import InvalidTitle
from bot.page import TEXT
from bot.wiki import RedirectsTo, UsedTemplates
from tests.filters.facts import asks_no_more, make, page_with, queries, titles
from tests.pairs import SITE

BOX = RedirectsTo(to=SITE.title("Template:Box"))


def written(text, *redirects, template="Box", **options):
    one = make("has_template", template=template, **options)
    page = page_with(text=text or " ", known={BOX: redirects})
    asks_no_more(one, page)
    return one.keep(page), one.finding(page)


def test_what_the_wiki_s_table_has_counts():
    one = make("has_template", template=["box", "Template:Old_box", ":Mars", "User:Ann/Box"])
    one.fits(SITE)
    facet = UsedTemplates(titles("Template:Box", "Template:Old box", "Mars", "User:Ann/Box"))
    assert one.needs(SITE) == {facet}
    page = page_with({facet: titles("Template:Box", "Mars")})
    assert one.keep(page)
    assert one.finding(page) == "Mars, Template:Box"
    assert not one.keep(page_with({facet: titles()}))
    assert one.finding(page_with({facet: titles()})) == ""
    asks_no_more(one, page)


def test_as_written_it_asks_for_the_text_and_the_redirects():
    one = make("has_template", template="Box", written=True)
    assert TEXT in one.needs(SITE)
    assert queries(one) == {BOX}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{{Box}}", True),
        ("{{box }}", True),
        ("a {{Template:Box|x}} b", True),
        ("{{Old box}}", True),
        ("<ref>{{Box}}</ref>", True),
        ("", False),
        ("{{Boxes}}", False),
        ("[[Template:Box]]", False),
        ("<nowiki>{{Box}}</nowiki>", False),
        ("<!-- {{Box}} -->", False),
        ("<includeonly>{{Box}}</includeonly>", False),
        ("{{User:Box}}", False),
    ],
)
def test_as_written_a_use_by_name_or_redirect_counts(text, kept):
    assert written(text, "Template:Old box", written=True)[0] is kept


@pytest.mark.parametrize(
    ("wanted", "kept", "dropped"),
    [
        (
            {"a": "x"},
            ["a=x", "a= x ", "b=1|a=x", "a=<!-- c -->x"],
            ["a=X", "a=xy", "a=", "x", "b=x"],
        ),
        ({"a": ["x", "y"]}, ["a=x", "a=y"], ["a=z"]),
        ({"a": {"equals": "x", "case": "ignore"}}, ["a=X"], ["a=xx"]),
        ({"a": {"matches": "^[0-9]"}}, ["a=1b"], ["a=b1", "a="]),
        ({"a": {"matches": "B", "case": "ignore"}}, ["a=b"], ["a=c"]),
        ({"a": {"present": "true"}}, ["a=", "a=x"], ["b=x", ""]),
        ({"a": {"present": False}}, ["b=x", ""], ["a=", "a=x"]),
        ({"a": {"empty": True}}, ["a=", "a=  ", "b=x"], ["a=x", "a=0"]),
        ({"a": {"empty": False}}, ["a=x", "a=0"], ["a=", "b=x"]),
        ({"1": "x"}, ["x", " x ", "1=x"], ["y|x", "2=x"]),
        ({"2": "x"}, ["y|x", "2=x"], ["x"]),
        ({"a": "1", "b": "2"}, ["a=1|b=2"], ["a=1", "b=2", "a=2|b=1"]),
        ({"a": "{{B|c=d}}"}, ["a={{B|c=d}}"], ["a={{B|c=e}}"]),
    ],
)
def test_parameters(wanted, kept, dropped):
    found = [
        arguments
        for arguments in kept + dropped
        if written(f"{{{{Box|{arguments}}}}}", **{"with": wanted})[0]
    ]
    assert found == kept


def test_all_parameters_are_of_one_use():
    wanted = {"with": {"a": "1", "b": "2"}}
    assert not written("{{Box|a=1}} {{Box|b=2}}", **wanted)[0]
    assert written("{{Box|a=1}} {{Box|a=1|b=2}}", **wanted)[0]
    assert not written("{{Other|a=1|b=2}}", **wanted)[0]
    assert written("{{Old box|a=1|b=2}}", "Template:Old box", **wanted)[0]


def test_the_finding_has_the_values_that_are_asked_for():
    wanted = {"with": {"a": "1", "b": {"empty": True}}}
    assert written("{{Box|a=7|c=3}} {{Box|b=\n2\n}}", **wanted) == (
        False,
        "Template:Box|a=7|b is missing, Template:Box|a is missing|b=2",
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "required"),
        ({"template": []}, "at least 1"),
        ({"template": "x", "with": {"a": {}}}, "say one thing"),
        ({"template": "x", "with": {"a": {"present": True, "equals": "x"}}}, "say one thing"),
        ({"template": "x", "with": {"a": {"present": True, "empty": True}}}, "say one thing"),
        ({"template": "x", "with": {"a": {"equal": "x"}}}, "not permitted"),
        ({"template": "x", "with": {"a": {"matches": "("}}}, "is not a pattern"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    with pytest.raises(ValidationError, match=words):
        make("has_template", **options)


def test_a_template_that_cannot_be_is_told_before_the_first_page():
    with pytest.raises(InvalidTitle):
        make("has_template", template="A{b").fits(SITE)


def test_two_filters_that_say_the_same_are_one():
    wanted = {"template": "Box", "with": {"a": ["x", "y"], "b": {"present": True}}}
    assert {make("has_template", **wanted), make("has_template", **wanted)} == {
        make("has_template", **wanted)
    }

"""How sources read the pages that their options name."""

import pytest

from bot.errors import InvalidTitle, UsageError
from bot.site import plain_site
from bot.sources.page_names import page_titles, titles_within

SITE = plain_site()


def test_names_are_normalised_and_come_once():
    titles = page_titles(("mercury_(planet)", "Mercury (planet)", "talk:X"), SITE)
    assert [str(title) for title in titles] == ["Mercury (planet)", "Talk:X"]


def test_a_name_without_prefix_is_in_the_usual_namespace():
    assert [str(title) for title in page_titles(("cn", ":Mercury", "User:A/B"), SITE, 10)] == [
        "Template:Cn",
        "Mercury",
        "User:A/B",
    ]


def test_a_name_that_must_be_of_a_namespace_may_leave_its_prefix_out():
    names = ("a.png", "File:A.png", "Image:b.png")
    assert [str(one) for one in titles_within(names, SITE, 6, "file")] == [
        "File:A.png",
        "File:B.png",
    ]


@pytest.mark.parametrize("name", ["Talk:A.png", ":A.png", "Media:A.png"])
def test_a_name_of_another_namespace_is_refused(name):
    with pytest.raises(UsageError, match="is no file; leave its prefix out"):
        titles_within(("A.png", name), SITE, 6, "file")


def test_a_name_that_no_page_can_have_is_refused():
    with pytest.raises(InvalidTitle):
        page_titles(("A", "a|b"), SITE)

"""Where a redirect's target stands; which texts are redirects is tested with `extract`."""

import pytest

from bot.wikitext.redirects import find_redirect
from tests.pairs import SITE, make_site


@pytest.mark.parametrize(
    ("text", "target", "rest"),
    [
        ("#REDIRECT [[Mars]]", "Mars", ""),
        (" \n#redirect:\n[[ Mars#Poles |x]]  \n\n{{R}}", " Mars#Poles ", "{{R}}"),
        ("#REDIRECT [[M%61rs]]x", "M%61rs", "x"),
    ],
)
def test_the_target_and_the_rest_of_the_page_have_their_places(text, target, rest):
    redirect = find_redirect(text, SITE)
    assert redirect is not None
    assert redirect.target.title == SITE.title("Mars")
    assert text[slice(*redirect.target_span)] == target
    assert text[redirect.end :] == rest


@pytest.mark.parametrize(
    "text",
    ["", "[[Mars]]", "#REDIRECT", "#REDIRECT [[a{b]]", "#REDIRECT [[#x]]", "x #REDIRECT [[Mars]]"],
)
def test_other_texts_are_no_redirects(text):
    assert find_redirect(text, SITE) is None


def test_of_two_words_with_one_beginning_the_longer_is_read():
    site = make_site(redirect_words=("#RE", "#REDIRECT"))
    assert find_redirect("#REDIRECT [[Mars]]", site) is not None

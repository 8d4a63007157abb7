"""Addresses of pages as a wiki gives them lead back to the very pages, and others lead nowhere."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidTitle
from bot.site import plain_site
from bot.sources.addresses import title_at

SITE = replace(plain_site(), article_url="https://en.example.org/wiki/$1")
INDEX = replace(SITE, article_url="http://127.0.0.1:8090/index.php/$1")
QUERY = replace(SITE, article_url="https://en.example.org/w/index.php?title=$1&uselang=en")


def text(address, site=SITE):
    title = title_at(site, address)
    return title and title.text


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://en.example.org/wiki/Mercury_(planet)", "Mercury (planet)"),
        ("http://en.example.org/wiki/Mercury", "Mercury"),
        ("https://EN.example.org/wiki/Mercury", "Mercury"),
        ("https://en.example.org/wiki/%E6%B0%B4%E6%98%9F", "水星"),
        ("https://en.example.org/wiki/水星", "水星"),
        ("https://en.example.org/wiki/Talk:A/B", "Talk:A/B"),
        ("https://en.example.org/wiki/What_is_mercury%3F", "What is mercury?"),
        ("https://en.example.org/wiki/Mercury?action=raw", "Mercury"),
        ("https://en.example.org/wiki/Mercury#Orbit", "Mercury"),
        ("https://en.example.org/wiki/A%2BB", "A+B"),
        ("http://en.example.org/entity/Q42", "Q42"),
        ("https://en.example.org/entity/P31", "Property:P31"),
        ("https://en.example.org/entity/L7", "Lexeme:L7"),
    ],
)
def test_an_address_of_the_wiki_is_a_page(address, title):
    assert text(address) == title


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Mercury",
        "https://de.example.org/wiki/Mercury",
        "https://en.example.org:8443/wiki/Mercury",
        "https://en.example.org/w/Mercury",
        "https://en.example.org/wiki/",
        "https://en.example.org/wiki/%7B%7B",
        "https://en.example.org/entity/",
        "ftp://en.example.org/wiki/Mercury",
        "https://[",
        "https://en.example.org.evil.example/wiki/Mercury",
        "https://en.example.org@evil.example/wiki/Mercury",
    ],
)
def test_any_other_address_is_none(address):
    assert text(address) is None


def test_other_forms_of_addresses_are_read_as_the_wiki_writes_them():
    assert text("http://127.0.0.1:8090/index.php/A_b", INDEX) == "A b"
    assert text("http://127.0.0.1/index.php/A_b", INDEX) is None
    assert text("https://en.example.org/w/index.php?title=A_b&uselang=en", QUERY) is None
    plain = replace(QUERY, article_url="https://en.example.org/w/index.php?title=$1")
    assert text("https://en.example.org/w/index.php?title=A_b%26c&action=edit", plain) == "A b&c"


def test_a_wiki_without_addresses_has_no_page_at_any():
    assert text("https://en.example.org/wiki/A", replace(SITE, article_url="")) is None
    assert text("", replace(SITE, article_url="")) is None


@given(st.text(max_size=30))
def test_the_address_that_a_page_has_leads_back_to_it(name):
    for site in (SITE, INDEX):
        try:
            title = site.title(name)
        except InvalidTitle:
            continue
        assert title_at(site, site.page_url(title)) == title

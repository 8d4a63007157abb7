"""The answer to meta=siteinfo, in both formats and with parts missing."""

import pytest

from bot import siteinfo


def test_both_formatversions_give_the_same_namespaces():
    first = {
        "namespaces": {"6": {"id": 6, "case": "first-letter", "*": "Datei", "canonical": "File"}},
        "namespacealiases": [{"id": 6, "*": "Bild"}],
    }
    second = {
        "namespaces": {
            "6": {"id": 6, "case": "first-letter", "name": "Datei", "canonical": "File"}
        },
        "namespacealiases": [{"id": 6, "alias": "Bild"}],
    }
    (one,), (two,) = siteinfo.namespaces(first), siteinfo.namespaces(second)
    assert one == two
    assert one.names == ("Datei", "File", "Bild")


@pytest.mark.parametrize(
    ("entry", "flags"),
    [
        ({"content": "", "subpages": ""}, (True, True)),
        ({"content": True, "subpages": False}, (True, False)),
        ({}, (False, False)),
    ],
)
def test_a_flag_is_a_key_or_a_truth(entry, flags):
    (found,) = siteinfo.namespaces({"namespaces": {"0": {"id": 0, "name": "", **entry}}})
    assert (found.content, found.subpages) == flags


def test_interwikis_divide_into_other_wikis_and_this_one():
    query = {
        "interwikimap": [
            {"prefix": "W", "url": "…"},
            {"prefix": "de", "language": "Deutsch"},
            {"prefix": "dev", "localinterwiki": True},
        ]
    }
    assert siteinfo.interwikis(query, local=False) == {"w", "de"}
    assert siteinfo.interwikis(query, local=True) == {"dev"}
    assert siteinfo.languages(query) == {"de"}


@pytest.mark.parametrize(
    ("pattern", "trail"),
    [
        ("/^([a-z]+)(.*)$/sD", "[a-z]+"),
        (r"/^([\x{0430}-\x{044f}a-z]+)(.*)$/sDui", "(?i:[а-яa-z]+)"),  # noqa: RUF001 - letters
        ("/^((unclosed)(.*)$/sD", "[a-z]+"),
        ("no pattern of MediaWiki's", "[a-z]+"),
        ("", "[a-z]+"),
    ],
)
def test_the_link_trail_is_taken_out_of_the_pattern(pattern, trail):
    assert siteinfo.link_trail({"general": {"linktrail": pattern}}) == trail


def test_what_is_missing_is_as_in_mediawiki():
    assert siteinfo.redirect_words({}) == ("#REDIRECT",)
    assert siteinfo.link_trail({}) == "[a-z]+"
    assert siteinfo.extension_tags({}) is None
    assert siteinfo.version({}, "MediaWiki 1.43.0") == "1.43.0"


def test_words_and_tags_are_read():
    query = {
        "general": {"generator": "MediaWiki 1.39.17"},
        "magicwords": [
            {"name": "other", "aliases": ["X"]},
            {"name": "redirect", "aliases": ["#WEITERLEITUNG", "#REDIRECT"]},
        ],
        "extensiontags": ["<Ref>", "<gallery>"],
    }
    assert siteinfo.redirect_words(query) == ("#WEITERLEITUNG", "#REDIRECT")
    assert siteinfo.extension_tags(query) == frozenset({"ref", "gallery"})
    assert siteinfo.version(query) == "1.39.17"

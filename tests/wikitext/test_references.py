"""References by name, external links by address."""

import pytest

from bot.wikitext.references import external_addresses, reference_names
from tests.pairs import SITE


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no reference", []),
        ("<ref>a</ref>", [""]),
        ('<ref name=a>b</ref><ref name="a" />', ["a", "a"]),
        ("<ref group=x name='a b'>c</ref>", ["a b"]),
        ("<references><ref name=a>b</ref></references>", ["a"]),
        ("<nowiki><ref>a</ref></nowiki><!-- <ref>b</ref> -->", []),
        ("{{x|<ref>a</ref>}}", [""]),
        ("<ref name=''>a</ref>", [""]),
        ("<references />", []),
        ("<ref>a", []),
    ],
)
def test_every_reference_is_counted_by_its_name(text, names):
    assert sorted(reference_names(text, SITE)) == names


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("a / b", []),
        ("https://a.example/x?y=z text", ["https://a.example/x?y=z"]),
        ("[//b.example c] {{x|url=http://d.example|y}}", ["//b.example", "http://d.example"]),
        ("<ref>[http://a.example b]</ref>", ["http://a.example"]),
        ("<!-- http://a.example --><nowiki>http://b.example</nowiki>", []),
    ],
)
def test_external_links_are_known_by_their_addresses(text, addresses):
    assert external_addresses(text, SITE) == addresses

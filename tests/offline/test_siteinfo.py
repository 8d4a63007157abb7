import json

import pytest

from bot.errors import UsageError
from bot.offline.exported import Header, NamespaceLine
from bot.offline.siteinfo import offline_site, read_siteinfo
from bot.site import plain_site

GERMAN = Header(
    language="de",
    base="https://de.example.org/wiki/Hauptseite",
    generator="MediaWiki 1.43.0",
    namespaces=[
        NamespaceLine(0, "", first_letter=True),
        NamespaceLine(1, "Diskussion", first_letter=True),
        NamespaceLine(6, "Datei", first_letter=True),
        NamespaceLine(14, "Kategorie", first_letter=True),
        NamespaceLine(102, "Wort", first_letter=False),
    ],
)
SECOND = {
    "general": {
        "lang": "de",
        "generator": "MediaWiki 1.43.1",
        "linktrail": "/^([äöüßa-z]+)(.*)$/sDu",
        "server": "https://w.example.org",
        "articlepath": "/wiki/$1",
    },
    "namespaces": {
        "0": {"id": 0, "case": "first-letter", "name": "", "content": True, "subpages": False},
        "1": {"id": 1, "case": "first-letter", "name": "Diskussion", "canonical": "Talk",
              "content": False, "subpages": True},
        "100": {"id": 100, "case": "case-sensitive", "name": "Portal", "canonical": "Portal"},
    },
    "namespacealiases": [{"id": 100, "alias": "P"}],
    "interwikimap": [
        {"prefix": "W", "url": "https://w.example.org/$1"},
        {"prefix": "fr", "url": "https://fr.example.org/$1", "language": "français"},
        {"prefix": "self", "url": "https://w.example.org/$1", "localinterwiki": True},
    ],
    "magicwords": [
        {"name": "notoc", "aliases": ["__NOTOC__"]},
        {"name": "redirect", "aliases": ["#WEITERLEITUNG", "#REDIRECT"]},
    ],
    "extensiontags": ["<nowiki>", "<Ref>"],
}  # fmt: skip
FIRST = {
    **SECOND,
    "namespaces": {
        "0": {"id": 0, "case": "first-letter", "*": "", "content": ""},
        "1": {"id": 1, "case": "first-letter", "*": "Diskussion", "canonical": "Talk",
              "subpages": ""},
        "100": {"id": 100, "case": "case-sensitive", "*": "Portal", "canonical": "Portal"},
    },
    "namespacealiases": [{"id": 100, "*": "P"}],
    "interwikimap": [
        {"prefix": "w", "url": "https://w.example.org/$1"},
        {"prefix": "fr", "url": "https://fr.example.org/$1", "language": "français"},
        {"prefix": "self", "url": "https://w.example.org/$1", "localinterwiki": ""},
    ],
}  # fmt: skip


def test_the_header_gives_names_case_rules_language_and_address():
    site = offline_site("dewiki", GERMAN, {})
    assert site.title("kategorie:x").text == "Kategorie:X"
    assert site.title("wort:haus").text == "Wort:haus"
    assert (site.language, site.version) == ("de", "1.43.0")
    assert site.page_url(site.title("A b")) == "https://de.example.org/wiki/A_b"


def test_the_names_that_mediawiki_always_knows_are_known_beside_the_header():
    site = offline_site("dewiki", GERMAN, {})
    assert site.title("Category:X") == site.title("Kategorie:X")
    assert site.title("Image:X.jpg") == site.title("Datei:X.jpg")
    assert site.title("Talk:X").text == "Diskussion:X"


def test_mediawiki_s_own_namespaces_are_there_even_if_nobody_names_them():
    site = offline_site("dewiki", GERMAN, {})
    assert site.title("Template:X").namespace == 10
    assert site.title("Portal:X").namespace == 0
    assert offline_site("x", Header(), {"namespaces": {}}).title("Category:X").namespace == 14


def test_without_any_header_mediawiki_s_english_defaults_hold():
    site = offline_site("x", Header(), {})
    assert site.namespaces == plain_site().namespaces
    assert site.redirect_words == ("#REDIRECT",)
    assert site.article_url == ""
    assert site.extension_tags is None


@pytest.mark.parametrize("siteinfo", [SECOND, FIRST], ids=["formatversion 2", "formatversion 1"])
def test_the_siteinfo_tells_the_rest_in_both_of_its_shapes(siteinfo):
    site = offline_site("w", Header(), siteinfo)
    assert site.title("p:x").text == "Portal:x"
    assert site.title("talk:x").text == "Diskussion:X"
    assert site.namespaces[0].content
    assert not site.namespaces[1].content
    assert site.namespaces[1].subpages
    assert not site.namespaces[0].subpages
    assert site.interwikis == {"w", "fr"}
    assert site.title("self:talk:x").text == "Diskussion:X"
    assert site.link("SELF: x").colon
    assert site.languages == {"fr"}
    assert site.redirect_words == ("#WEITERLEITUNG", "#REDIRECT")
    assert site.link_trail == "[äöüßa-z]+"
    assert site.version == "1.43.1"
    assert site.article_url == "https://w.example.org/wiki/$1"
    assert site.extension_tags == frozenset({"nowiki", "ref"})


@pytest.mark.parametrize(
    ("pattern", "trail"),
    [
        ("/^([a-z]+)(.*)$/sD", "[a-z]+"),
        ("/^()(.*)$/sD", ""),
        ("/^([\\x{0E00}-\\x{0e7f}]+)(.*)$/sDu", "[\u0e00-\u0e7f]+"),
        ("/^([a-zà]+)(.*)$/sDui", "(?i:[a-zà]+)"),
        ("nonsense", "[a-z]+"),
        ("/^([a-z)(.*)$/sD", "[a-z]+"),
    ],
)
def test_the_link_trail_is_read_out_of_php_s_pattern(pattern, trail):
    siteinfo = {**SECOND, "general": {"linktrail": pattern}}
    assert offline_site("w", Header(), siteinfo).link_trail == trail


def test_the_account_is_fixed_and_has_a_bot_s_limits():
    site = offline_site("w", Header(), {})
    assert not site.account.anonymous
    assert (site.limits.titles, site.limits.listing) == (500, 5000)


@pytest.mark.parametrize("answer", [{"query": SECOND}, SECOND])
def test_a_siteinfo_file_is_an_api_answer_or_its_query(tmp_path, answer):
    path = tmp_path / "siteinfo.json"
    path.write_text(json.dumps(answer))
    assert read_siteinfo(path) == SECOND


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is no JSON: "),
        ("<html>", "it is no JSON: "),
        (b"\xff\xff", "it is no JSON: "),
        ("[]", "it is no siteinfo: it has no namespaces"),
        ('{"query": []}', "it is no siteinfo"),
        ('{"query": {"general": {}}}', "it is no siteinfo"),
    ],
)
def test_another_file_is_no_siteinfo(tmp_path, content, message):
    path = tmp_path / "siteinfo.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError, match=message) as error:
        read_siteinfo(path)
    assert str(path) in str(error.value)


def test_a_siteinfo_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(UsageError, match="cannot read it"):
        read_siteinfo(tmp_path / "none.json")


@pytest.mark.parametrize(
    "change",
    [
        {"namespaces": []},
        {"namespaces": {"x": {}}},
        {"namespacealiases": [{"alias": "P"}]},
        {"interwikimap": [{}]},
        {"general": "x"},
        {"magicwords": [{}]},
    ],
)
def test_a_siteinfo_of_another_shape_is_a_clear_error(change):
    with pytest.raises(UsageError, match="the siteinfo JSON of w is not as MediaWiki writes it"):
        offline_site("w", Header(), {**SECOND, **change})

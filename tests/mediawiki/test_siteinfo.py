"""What a wiki says of itself becomes a Site."""

import pytest

from bot.mediawiki.siteinfo import read_site
from bot.site import Limits
from tests.mediawiki.scripted import siteinfo


def site(scheme="https", rights=("read",), **general):
    query = siteinfo(rights)["query"]
    query["general"].update(general)
    return read_site("testwiki", scheme, query)


def test_names_words_and_account_are_read():
    one = site()
    assert one.wiki == "testwiki"
    assert one.namespaces[6].names == ("File", "File", "Image")
    assert one.namespaces[0].content
    assert one.namespaces[2].subpages
    assert not one.namespaces[10].subpages
    assert one.interwikis == one.languages == {"de"}
    assert one.redirect_words == ("#REDIRECT",)
    assert one.extension_tags == {"nowiki", "ref"}
    assert (one.language, one.version) == ("en", "1.43.9")
    assert one.account.name == "Sweeper"
    assert not one.account.anonymous
    assert one.account.groups == {"*", "user"}


def test_high_limits_follow_the_right():
    assert site().limits == Limits(50, 500)
    assert site(rights=["apihighlimits"]).limits == Limits(500, 5000)


def test_a_case_sensitive_namespace_keeps_its_small_letters():
    query = siteinfo()["query"]
    query["namespaces"]["0"]["case"] = "case-sensitive"
    assert read_site("w", "https", query).title("iPod").text == "iPod"
    assert site().title("iPod").text == "IPod"


@pytest.mark.parametrize(
    ("php", "trail"),
    [
        ("/^([a-z]+)(.*)$/sD", "[a-z]+"),
        ("/^([äöüßa-z]+)(.*)$/sDu", "[äöüßa-z]+"),
        ("/^((?:[a-zàç]|'(?!'))+)(.*)$/sDu", "(?:[a-zàç]|'(?!'))+"),
        (r"/^([a-z\x{00df}-\x{f6}]+)(.*)$/sDu", "[a-zß-ö]+"),
        ("/^([a-z]+)(.*)$/sDi", "(?i:[a-z]+)"),
        ("/^()(.*)$/sD", ""),
        ("/^([a-z+)(.*)$/sD", "[a-z]+"),
        ("nonsense", "[a-z]+"),
        ("", "[a-z]+"),
    ],
)
def test_the_link_trail_is_taken_out_of_its_php_pattern(php, trail):
    assert site(linktrail=php).link_trail == trail


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ("https://en.example.org", "https://en.example.org/wiki/$1"),
        ("//en.example.org", "http://en.example.org/wiki/$1"),
    ],
)
def test_the_address_of_articles_has_a_scheme(server, url):
    assert site("http", server=server).article_url == url


def test_a_wiki_that_says_little_gets_mediawikis_defaults():
    query = siteinfo()["query"]
    for key in ("namespacealiases", "interwikimap", "magicwords", "extensiontags"):
        del query[key]
    query["general"] = {}
    query["userinfo"] = {}
    one = read_site("w", "https", query)
    assert one.redirect_words == ("#REDIRECT",)
    assert one.link_trail == "[a-z]+"
    assert one.extension_tags is None
    assert one.article_url == ""
    query["magicwords"] = [{"name": "toc", "aliases": ["__TOC__"]}]
    assert read_site("w", "https", query).redirect_words == ("#REDIRECT",)


@pytest.mark.parametrize(
    ("server", "path", "identity"),
    [
        ("https://en.wikipedia.org", "/w", "en.wikipedia.org/w"),
        ("//en.wikipedia.org", "/w", "en.wikipedia.org/w"),
        ("http://EN.wikipedia.org:80", "/w/", "en.wikipedia.org/w"),
        ("https://wiki.example.org:443", "", "wiki.example.org"),
        ("https://wiki.example.org:80", "", "wiki.example.org:80"),
        ("http://127.0.0.1:8090", "", "127.0.0.1:8090"),
        ("http://[::1]:8090", "/w", "[::1]:8090/w"),
        ("http://[::1", "/w", "api.example.org/w"),
        ("https://wiki.example.org:many", "", "api.example.org/w"),
        ("", "/w", "api.example.org/w"),
    ],
)
def test_a_wiki_is_known_by_its_server_and_script_path(server, path, identity):
    query = siteinfo()["query"]
    query["general"].update(server=server, scriptpath=path)
    assert read_site("w", "https", query, "api.example.org/w").identity == identity

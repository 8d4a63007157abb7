"""Links to addresses in a text, and the patterns that Special:LinkSearch takes for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.site import plain_site
from bot.wikitext.addresses import AddressPattern, find_addresses, is_web, scheme_of

SITE = plain_site()


def found(text):
    return sorted(find_addresses(text, SITE))


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See http://a.example/x.", ["http://a.example/x"]),
        ("(http://a.example/x)", ["http://a.example/x"]),
        ("http://a.example/x_(y)", ["http://a.example/x_(y)"]),
        ("[https://a.example label]", ["https://a.example"]),
        ("[//a.example/p label] and [//b.example]", ["//a.example/p", "//b.example"]),
        ("{{cite|url=http://a.example/x|title=X}}", ["http://a.example/x"]),
        ("{{cite|url=http://a.example/x}}", ["http://a.example/x"]),
        ("<ref>http://a.example</ref>", ["http://a.example"]),
        ("''http://a.example''", ["http://a.example"]),
        ("HTTP://A.Example/X", ["HTTP://A.Example/X"]),
        ("mailto:who@a.example", ["mailto:who@a.example"]),
        ("http://a.example&lt;x", ["http://a.example"]),
        ("http://a.example http://b.example", ["http://a.example", "http://b.example"]),
    ],
)
def test_addresses_are_found_as_the_parser_finds_them(text, addresses):
    assert found(text) == addresses


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no address: here",
        "<nowiki>http://a.example</nowiki>",
        "<!-- http://a.example -->",
        "<pre>http://a.example</pre>",
        "//a.example without brackets",
        "xhttp://a.example",
        "http://",
        "[[http]]://a.example",
        "<includeonly>http://a.example</includeonly>",
    ],
)
def test_what_is_no_link_to_an_address_is_not_found(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("example.org", "http://example.org"),
        ("example.org", "https://EXAMPLE.org/path?a=b#c"),
        ("example.org", "//example.org/x"),
        ("Example.ORG", "http://example.org/"),
        ("*.example.org", "http://example.org/"),
        ("*.example.org", "http://www.deep.example.org:8080/"),
        ("*.org", "http://example.org/"),
        ("example.org/wiki", "http://example.org/wiki/X"),
        ("example.org/wiki/*", "http://example.org/wiki/X"),
        ("*.example.org/wiki/", "http://en.example.org/wiki/X"),
        ("example.org:8080", "http://example.org:8080/x"),
        ("example.org/?a=", "http://example.org/?a=b"),
        ("example.org/#c", "http://example.org/#c"),
        ("example.org/Käse", "http://example.org/K%C3%A4se"),
        ("*.example.org:80", "http://a.example.org:80/x"),
        ("example.org", "http://example.org./x"),
    ],
)
def test_a_pattern_fits_the_addresses_below_it(pattern, address):
    assert AddressPattern.of(pattern).fits(address)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("example.org", "http://www.example.org/"),
        ("example.org", "http://example.org.evil.example/"),
        ("example.org", "http://notexample.org/"),
        ("*.example.org", "http://notexample.org/"),
        ("example.org/wiki", "http://example.org/Wiki"),
        ("example.org", "http://example.org:8080/"),
        ("*.example.org:80", "http://a.example.org/x"),
        ("example.org", "mailto:who@example.org"),
        ("example.org", "http://example.org:port/"),
        ("example.org", "http://[broken/"),
        ("example.org", "http:///path"),
        ("*.example.org/wiki/", "http://en.example.org/w/index.php"),
    ],
)
def test_a_pattern_does_not_fit_what_only_looks_alike(pattern, address):
    assert not AddressPattern.of(pattern).fits(address)


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "*",
        "*.",
        "example.*",
        "exa*mple.org",
        "*.*.org",
        "**.org",
        "/path",
        ".org",
        "a b",
        "a:x",
    ],
)
def test_what_is_no_pattern_is_told_with_what_one_is(pattern):
    with pytest.raises(UsageError, match="is no pattern of addresses"):
        AddressPattern.of(pattern)


def test_a_scheme_is_told_apart_and_the_web_has_two():
    assert scheme_of("HTTPS://a.example") == "https"
    assert scheme_of("//a.example") == ""
    assert scheme_of("mailto:a@b") == "mailto"
    assert [one for one in ("http", "https", "", "ftp", "mailto") if is_web(one)] == [
        "http",
        "https",
        "",
    ]


@given(st.text(alphabet="ab:/.[]{}|<>'& \nhtp&;()#?é", max_size=60))
def test_no_text_breaks_the_search_and_what_is_found_stands_there(text):
    for address in find_addresses(text, SITE):
        assert address
        assert address in text


@given(
    st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8}){1,3}", fullmatch=True),
    st.from_regex(r"(/[a-zA-Z0-9]{0,5}){0,3}", fullmatch=True),
)
def test_every_host_and_path_fits_itself_and_its_domain(host, path):
    address = f"https://{host}{path}"
    assert AddressPattern.of(f"{host}{path}").fits(address)
    assert AddressPattern.of(f"*.{host}").fits(address)
    assert AddressPattern.of(f"*.{host.partition('.')[2]}").fits(address)

"""The source `external_links`: what its options ask, and what they give."""

import pytest

from bot import wiki
from bot.errors import UsageError
from bot.sources.external_links import ExternalLinks
from tests.sources.conftest import made
from tests.sources.linked import found, linked_pages


@pytest.mark.parametrize(
    ("options", "pattern", "protocols"),
    [
        ({"to": "example.org"}, "example.org", ()),
        ({"to": "*.example.org"}, "*.example.org", ()),
        ({"to": " //example.org/x "}, "example.org/x", ()),
        ({"to": "https://example.org/x*"}, "example.org/x", ("https",)),
        ({"to": "HTTP://*.example.org"}, "*.example.org", ("http",)),
        ({"to": "example.org:8080"}, "example.org:8080", ()),
        ({"to": "example.org", "protocol": "https://"}, "example.org", ("https",)),
        (
            {"to": "example.org", "protocol": ["http", "ftp", "http"]},
            "example.org",
            ("http", "ftp"),
        ),
        ({"to": "http://example.org", "protocol": "http"}, "example.org", ("http",)),
        ({"to": "mailto:who@example.org"}, "who@example.org", ("mailto",)),
        ({"to": "*@example.org", "protocol": "mailto:"}, "*@example.org", ("mailto",)),
    ],
)
def test_an_address_becomes_a_pattern_and_its_protocols(query_of, options, pattern, protocols):
    asked = query_of(made(ExternalLinks, namespace="0", request_size=7, **options))
    assert asked == wiki.ExternalLinksTo(
        pattern=pattern, protocols=protocols, namespaces=(0,), request_size=7
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"to": "example.*"}, "is no pattern of addresses"),
        ({"to": "http://"}, "is no pattern of addresses"),
        ({"to": "https://example.org", "protocol": "http"}, "names the protocol https"),
        ({"to": "example.org", "namespace": "Tlak"}, "no namespace"),
    ],
)
def test_fits_tells_what_cannot_be_asked(query_of, options, told):
    with pytest.raises(UsageError, match=told):
        made(ExternalLinks, **options).fits(query_of.site)


def test_each_page_comes_once(tmp_path):
    pages = {
        "A": "http://example.org https://example.org/x",
        "B": "https://www.example.org",
        "Talk:C": "[//example.org c]",
        "D": "ftp://example.org <nowiki>http://example.org</nowiki> example.org",
    }
    with linked_pages(tmp_path, pages) as reach:

        def titles(**options):
            return [title for title, *_ in found(made(ExternalLinks, **options), reach)]

        assert titles(to="example.org") == ["A", "Talk:C"]
        assert titles(to="*.example.org") == ["A", "B", "Talk:C"]
        assert titles(to="*.example.org", protocol="http", namespace="0") == ["A"]
        assert titles(to="ftp://example.org") == ["D"]

"""The source `url`: lists of titles as servers give them."""

import pytest
from pydantic import ValidationError

from bot.errors import BotError, InvalidFile, UsageError
from bot.outside import Outside
from bot.outside.web import Web
from bot.plugin import Reach
from bot.sources.url import Url
from tests.outside.website import website
from tests.sources.conftest import made


@pytest.fixture
def site():
    with website() as running:
        yield running


@pytest.fixture
def listed(reach, tmp_path):
    """The pages of an address."""

    def listed(url, **options):
        ours = Reach(reach.wiki, Outside(tmp_path, web=Web("User:Lapwing", pause=lambda _: None)))
        source = made(Url, url=url, **options)
        return [one for batch in source.candidates(ours) for one in batch]

    return listed


def titles(found):
    return [one.title.text for one in found]


def test_titles_come_in_the_order_of_the_text_and_once(listed, site):
    url = site.put("/list", "\ufeffB\r\na\r\n# no title\r\n\r\n[[D|d]] and [[B]]\tC\nTalk:A\trow\n")
    assert titles(listed(url)) == ["B", "A", "D", "Talk:A"]
    assert len(site.asked) == 1


def test_an_empty_text_names_nothing(listed, site):
    assert listed(site.put("/list", "")) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/list", "text/csv"), ("/list.csv", "text/plain"), ("/l.CSV", "application/octet-stream")],
)
def test_a_table_is_one_by_its_kind_or_its_ending(listed, site, path, kind):
    found = listed(site.put(path, "title,year\nB,1984\n", kind=kind))
    assert [(one.title.text, one.row) for one in found] == [("B", {"title": "B", "year": "1984"})]


def test_json_and_what_the_user_says_it_is(listed, site):
    assert titles(listed(site.put("/j", '["B", "C"]', kind="application/json"))) == ["B", "C"]
    assert titles(listed(site.put("/j", '["B"]'), read_as="json")) == ["B"]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("text/plain; charset=windows-1252", {}),
        ("text/plain", {"encoding": "windows-1252"}),
        ("text/plain; charset=utf-8", {"encoding": "latin-1"}),
    ],
)
def test_other_encodings_are_read_where_somebody_names_them(listed, site, kind, options):
    url = site.put("/list", "Pr\xe4ger".encode("latin-1"), kind=kind)
    assert titles(listed(url, **options)) == ["Präger"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_mark_of_the_byte_order_is_no_part_of_a_title(listed, site, encoding):
    marked = "Mars" if encoding == "utf-16" else "\ufeffMars"  # that one puts it there by itself
    url = site.put("/list", marked.encode(encoding), kind=f"text/plain; charset={encoding}")
    assert titles(listed(url)) == ["Mars"]


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"A\n\xe4", "text/plain", "byte 2 is not utf-8; give another `encoding`"),
        (b"A", "text/plain; charset=klingon", "'klingon', which nobody knows"),
        (b"<p>A</p>", "text/html; charset=utf-8", "gives text/html, not a plain text"),
        (b"x", "image/png", "gives image/png"),
    ],
)
def test_what_cannot_be_read_is_told(listed, site, body, kind, told):
    with pytest.raises(UsageError, match=r"127\.0\.0\.1") as caught:
        listed(site.put("/list", body, kind=kind))
    assert told in str(caught.value)


def test_every_bad_line_is_told_with_its_place(listed, site):
    url = site.put("/list", "A\nb|c\nD\n<x>\n")
    with pytest.raises(InvalidFile) as caught:
        listed(url)
    assert [(one.place.line, one.place.file) for one in caught.value.problems] == [
        (2, url),
        (4, url),
    ]


def test_a_long_text_and_a_slow_one_end_by_their_options(listed, site):
    url = site.put("/list", b"x" * (1 << 20) + b"\n")
    with pytest.raises(BotError, match="more than 1 MiB"):
        listed(url, most=1)
    with pytest.raises(BotError, match="within"):
        listed(site.put("/slow", b"x" * 100, drip=0.1), timeout=0.3)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "url"),
        ({"url": "worklist.txt"}, "begins with http"),
        ({"url": "file:///etc/passwd"}, "begins with http"),
        ({"url": "https://me:pw@a.example/"}, "should not hold a user name"),
        ({"url": "https://a.example/", "encoding": "klingon"}, "no encoding is called"),
        ({"url": "https://a.example/", "timeout": 0}, "greater than 0"),
        ({"url": "https://a.example/", "most": 0}, "greater than or equal to 1"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, told):
    with pytest.raises(ValidationError, match=told):
        made(Url, **options)

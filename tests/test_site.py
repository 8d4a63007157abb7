"""How titles and namespaces are read: as MediaWiki reads them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import InvalidTitle, UsageError
from bot.site import Site, plain_site
from bot.titles import LinkTarget, Namespace, Title

SITE = replace(
    plain_site("w"),
    namespaces={
        **plain_site().namespaces,
        100: Namespace(100, "Portal", "Portal", ("P",)),
        102: Namespace(102, "Lexicon", "Lexicon", first_letter=False),
    },
    interwikis=frozenset({"de", "wikt"}),
    local_interwikis=frozenset({"dev"}),
    article_url="https://w.example/wiki/$1",
)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("mercury", "Mercury"),
        ("  Mercury_(planet)  ", "Mercury (planet)"),
        ("Mercury__ (planet)", "Mercury (planet)"),
        ("Mercury#Orbit", "Mercury"),
        ("Mercury #", "Mercury"),
        (":Mercury", "Mercury"),
        (": mercury", "Mercury"),
        ("user talk:x_y", "User talk:X y"),
        ("USER_TALK : x", "User talk:X"),
        ("p:Chemistry", "Portal:Chemistry"),
        ("image:a.png", "File:A.png"),
        ("lexicon:eau", "Lexicon:eau"),
        ("Foo:bar", "Foo:bar"),
        ("Category:Foo:Bar", "Category:Foo:Bar"),
        ("dev:talk:x", "Talk:X"),
        ("talk:re: x", "Talk:Re: x"),
        ("AT&amp;T", "AT&T"),
        ("A&ampB", "A&ampB"),
        ("\u200eMercury\u200f", "Mercury"),
        ("E\u0301cole", "École"),
        ("ßtraße", "ßtraße"),
        ("élan", "Élan"),
        ("Mercury\u00a0transit", "Mercury transit"),
        ("100% wool", "100% wool"),
        ("...", "..."),
        ("a" * 255, "A" + "a" * 254),
        ("Special:" + "a" * 300, "Special:A" + "a" * 299),
    ],
)
def test_a_title_is_normalised(written, title):
    assert SITE.title(written).text == title


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "it is empty"),
        (" _ ", "it is empty"),
        ("Talk:", "it is empty"),
        ("Talk:#x", "it is empty"),
        ("a|b", "'|' may not stand in one"),
        ("a[b", "may not stand"),
        ("a{b", "may not stand"),
        ("a<b", "may not stand"),
        ("a\nb", "may not stand"),
        ("a%41", "may not stand"),
        ("a &foo; d", "may not stand"),
        ("\ufffd", "may not stand"),
        ("::a", "begins with a colon"),
        ("Talk::a", "begins with a colon"),
        ("a~~~", "signature mark"),
        (".", "relative path"),
        ("../a", "relative path"),
        ("a/./b", "relative path"),
        ("a/..", "relative path"),
        ("a" * 256, "longer than 255 bytes"),
        ("Talk:File:x", "the prefix after Talk: is one"),
        ("Talk:de:x", "the prefix after Talk: is one"),
        ("#x", "names a section but no page"),
        ("de:Merkur", r"page of another wiki \(de:\), not of w"),
        ("DE: :Merkur", "page of another wiki"),
    ],
)
def test_what_no_page_can_be_called_is_refused(written, why):
    with pytest.raises(InvalidTitle, match=why):
        SITE.title(written)


def test_a_link_tells_title_fragment_interwiki_and_colon():
    mercury = Title(0, "Mercury")
    assert SITE.link("mercury#Orbit x") == LinkTarget(mercury, "Orbit x")
    assert SITE.link("#Orbit") == LinkTarget(None, "Orbit")
    assert SITE.link("de:Merkur#Bahn") == LinkTarget(None, "Bahn", "de")
    assert SITE.link(":File:x").colon
    assert not SITE.link("File:x").colon
    assert SITE.link("dev:File:x").colon


def test_a_text_without_prefix_is_in_the_namespace_that_is_meant():
    assert SITE.title("planets", 14) == Title(14, "Category:Planets")
    assert SITE.title("Category:planets", 14) == Title(14, "Category:Planets")
    assert SITE.title(":planets", 14) == Title(0, "Planets")
    assert SITE.title("planets") == Title(0, "Planets")


@pytest.mark.parametrize(("language", "title"), [("tr", "İstanbul"), ("en", "Istanbul")])
def test_the_dotted_i_of_turkish_keeps_its_dot(language, title):
    assert replace(plain_site(), language=language).title("istanbul").text == title


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        ("-1", -1),
        ("talk", 1),
        ("User_talk", 3),
        (" image ", 6),
        ("P", 100),
        ("main", 0),
        ("(Main)", 0),
        ("Article", 0),
        ("", 0),
    ],
)
def test_a_namespace_goes_by_number_and_by_every_name(written, number):
    assert SITE.namespace(written) == number


@pytest.mark.parametrize("written", ["99", "Tlak", "--1", "all"])
def test_an_unknown_namespace_is_told_with_those_there_are(written):
    with pytest.raises(UsageError, match=r"no namespace .* on w; it has .*0 \(main\), 1 Talk"):
        SITE.namespace(written)


@pytest.mark.parametrize("written", ["0,1", "0, 1", "0|1", "0 1", "Talk,User", "-1;2"])
def test_several_namespaces_in_one_text_are_told_how_to_be_written(written):
    with pytest.raises(UsageError, match=r"on w; several are a list, as in \[0, 1\], or --names"):
        SITE.namespace(written)


@pytest.mark.parametrize("written", ["Tlak", "User tlak", "99"])
def test_one_wrong_namespace_is_not_taken_for_several(written):
    with pytest.raises(UsageError, match=r"on w; it has"):
        SITE.namespace(written)


def test_the_name_is_the_title_without_its_prefix():
    assert (Title(1, "Talk:A:b").name, Title(0, "A:b").name) == ("A:b", "A:b")


def test_an_address_of_a_page_needs_no_guessing():
    assert SITE.page_url(Title(0, 'A "b"?')) == "https://w.example/wiki/A_%22b%22%3F"
    assert SITE.page_url(Title(0, "水")) == "https://w.example/wiki/%E6%B0%B4"
    assert plain_site().page_url(Title(0, "A")) == ""


def test_what_was_parsed_is_remembered_within_bounds():
    site: Site = plain_site()
    for number in range(100_001):
        site.link(str(number))
    assert len(site._links) == 1  # noqa: SLF001 - the bound is the point
    assert site.link("100000") is site.link("100000")


# Direction marks aside: one between a letter and its accent is taken out after they could join.
LETTERS = st.characters(exclude_characters="\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
ODD = st.sampled_from(
    ["dev:", "talk:", "P:", ":", "#", "_", " ", "/.", "%4", "&amp;", "i", "ß", "\u0301"]
)


@given(st.one_of(st.text(LETTERS, max_size=40), st.lists(ODD, max_size=9).map("".join)))
def test_a_normalised_title_is_normalised_already(written):
    try:
        title = SITE.title(written)
    except InvalidTitle:
        return
    assert SITE.title(title.text) == title


def test_a_special_page_has_the_wikis_prefix_or_the_common_one():
    special = Namespace(-1, "Spezial", "Special")
    assert Site("w", {-1: special}).special("search").text == "Spezial:Search"
    assert Site("w", {}).special("Search") == (-1, "Special:Search")

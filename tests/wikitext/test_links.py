"""Links with the places of their parts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.links import find_links
from tests.pairs import SITE, make_site


def links(text, *, site=SITE, title="Page", whole=False):
    return find_links(text, site, site.title(title), whole=whole)


def parts(text, **options):
    """Kind, whole, target, label and trail of every link, as they stand in the text."""
    return [
        (
            one.kind,
            text[one.start : one.end],
            text[slice(*one.target_span)],
            text[slice(*one.label_span)] if one.label_span else None,
            text[one.end : one.trail_end],
        )
        for one in links(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a [[Mars]]s b", [("link", "[[Mars]]", "Mars", None, "s")]),
        ("[[Mars|red]]dish", [("link", "[[Mars|red]]", "Mars", "red", "dish")]),
        ("[[Mars]]S", [("link", "[[Mars]]", "Mars", None, "")]),
        ("[[ Mars_#x |a|b]]", [("link", "[[ Mars_#x |a|b]]", " Mars_#x ", "a|b", "")]),
        ("[[Ma<!-- c -->rs]]", [("link", "[[Ma<!-- c -->rs]]", "Ma<!-- c -->rs", None, "")]),
        ("[[Mars{{!}}a]]", [("link", "[[Mars{{!}}a]]", "Mars", "a", "")]),
        ("[<!-- x -->[Mars]]", [("link", "[<!-- x -->[Mars]]", "Mars", None, "")]),
        ("[[Mars]]<!-- x -->s", [("link", "[[Mars]]", "Mars", None, "<!-- x -->s")]),
        (
            "<ref>é [[Mars]]</ref>é [[Venus]]",
            [("link", "[[Mars]]", "Mars", None, ""), ("link", "[[Venus]]", "Venus", None, "")],
        ),
        (
            "[[Mars|a<ref>[[Venus]]</ref>]]",
            [
                ("link", "[[Mars|a<ref>[[Venus]]</ref>]]", "Mars", "a<ref>[[Venus]]</ref>", ""),
                ("link", "[[Venus]]", "Venus", None, ""),
            ],
        ),
        ("[[Mars|[http://x y]]]", [("link", "[[Mars|[http://x y]]]", "Mars", "[http://x y]", "")]),
        ("[[Category:A|b]]s", [("category", "[[Category:A|b]]", "Category:A", "b", "")]),
        ("[[:Category:A]]s", [("link", "[[:Category:A]]", ":Category:A", None, "s")]),
        (
            "[[File:A.png|link= Mars |[[Venus]] x]]s",
            [
                (
                    "file",
                    "[[File:A.png|link= Mars |[[Venus]] x]]",
                    "File:A.png",
                    "link= Mars |[[Venus]] x",
                    "",
                ),
                ("option", "Mars", "Mars", None, ""),
                ("link", "[[Venus]]", "Venus", None, ""),
            ],
        ),
        (
            "<gallery>\nA.png|see [[Mars]]\n</gallery>",
            [
                ("gallery", "A.png|see [[Mars]]", "A.png", None, ""),
                ("link", "[[Mars]]", "Mars", None, ""),
            ],
        ),
        (
            "<imagemap>\n# x\nFile:A.png|200px\nrect 1 1 2 2 [[Mars|red]]\n</imagemap>",
            [
                ("gallery", "\n# x\nFile:A.png|200px", "File:A.png", None, ""),
                ("link", "[[Mars|red]]", "Mars", "red", ""),
            ],
        ),
        (
            '<gallery caption="see [[mars|x]]s" mode=packed>\nA.png\n</gallery>',
            [
                ("link", "[[mars|x]]", "mars", "x", "s"),
                ("gallery", "A.png", "A.png", None, ""),
            ],
        ),
        ("<gallery mode='[[Mars]]' caption />", []),
        ("<imagemap>\nA.png\n</imagemap>", []),
        ("<imagemap>\n#\n</imagemap>", []),
        ("[[File:A.png|link=//x.example]]", [("file", "[[File:A.png|link=//x.example]]")]),
        ("[[File:A.png|link={{x}}]]", [("file", "[[File:A.png|link={{x}}]]")]),
        ("[[File:A.png|link=<nowiki/>]]", [("file", "[[File:A.png|link=<nowiki/>]]")]),
        ("[[{{x}}]] [[a\nb]] [[]] [[|x]] [[A|]] [[<b>]]", []),
        ("no brackets <nowiki>here</nowiki>", []),
    ],
)
def test_every_part_of_a_link_has_its_place(text, expected):
    assert [found[: len(wanted)] for found, wanted in zip(parts(text), expected, strict=True)] == (
        expected
    )


def test_links_for_templates_count_only_where_the_whole_text_is_asked_for():
    text = "[[A]]<includeonly>[[B]]</includeonly><noinclude>[[C]]</noinclude>"
    assert [one.target.title.text for one in links(text)] == ["A", "C"]
    assert [one.target.title.text for one in links(text, whole=True)] == ["A", "B", "C"]


def test_the_letters_behind_a_link_follow_the_wikis_own_rule():
    german = make_site(link_trail="[a-zäöüß]+")
    assert [one[4] for one in parts("[[Mars]]männchen", site=german)] == ["männchen"]
    assert [one[4] for one in parts("[[Mars]]männchen")] == ["m"]


def test_a_link_to_a_subpage_leads_to_it_only_where_there_are_subpages():
    def targets(title):
        return [one.target.title.text for one in links("[[/notes]] [[../x]]", title=title)]

    assert targets("User:Ann/a") == ["User:Ann/a/notes", "User:Ann/x"]
    assert targets("Mars/a") == ["/notes"]


pieces = st.lists(
    st.sampled_from(
        [
            *("[[", "]]", "|", "[[A]]", "[[A|b]]", "[[File:X.png|", "link=B|", "s", " ", "\n", "é"),
            *("<!-- ", "-->", "<nowiki>", "</nowiki>", "<ref>", "</ref>", "{{!}}", "{{x|", "}}"),
            *("<includeonly>", "</includeonly>", "<gallery>\n", "\n</gallery>", "C.png", "#s", ":"),
            *("[", "]", "<b title='", "'>", "{|", "\n|-", "%41", "Category:K", "<poem>", "</poem>"),
        ]
    ),
    max_size=25,
).map("".join)


@given(pieces)
def test_places_lie_within_the_text_and_within_each_other(text):
    for one in links(text, whole=True, title="User:Ann/x"):
        assert 0 <= one.start <= one.target_span[0] < one.target_span[1] <= one.end
        assert one.end <= one.trail_end <= len(text)
        if one.label_span:
            assert one.target_span[1] < one.label_span[0] <= one.label_span[1] <= one.end
        if one.kind in {"link", "category", "file"}:
            assert text[one.start] == "["
            assert text[one.end - 1] == "]"


@given(pieces)
def test_links_that_can_be_changed_never_share_a_place(text):
    spans = sorted(
        one.target_span for one in links(text, whole=True) if one.kind in {"link", "option"}
    )
    assert all(first[1] <= second[0] for first, second in pairwise(spans))

"""What is extracted from a text, against what MediaWiki's own parser said of the same text.

`parsed.json` holds the answers of MediaWiki 1.39 to action=parse, for texts in which no template
brings anything; the live test asks it again.
"""

import json
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wikitext.extract import extract
from tests.pairs import SITE, make_site

CASES = json.loads((Path(__file__).parent / "parsed.json").read_text())
TABLES = ("links", "templates", "categories", "files")
# The development wiki has no math and no score, so there they are plain text.
TAGS = "gallery indicator langconvert nowiki poem pre ref references source syntaxhighlight"
DEVWIKI = make_site(extension_tags=frozenset(TAGS.split()))


def extracted(text, title="Page", site=DEVWIKI):
    found = extract(text, site, site.title(title))
    tables = {name: sorted(one.text for one in getattr(found, name)) for name in TABLES}
    return {name: titles for name, titles in tables.items() if titles}


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[:60])
def test_the_tables_are_those_of_the_real_parser(case):
    expected = {name: case[name] for name in TABLES if name in case}
    assert extracted(case["text"], case["title"]) == expected


@pytest.mark.live
def test_the_real_parser_still_says_what_was_recorded(devwiki):
    differing = [case["text"] for case in CASES if _parsed(devwiki.api, case) != case]
    assert differing == []


def _parsed(api, case):
    question = {
        "action": "parse",
        "title": case["title"],
        "text": case["text"],
        "contentmodel": "wikitext",
        "prop": "links|templates|categories|images",
        "format": "json",
        "formatversion": "2",
    }
    data = urllib.parse.urlencode(question).encode()
    with urllib.request.urlopen(api, data) as answer:
        parsed = json.load(answer)["parse"]
    missing = {one["title"] for one in parsed["templates"] if not one["exists"]}
    categories = [one["category"].replace("_", " ") for one in parsed["categories"]]
    tables = {
        # a template that does not exist shows as a link to it
        "links": sorted({one["title"] for one in parsed["links"]} - missing),
        "templates": sorted(one["title"] for one in parsed["templates"]),
        # MediaWiki's own tracking categories are not of the text
        "categories": sorted("Category:" + one for one in categories if "Pages with" not in one),
        "files": sorted("File:" + one.replace("_", " ") for one in parsed["images"]),
    }
    kept = {name: titles for name, titles in tables.items() if titles}
    return {"title": case["title"], "text": case["text"], **kept}


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("{{x|[[Mars]]|a=[[Venus|v]]}}", {"links": ["Mars", "Venus"], "templates": ["Template:X"]}),
        ("{{x|{{y}}}}", {"templates": ["Template:X", "Template:Y"]}),
        ("{{#if:a|{{y}}|{{z}}}}", {"templates": ["Template:Y", "Template:Z"]}),
        ("{{x|[[Category:Planets]]}}", {"categories": ["Category:Planets"]}),
        ("{{x|[[Mars{{!}}red]]}}", {"links": ["Mars"]}),
        ("[[Mars|{{x}}]]", {"links": ["Mars"], "templates": ["Template:X"]}),
        ("{{:Mars}}", {"templates": ["Mars"]}),
        ("<gallery>\nTalk:Mars|[[Venus]]\n</gallery>", {"links": ["Venus"], "files": None}),
        ("<references><ref name=q>[[Mars]]</ref></references>", {"links": ["Mars"]}),
    ],
)
def test_what_stands_in_parameters_and_branches_counts_as_written(text, tables):
    found = extracted(text)
    assert {name: found.get(name) for name in tables} == tables


@pytest.mark.parametrize("tag", ["math", "chem", "score", "syntaxhighlight", "templatedata"])
def test_the_usual_extensions_are_known_where_the_wiki_did_not_tell_its_own(tag):
    text = f"<{tag}>[[Mars]]</{tag}>"
    assert extracted(text, site=SITE) == {}
    assert extracted(text, site=make_site(extension_tags=frozenset({"nowiki"})))["links"] == [
        "Mars"
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Mars#Poles]]", ("Mars", "Poles", "")),
        ("#REDIRECT [[:Category:Planets]]", ("Category:Planets", "", "")),
        ("#REDIRECT [[wikt:Mars]]", (None, "", "wikt")),
        ("Text [[Mars]]", None),
        ("#REDIRECT [[Special:Mypage/x.css]]", None),
        ("#REDIRECT [[#Poles]]", None),
    ],
)
def test_a_redirect_says_where_it_leads(text, target):
    redirect = extract(text, SITE, SITE.title("Page")).redirect
    found = redirect and (
        redirect.title.text if redirect.title else None,
        redirect.fragment,
        redirect.interwiki,
    )
    assert found == target


def test_a_redirect_word_of_the_wikis_language_counts():
    site = make_site(redirect_words=("#WEITERLEITUNG", "#REDIRECT"))
    assert extracted("#weiterleitung [[Mars]]", site=site) == {"links": ["Mars"]}
    assert extract("#weiterleitung [[Mars]]", site, site.title("Page")).redirect is not None


@given(st.text(alphabet="[]{}|<>!-=/#:nowikref \n*A'&;%\x7f"))
def test_no_garbage_is_too_much(text):
    extracted(text)


@pytest.mark.parametrize(
    "piece",
    [
        *("[[", "]]", "[[[[a|", "[[File:A|", "[[File:A|[[B]]", "[[File:A|[[B]] [[", "{{", "}}"),
        *(
            "{{{",
            "{{a|",
            "{{a}}",
            "-{",
            "<nowiki>",
            "<!--",
            "<ref>",
            "<poem><ref>",
            "<ref ",
            "</ref>",
        ),
        *("{{!}}", "<!-- -->", "=", "\n=", "\n==", "\n== {{", "{|[[", "\n{|[[a", "\n|-[[", "<b [["),
        *("[[A|", "[[A|b", "%5B", "&#91;", "|", "<gallery>\nA|[[", "<includeonly>", "[[/", "[[../"),
        *("#REDIRECT [[", "<gallery>", "\n|}", "[[a]]", "|link=", "<imagemap>\n#"),
        *('<gallery caption="[[A', "<gallery caption='[[A'/>", "<gallery a = '"),
    ],
)
def test_a_hundred_kilobytes_of_one_piece_are_read_in_a_moment(piece):
    # quadratic behaviour would take minutes, which a test run notices without a clock
    text = piece * (100_000 // len(piece))
    extracted(text)
    extracted("[[File:A|" + text + "]]")
    extracted("{{a|" + text + "}}", "User:Ann/x")

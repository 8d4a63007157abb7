"""What a real MediaWiki makes of a report in wikitext."""

import html
import re

import pytest
import requests

from bot.plan import Row
from bot.render import Report, render_report, report_format
from bot.titles import Title

HOSTILE = [
    "[[Evil]] {{Evil}} {{{x}}} ~~~~ '''b''' <b>x</b> <nowiki>y</nowiki> <ref>r</ref>",
    "|| split !! || |- |}",
    "__NOTOC__ http://e.example //e.example mailto:a@b.c news:x ISBN 0123456789 RFC 822 PMID 1",
    "-{zh:x}- &amp; &lt; #REDIRECT [[x]] [[Category:X]]",
    "* list\n# num\n== head ==\n----\n:x",
    "|}\n{|\n| x",
    "javascript:alert(1) irc://x ftp://y tel:1 urn:x:y magnet:?x",
    "a'b'' c _ __ ___TOC___ ~~ ~ ~~~~~",
    "-\n|-\n| x",
    "}",
]


@pytest.mark.live
def test_on_a_real_wiki_a_report_links_to_its_pages_and_every_cell_is_the_text_it_was(devwiki):
    rows = [
        Row(title=Title(0, "Mercury"), report="r", columns={"page": "Mercury", "text": text})
        for text in HOSTILE
    ]
    report = Report("Name [[x]] | {{y}}", ("page", "text"))
    text = "".join(render_report(report_format("a.wiki"), report, rows))
    asked = {
        "action": "parse",
        "text": text,
        "contentmodel": "wikitext",
        "pst": "1",
        "prop": "text|links|templates|externallinks|categories|sections",
        "format": "json",
        "formatversion": "2",
    }
    found = requests.post(devwiki.api, data=asked, timeout=60).json()["parse"]
    assert [link["title"] for link in found["links"]] == ["Mercury"]
    assert not found["templates"] + found["externallinks"] + found["categories"]
    assert not found["sections"]
    cells = re.findall(r"<td>(.*?)\n?</td>", found["text"], re.DOTALL)[1::2]
    assert [html.unescape(cell.replace("<br />", "\n")) for cell in cells] == HOSTILE

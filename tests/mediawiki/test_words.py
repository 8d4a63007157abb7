"""Of the HTML of a page the words stay that somebody reads."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mediawiki.words import words_in

# From MediaWiki 1.39, shortened.
ARTICLE = """<div class="mw-parser-output"><style data-mw-deduplicate="T">.x{color:red}</style>
<div id="toc" class="toc"><h2>Contents</h2><ul><li>1 Orbit</li></ul></div>
<table class="infobox">
<tbody><tr>
<th colspan="2">Mercury
</th></tr>
<tr>
<td>Moons</td>
<td>none
</td></tr></tbody></table>
<p><b>Mercury</b> is the <a href="/wiki/Planet" title="Planet">planet</a> nearest to the
Sun.<sup id="cite&#95;ref-1" class="reference"><a href="#cite_note-1">&#91;1&#93;</a></sup>
</p>
<h2><span class="mw-headline" id="Orbit">Orbit</span><span class="mw-editsection">[edit]</span></h2>
<ol class="references">
<li id="cite&#95;note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">↑</a></b></span> \
<span class="reference-text">A. Author, p.&#160;12.</span>
</li></ol>
<!--
NewPP limit report
-->
</div>"""


def test_an_article():
    assert words_in(ARTICLE).split("\n") == [
        "Mercury",
        "Moons",
        "none",
        "Mercury is the planet nearest to the Sun.",
        "Orbit",
        "A. Author, p. 12.",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", ""),
        ("a", "a"),
        ("<p>a<p>b", "a\nb"),
        ("a<br>b<br/>c<hr />d", "a\nb\nc\nd"),
        ("a <i>b</i><b>c</b>", "a bc"),
        ("a&amp;b &lt;i&gt; &eacute; &#x41;", "a&b <i> é A"),
        ("10&nbsp;km,&thinsp;x", "10 km, x"),
        ("Wort&shy;trennung", "Worttrennung"),
        ("<pre>a  b\n\nc</pre>d\ne", "a b\nc\nd e"),
        ("<pre><code>a\nb</code></pre>", "a\nb"),
        ("a<script>if (a < b) { c('</p>') }</script>b", "ab"),
        ("a<style>p > b {}</style><noscript>c</noscript>b", "ab"),
        ("a<template><p>b</p></template>c", "ac"),
        ("<math><mi>x</mi><annotation>{\\displaystyle x}</annotation></math>", "x"),
        ('a<span style="display:none">b<i>c</i></span>d', "ad"),
        ('a<span style="color:red; DISPLAY : none">b</span>d', "ad"),
        ('a<span style="visibility:hidden">b</span>d', "ad"),
        ('a<span style="color:red" class="x y">b</span>d', "abd"),
        ("a<div hidden>b</div>c", "a\nc"),
        ("a<span style>b</span><span class>c</span>", "abc"),
        ('a<img src="x.png" alt="b">c', "ac"),
        ("a<!-- b -->c", "ac"),
        ("a</p>b", "ab"),
        ("a</i>b", "ab"),
        ("<div><i>a</div>b", "a\nb"),
        ("<pre><i>a\n</pre>b\nc", "a\nb c"),
        ('<i class="reference">a<b>b</i>c', "c"),
        ("a < b & c", "a < b & c"),
        ("a <b", "a <b"),
    ],
)
def test_words(source, words):
    assert words_in(source) == words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=30))
def test_whatever_is_written_is_read(text):
    assert words_in(f"<p>{html.escape(text)}</p>") == text.replace("\u00ad", "")


@given(st.text("<>/abp!- ='\"&;", max_size=40))
def test_no_html_is_too_odd(source):
    words_in(source)

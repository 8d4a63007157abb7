"""What a save will change in a new text. What stands here is what MediaWiki 1.39's parser did."""

import re

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from bot.site import Site, plain_site
from bot.wikitext.presaved import changed_at_save

CHANGED = [
    "~~~",
    "~~~~",
    "~~~~~~~",
    "<noinclude>~~~</noinclude>",
    "<includeonly>~~~~</includeonly>",
    "<includeonly><!-- ~~~ --></includeonly>",
    "<nowiki>~~~",
    "~~~~<nowiki/>",
    "[[a|]]",
    "[[é|]]",
    "[[:Category:a, b|]]",
    "[[a (b)|]]",
    "[[|a]]",
    "[[ |]]",
    "[[a|[[b|]]]]",
    "<includeonly>[[a|]]</includeonly>",
    "{{subst:x}}",
    "{{ SUBST:x}}",
    "{{suBSt:x}}",
    "{{\nsubst:x\n}}",
    "{{safesubst:x}}",
    "{{subst:#if:1|2}}",
    "{{subst:CURRENTYEAR}}",
    "{{subst:{{x}}}}",
    "{{x|{{subst:y}}}}",
    "[[a{{subst:y}}]]",
    "<noinclude>{{subst:x}}</noinclude>",
]
KEPT = [
    "a plain text",
    "a~~b ~ ~~",
    "~~<!-- -->~",
    "<!-- ~~~~ -->",
    "<nowiki>~~~~</nowiki>",
    "<NOWIKI>~~~~</NOWIKI>",
    "<pre>[[a|]]</pre>",
    "<ref>~~~~ {{subst:x}} [[a|]]</ref>",
    "<poem>~~~~</poem>",
    "<gallery>\n~~~\n</gallery>",
    "[[a|b]]",
    "[[a#b|]]",
    "[[|]]",
    "[[a||]]",
    "[[a\n|]]",
    "[[a<!-- x -->|]]",
    "[[File:a|x|]]",
    "{{#if:1|2}}",
    "{{subst:x",
    "subst:x",
    "{{{subst:x}}}",
    "{{{{subst:x}}}}",
    "{{subst :x}}",
    "{{<!-- c -->subst:x}}",
    "{{<includeonly>subst:</includeonly>x}}",
    "<includeonly>{{subst:x}}</includeonly>",
    "{{{{{|safesubst:}}}#if:a|b}}",
    "{{x|subst:y}}",
]


@pytest.mark.parametrize("text", CHANGED)
def test_these_are_not_saved_as_they_stand(text):
    assert changed_at_save("", text)


@pytest.mark.parametrize("text", KEPT)
def test_these_are_saved_as_they_stand(text):
    assert changed_at_save("", text) == ()


def test_the_words_name_each_thing_once():
    assert changed_at_save("", "{{subst:x}} [[a|]] ~~~~ ~~~~ ~~~") == (
        "`~~~~` becomes a signature or a date",
        "`~~~` becomes a signature or a date",
        "`[[a|]]` becomes a link with another text (the pipe trick)",
        "`{{subst:x}}` is replaced by what it transcludes",
    )


def test_what_is_long_is_told_in_short():
    (words,) = changed_at_save("", "{{subst:" + "x\n" * 500 + "<!-- no -->}}")
    assert words == f"`{{{{subst:{'x ' * 25}x…` is replaced by what it transcludes"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("~~~", "~~~ and more", 0),
        ("~~~", "~~~ ~~~", 1),
        ("~~~", "~~~~", 1),
        ("~~x~", "~~~", 1),
        ("<nowiki>~~~</nowiki>", "~~~", 1),
        ("[[a|]] [[b|]]", "[[b|]]", 0),
        ("a {{subst:x}}", "{{subst:x}} b", 0),
    ],
)
def test_only_what_the_edit_brings_is_told(before, after, told):
    assert len(changed_at_save(before, after)) == told


def test_the_tags_are_the_wikis_own():
    plain = plain_site()
    site = Site("w", plain.namespaces, extension_tags=frozenset({"ours"}))
    assert changed_at_save("", "<ours>~~~</ours>") != ()
    assert changed_at_save("", "<ours>~~~</ours>", site) == ()


PIECES = st.sampled_from(
    ["~~~", "~", "[[", "|]]", "[[|", "]]", "{{", "subst:", "}}", "a", "(b)", "|", " ", "\n"]
)
TEXTS = st.lists(PIECES, max_size=20).map("".join)


@given(TEXTS, st.text(alphabet="ab, .", max_size=20))
def test_plain_words_behind_a_text_change_nothing(text, more):
    assert changed_at_save(text, f"{text}\n{more}") == ()
    assert changed_at_save("", f"{text}\n{more}") == changed_at_save("", f"{text}\n")


@given(TEXTS)
def test_a_signature_is_found_behind_any_text(text):
    assert any("signature" in words for words in changed_at_save("", f"{text} ~~~~ "))


@given(TEXTS)
def test_nothing_happens_within_nowiki(text):
    assert changed_at_save("", f"<nowiki>{text}</nowiki>") == ()
    assert changed_at_save(text, f"<!-- {text} -->") == ()


@given(TEXTS, TEXTS)
def test_what_is_told_is_in_the_new_text(before, after):
    for words in changed_at_save(before, after):
        mark = words.split("`")[1].rstrip("…").replace(" ", "")
        assert mark in "".join(after.split())


@pytest.mark.parametrize("piece", ["~~~ ", "{{subst:", "[[|", "[[a", "|]]", "{{subst:x}}"])
def test_a_hundred_kilobytes_of_one_piece_are_read_in_a_moment(piece):
    text = piece * (100_000 // len(piece))
    assert changed_at_save("", f"{text} ~~~~~ ")


@pytest.mark.live
def test_a_real_wiki_changes_these_and_no_others(devwiki):
    """`PAGENAME` stands for `x` and `y`, since a page that is not there is not substituted."""
    for text in CHANGED + KEPT:
        written = re.sub("(?i)(subst:)[xy]", r"\1PAGENAME", text)
        asked = {"action": "parse", "text": written, "title": "A (b)", "onlypst": "1"}
        asked |= {"contentmodel": "wikitext", "format": "json", "formatversion": "2"}
        answer = requests.post(devwiki.api, data=asked, timeout=30).json()
        differs = answer["parse"]["text"] != written
        if text != "{{subst:{{x}}}}":  # a name that only the wiki can know
            assert differs == (text in CHANGED), written

"""`retarget_link`, as pairs of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.retarget_link import RetargetLink
from bot.errors import InvalidTitle, UsageError
from bot.page import TEXT
from bot.wiki import Known, RedirectsTo
from bot.wikitext.links import find_links
from bot.wikitext.redirects import find_redirect
from bot.wikitext.shown import shown_text
from tests.pairs import SITE, changes, leaves, make_page, make_site, result

TO_PLANET = RetargetLink(from_="Mercury", to="Mercury (planet)")
FOLLOWING = RetargetLink(from_="Mercury", to="Mercury (planet)", redirects="follow")
REDIRECTING = RetargetLink(from_="Mercury", to="Mercury (planet)", redirect_pages="retarget")
REDIRECTS = {"Mercury": ["Quicksilver", "Mercury (disambiguation)"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a [[Mercury]] b", "a [[Mercury (planet)|Mercury]] b"),
        ("[[mercury]]s", "[[Mercury (planet)|mercury]]s"),
        ("[[ Mercury_ ]]s", "[[Mercury (planet)|Mercury_ ]]s"),
        ("[[Mercury|the planet]]", "[[Mercury (planet)|the planet]]"),
        ("[[Mercury|plan]]et", "[[Mercury (planet)|plan]]et"),
        ("[[Mercury#Orbit]]", "[[Mercury (planet)#Orbit|Mercury#Orbit]]"),
        ("[[Mercury#Orbit|orbit]]", "[[Mercury (planet)#Orbit|orbit]]"),
        ("[[#x]] [[Mercury]]", "[[#x]] [[Mercury (planet)|Mercury]]"),
        ("[[:Mercury]]", "[[:Mercury (planet)|Mercury]]"),
        ("[[:Mercury|x]]", "[[:Mercury (planet)|x]]"),
        ("[[Merc%75ry]]", "[[Mercury (planet)|Mercury]]"),
        ("[[Mercury|Mercury (planet)]]", "[[Mercury (planet)]]"),
        ("[[Mercury|mercury (planet)]]s", "[[mercury (planet)]]s"),
        ("[[Mercury|Mercury_(planet)]]", "[[Mercury (planet)|Mercury_(planet)]]"),
        ("[[Mercury#A|Mercury (planet)#A]]", "[[Mercury (planet)#A]]"),
        ("[[Mercury|''M'' [http://x y]]]", "[[Mercury (planet)|''M'' [http://x y]]]"),
        ("[[Mercury|<ercury (planet)]]", "[[Mercury (planet)|<ercury (planet)]]"),
        ("[[Mercury<!-- x -->|y]]", "[[Mercury (planet)<!-- x -->|y]]"),
        ("[[Mercury|two\nlines]]", "[[Mercury (planet)|two\nlines]]"),
        ("[[Mercury|a|b]]", "[[Mercury (planet)|a|b]]"),
        ("[[Mercury{{!}}a]]", "[[Mercury (planet){{!}}a]]"),
        (
            "[[Mercury{{!}}Mercury (planet)]]",
            "[[Mercury (planet){{!}}Mercury (planet)]]",
        ),
        ("[[Mercury|{{x}}]]", "[[Mercury (planet)|{{x}}]]"),
        (
            "[[File:A.png|thumb|see [[Mercury]]]]",
            "[[File:A.png|thumb|see [[Mercury (planet)|Mercury]]]]",
        ),
        ("[[File:A.png|link=Mercury]]", "[[File:A.png|link=Mercury (planet)]]"),
        (
            "<gallery>\nA.png|a [[mercury]]|link= Mercury\n</gallery>",
            "<gallery>\nA.png|a [[Mercury (planet)|mercury]]|link= Mercury (planet)\n</gallery>",
        ),
        (
            '<gallery caption="[[Mercury]]" mode=packed>\nA.png\n</gallery>',
            '<gallery caption="[[Mercury (planet)|Mercury]]" mode=packed>\nA.png\n</gallery>',
        ),
        (
            "<gallery caption=[[Mercury]]/>",
            "<gallery caption=[[Mercury&#32;(planet)|Mercury]]/>",
        ),
        (
            "<gallery caption=[[mercury|it]]>\nA|[[Mercury|x]]\n</gallery>",
            "<gallery caption=[[Mercury&#32;(planet)|it]]>\nA|[[Mercury (planet)|x]]\n</gallery>",
        ),
        (
            "<gallery caption='[[File:A.png|link=Mercury|x]]' />",
            "<gallery caption='[[File:A.png|link=Mercury (planet)|x]]' />",
        ),
        (
            "{{x|[[Mercury]]|y=[[Mercury]]}}",
            "{{x|[[Mercury (planet)|Mercury]]|y=[[Mercury (planet)|Mercury]]}}",
        ),
        ("<ref>[[Mercury]]</ref>", "<ref>[[Mercury (planet)|Mercury]]</ref>"),
        ("{|\n| [[Mercury]] || b\n|}", "{|\n| [[Mercury (planet)|Mercury]] || b\n|}"),
        ("* [[Mercury]]<!-- x -->", "* [[Mercury (planet)|Mercury]]<!-- x -->"),
        ("[[Mercury<!-- x -->]]", "[[Mercury (planet)|Mercury<!-- x -->]]"),
        ("[[Merc<!-- x -->ury|y]]", "[[Mercury (planet)<!-- x -->|y]]"),
        ("[[Mercury|a<!-- [[Mercury]] -->]]", "[[Mercury (planet)|a<!-- [[Mercury]] -->]]"),
        (
            "<noinclude>[[Mercury]]</noinclude>",
            "<noinclude>[[Mercury (planet)|Mercury]]</noinclude>",
        ),
        (
            "<includeonly>[[Mercury]]</includeonly>",
            "<includeonly>[[Mercury (planet)|Mercury]]</includeonly>",
        ),
        (
            "#REDIRECT [[mercury#Orbit]]\n[[Category:A]] [[Mercury]]",
            "#REDIRECT [[mercury#Orbit]]\n[[Category:A]] [[Mercury (planet)|Mercury]]",
        ),
        ("[[Mercury]]]", "[[Mercury (planet)|Mercury]]]"),
        ("[[dev:Mercury]]", "[[Mercury (planet)|dev:Mercury]]"),
    ],
)
def test_every_form_of_a_link_is_pointed_at_the_new_page(before, after):
    changes(TO_PLANET, before, after)


@pytest.mark.parametrize(
    "text",
    [
        "Mercury",
        "[[[Mercury]]]",
        "[[Mercury (planet)]]",
        "[[Mercury (planet)|Mercury]]",
        "[[Mercury (element)]]",
        "[[Mercurys]] [[Mercury2]] [[MERCURY]]",
        "[[Talk:Mercury]] [[User:Mercury]]",
        "[[wikt:Mercury]] [[:de:Mercury]]",
        "[[Mercury",
        "[[Mercury|]]",
        "[[|Mercury]]",
        "[[Mercury\n]]",
        "[[{{x}}Mercury]]",
        "[[Mer<noinclude>cury</noinclude>]]",
        "<nowiki>[[Mercury]]</nowiki>",
        "<!-- [[Mercury]] -->",
        "<pre>[[Mercury]]</pre>",
        "<math>[[Mercury]]</math>",
        "<syntaxhighlight lang=text>[[Mercury]]</syntaxhighlight>",
        "<span title='[[Mercury]]'>x</span>",
        "<gallery mode='[[Mercury]]'>\nA.png\n</gallery>",
        "<ref name='[[Mercury]]' />",
        "[[Mercury|a [[Venus]] b]]",
        "[http://x.example Mercury]",
        "{{Mercury}} {{:Mercury}}",
        "[[Special:WhatLinksHere/Mercury]]",
        "[[#Mercury]]",
        "[[Quicksilver]]",
        "#REDIRECT [[Venus]]",
        "#REDIRECT [[Mercury]]",
        "#REDIRECT [[Mercury#Orbit]] {{R to section}}",
    ],
)
def test_everything_else_stays(text):
    leaves(TO_PLANET, text)


def test_a_link_on_the_new_page_itself_stays_since_it_would_lead_nowhere():
    leaves(TO_PLANET, "See [[Mercury]].", title="Mercury (planet)")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#REDIRECT [[Mercury]]", "#REDIRECT [[Mercury (planet)]]"),
        ("#redirect: [[mercury|x]]", "#redirect: [[Mercury (planet)|x]]"),
        (
            "#REDIRECT [[mercury#Orbit]]\n[[Category:A]] [[Mercury]]",
            "#REDIRECT [[Mercury (planet)#Orbit]]\n[[Category:A]] [[Mercury (planet)|Mercury]]",
        ),
    ],
)
def test_a_redirect_page_leads_to_the_new_page_only_where_asked(before, after):
    changes(REDIRECTING, before, after)
    assert result(TO_PLANET, before).startswith(before.partition("]]")[0])


def test_a_redirect_to_a_redirect_stays_as_it_is_unless_asked():
    text = "#REDIRECT [[Quicksilver]]"
    leaves(FOLLOWING, text, redirects=REDIRECTS, title="Hg")
    both = RetargetLink(
        from_="Mercury", to="Mercury (planet)", redirects="follow", redirect_pages="retarget"
    )
    changes(both, text, "#REDIRECT [[Mercury (planet)]]", redirects=REDIRECTS, title="Hg")
    leaves(both, "#REDIRECT [[Venus]]", redirects=REDIRECTS, title="Hg")


def test_what_a_redirect_is_depends_on_the_words_of_the_wiki():
    text = "#WEITERLEITUNG [[Mercury]]"
    leaves(TO_PLANET, text, site=make_site(redirect_words=("#REDIRECT", "#WEITERLEITUNG")))


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("A", 'B "c"', 'caption="[[A]]"', 'caption="[[B &#34;c&#34;|A]]"'),
        ("A", 'B "c"', "caption='[[A]]'", "caption='[[B \"c\"|A]]'"),
        ("A", "B's", "caption='[[A|x]]'", "caption='[[B&#39;s|x]]'"),
        ('A "b"', "B", 'caption="[[A %22b%22]]"', 'caption="[[B|A &#34;b&#34;]]"'),
        ("A b", "B", "caption=[[A_b]]", "caption=[[B|A_b]]"),
        ("A b", "B", "caption=[[A%20b]]", "caption=[[B|A&#32;b]]"),
        ("A''b", "B", "caption=\"[[A''b]]\"", 'caption="[[B|A&amp;#39;&amp;#39;b]]"'),
    ],
)
def test_what_is_put_into_an_attribute_does_not_end_it(old, new, before, after):
    rest = ">\nA.png\n</gallery>"
    changes(RetargetLink(from_=old, to=new), f"<gallery {before}{rest}", f"<gallery {after}{rest}")


def test_links_through_redirects_are_followed_only_where_asked():
    before = "[[Quicksilver]] and [[quicksilver|it]] in [[Mercury]]"
    changes(
        FOLLOWING,
        before,
        "[[Mercury (planet)|Quicksilver]] and [[Mercury (planet)|it]] in "
        "[[Mercury (planet)|Mercury]]",
        redirects=REDIRECTS,
    )
    assert "[[Quicksilver]]" in result(TO_PLANET, before)


def test_a_new_page_that_is_itself_a_redirect_to_the_old_one_is_left():
    redirects = {"Mercury": ["Mercury (planet)", "Quicksilver"]}
    changes(
        FOLLOWING,
        "[[Mercury (planet)]] [[Quicksilver]]",
        "[[Mercury (planet)]] [[Mercury (planet)|Quicksilver]]",
        redirects=redirects,
    )


@pytest.mark.parametrize(
    ("to", "before", "after"),
    [
        ("Planets#Mercury", "[[Mercury]]", "[[Planets#Mercury|Mercury]]"),
        ("Planets#Mercury", "[[Mercury#Orbit|x]]", "[[Planets#Mercury|x]]"),
        ("Planets#Mercury", "[[Mercury|planets#Mercury]]", "[[planets#Mercury]]"),
        ("Mercury#Planet", "[[Mercury]]", "[[Mercury#Planet|Mercury]]"),
        ("Mercury#Planet", "[[Mercury|Mercury#Planet]]", "[[Mercury#Planet]]"),
        ("Category:Mercury", "[[Mercury]]", "[[:Category:Mercury|Mercury]]"),
        ("File:M.png", "[[Mercury|File:M.png]]", "[[:File:M.png]]"),
        ("File:M.png", "[[File:A.png|link=Mercury]]", "[[File:A.png|link=File:M.png]]"),
        ("P:Mercury", "[[Mercury]]", "[[Portal:Mercury|Mercury]]"),
        ("mercury_(planet)", "[[Mercury]]", "[[Mercury (planet)|Mercury]]"),
        ("/odd", "[[Mercury]]", "[[/odd|Mercury]]"),
    ],
)
def test_the_new_target_is_written_so_that_it_is_a_plain_link(to, before, after):
    changes(RetargetLink(from_="Mercury", to=to), before, after)


def test_a_section_of_the_same_page_is_not_given_to_links_that_have_one():
    leaves(RetargetLink(from_="Mercury", to="Mercury#Planet"), "[[Mercury#Orbit]]")
    leaves(RetargetLink(from_="Mercury", to="Mercury#Planet"), "[[Mercury#Planet|x]]")


@pytest.mark.parametrize(
    ("old", "text", "after"),
    [
        ("Category:Old", "[[:Category:Old]]", "[[:New|Category:Old]]"),
        ("Category:Old", "[[Category:Old]] [[Category:Old|key]]", None),
        ("File:Old.png", "[[:File:Old.png|x]]", "[[:New|x]]"),
        ("File:Old.png", "[[File:Old.png|thumb]]\n<gallery>\nOld.png\n</gallery>", None),
        ("AT&T", "[[AT&amp;T]] [[AT&T]]", "[[New|AT&amp;T]] [[New|AT&T]]"),
        ("Rock ''n'' roll", "[[Rock ''n'' roll]]", "[[New|Rock &#39;&#39;n&#39;&#39; roll]]"),
        ("Élan", "[[élan]]s [[e\u0301lan]]", "[[New|élan]]s [[New|e\u0301lan]]"),
        (
            "Lexicon:word",
            "[[Lexicon:word]] [[Lexicon:Word]]",
            "[[New|Lexicon:word]] [[Lexicon:Word]]",
        ),
        ("Москва", "[[Москва]]", "[[New|Москва]]"),
        ("C++ (language)", "[[C++_(language)]]", "[[New|C++_(language)]]"),
    ],
)
def test_titles_of_all_kinds_are_recognised(old, text, after):
    action = RetargetLink(from_=old, to="New")
    if after is None:
        leaves(action, text)
    else:
        changes(action, text, after)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[/b]]", "[[New|/b]]"),
        ("[[/b/]]", "[[New|b]]"),
        ("[[/b#x]]", "[[New#x|/b#x]]"),
        ("[[/b|x]]", "[[New|x]]"),
        ("[[User:Ann/b]]", "[[New|User:Ann/b]]"),
    ],
)
def test_links_to_subpages_are_recognised_and_still_show_the_same(text, after):
    changes(RetargetLink(from_="User:Ann/b", to="New"), text, after, title="User:Ann")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[../b]]", "[[New|User:Ann/b]]"),
        ("[[../b/]]", "[[New|b]]"),
    ],
)
def test_links_to_sister_pages_are_recognised_and_still_show_the_same(text, after):
    changes(RetargetLink(from_="User:Ann/b", to="New"), text, after, title="User:Ann/a")


def test_a_link_to_the_page_above_is_recognised_and_still_shows_the_same():
    action = RetargetLink(from_="User:Ann", to="New")
    changes(action, "[[../]]", "[[New|User:Ann]]", title="User:Ann/a")


def test_a_title_that_begins_with_a_slash_gets_a_colon_where_there_are_subpages():
    action = RetargetLink(from_="Mercury", to="/odd")
    changes(action, "[[Mercury]]", "[[:/odd|Mercury]]", title="User:Ann")
    changes(action, "[[Mercury|/odd]]", "[[:/odd]]", title="User:Ann")


def test_what_the_action_reads_is_the_text_and_the_redirects_where_it_follows_them():
    asked = Known(RedirectsTo(to=SITE.title("Mercury"), double=True))
    assert TO_PLANET.needs(SITE) == {TEXT}
    assert FOLLOWING.needs(SITE) == {TEXT, asked}


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        ("Mercury", "mercury_", UsageError, "the same page"),
        ("Mercury#Orbit", "Mars", UsageError, "names a section"),
        ("wikt:Mercury", "Mars", InvalidTitle, "another wiki"),
        ("Mercury", "wikt:Mars", InvalidTitle, "no page of devwiki"),
        ("Mercury", "#x", InvalidTitle, "no page of devwiki"),
        ("a{b", "Mars", InvalidTitle, "may not stand"),
    ],
)
def test_targets_that_cannot_be_meant_are_refused_before_the_first_page(old, new, error, words):
    with pytest.raises(error, match=words):
        RetargetLink(from_=old, to=new).fits(SITE)


def test_targets_that_can_be_meant_are_not_refused():
    FOLLOWING.fits(SITE)
    RetargetLink(from_="Mercury", to="Mercury#Planet").fits(SITE)


texts = st.lists(
    st.sampled_from(
        [
            *("[[", "]]", "|", "[[Mercury]]", "[[mercury|", "Mercury", "#x", "[[Venus]]", "s", " "),
            *("<!-- ", " -->", "<nowiki>", "</nowiki>", "<ref>", "</ref>", "{{x|", "}}", "{{!}}"),
            *("[[File:A.png|", "link=Mercury", "[[:Mercury", "\n", "''", "%75", "(planet)", "é"),
            *(
                "#REDIRECT ",
                "<noinclude>",
                "</noinclude>",
                "[[Quicksilver]]",
                "<gallery>\n",
                "[",
                "]",
            ),
            *("<gallery caption=[[Mercury|", "<gallery caption='", "'>", "/>"),
            *("</gallery>", "[[Mercury (planet)", "<includeonly>", "</includeonly>", "\n{|\n|"),
        ]
    ),
    max_size=20,
).map("".join)


def outside(text, page):
    """The text with its links taken out."""
    position, out = 0, ""
    for one in find_links(text, page.site, page.title, whole=True):
        if one.kind == "link" and one.start >= position:
            out += text[position : one.start]
            position = one.end
    return out + text[position:]


def shown(text, page):
    """What the links of the text show, in order; comments show nothing."""
    found = []
    for one in find_links(text, page.site, page.title, whole=True):
        if one.kind == "link":
            label = (
                text[slice(*one.label_span)]
                if one.label_span
                else shown_text(text[slice(*one.target_span)], page.site, page.title)
            )
            found.append(label + text[one.end : one.trail_end])
    return found


@given(texts)
def test_what_links_show_and_what_stands_around_them_stays(text):
    page = make_page(text, redirects=REDIRECTS)
    after = result(FOLLOWING, text, redirects=REDIRECTS)
    if not text.lstrip().startswith("#REDIRECT") and "link=" not in text:
        assert outside(after, page) == outside(text, page)
        assert shown(after, page) == shown(text, page)


@given(texts)
def test_no_link_to_the_old_page_is_left_but_those_cut_by_a_tag(text):
    page = make_page(text, redirects=REDIRECTS)
    after = result(FOLLOWING, text, redirects=REDIRECTS)
    old = {SITE.title(one) for one in ("Mercury", "Quicksilver", "Mercury (disambiguation)")}
    redirect = find_redirect(after, page.site)
    end = redirect.end if redirect else 0
    for one in find_links(after, page.site, page.title, whole=True):
        if one.start < end:
            continue
        if one.target.title in old:
            assert "<" in after[slice(*one.target_span)]


@given(st.text())
def test_any_text_survives(text):
    assert result(TO_PLANET, text) == text or "[[" in text


def test_the_link_trail_of_the_wikis_language_shows_as_before():
    site = make_site(link_trail="[a-zäöü]+")
    changes(TO_PLANET, "[[Mercury]]ähnlich", "[[Mercury (planet)|Mercury]]ähnlich", site=site)

"""Redirects of a wiki whose words for them the export does not tell."""

import json

import pytest

from bot.actions.retarget_link import RetargetLink
from bot.filters.redirect import Redirect
from bot.offline.exported import ExportedPage
from bot.offline.redirecting import RedirectWords
from bot.page import TEXT, Candidate
from bot.plan import Edit
from bot.titles import Title
from bot.wiki import AllPages, Backlinks, RedirectsTo
from bot.wikitext.redirects import find_redirect
from tests.offline.exports import Entry, Rev
from tests.pairs import make_site

GERMAN = (
    Entry("Merkur", (Rev("Seite über den [[Q]].", 11),), 1),
    Entry("Q", (Rev("#WEITERLEITUNG [[Merkur]]", 12),), 2, redirect="Merkur"),
    Entry("R", (Rev("#weiterleitung: [[Q#Bahn|x]]\n[[Kategorie]]", 13),), 3, redirect="Q#Bahn"),
    Entry("S", (Rev("#REDIRECT [[Merkur]]", 14),), 4, redirect="Merkur"),
    Entry("T", (Rev("# [[Merkur]]", 15),), 5),
)
NAMESPACES = {"0": {"id": 0, "case": "first-letter", "name": ""}}


def names(wiki, query):
    return [str(one.title) for batch in wiki.enumerate(query) for one in batch]


def page_of(wiki, title):
    [[page]] = wiki.fetch([[Candidate(Title(0, title))]], frozenset({TEXT}))
    return page


@pytest.fixture(params=["no siteinfo", "siteinfo without words", "siteinfo"])
def german(request, wiki_of, open_wiki, export_file, tmp_path):
    if request.param == "no siteinfo":
        return wiki_of(None, *GERMAN)
    told: dict[str, object] = {"namespaces": NAMESPACES}
    if request.param == "siteinfo":
        words = ["#WEITERLEITUNG", "#REDIRECT"]
        told["magicwords"] = [{"name": "redirect", "aliases": words}]
    path = tmp_path / "siteinfo.json"
    path.write_text(json.dumps({"query": told}))
    return open_wiki(export_file(*GERMAN), path)


def test_redirects_are_known_whether_or_not_a_siteinfo_tells_the_word(german):
    assert names(german, AllPages(redirects="only")) == ["Q", "R", "S"]
    assert names(german, RedirectsTo(to=Title(0, "Merkur"), double=True)) == ["Q", "S", "R"]
    asked = Backlinks(to=Title(0, "Merkur"), redirects="exclude", through_redirects=True)
    assert names(german, asked) == ["Merkur", "T"]


def test_the_word_is_one_of_the_wikis_own_for_actions_and_filters(german):
    assert {word.casefold() for word in german.site.redirect_words} == {
        "#redirect",
        "#weiterleitung",
    }
    page = page_of(german, "Q")
    assert Redirect(redirect=True).keep(page)
    redirect = find_redirect(page.text, german.site)
    assert redirect is not None
    assert redirect.target.title == Title(0, "Merkur")
    assert RetargetLink(from_="Merkur", to="Merkur (Planet)").rewrite(page) == page.text


def test_an_edit_of_such_a_redirect_leaves_it_one(german):
    def edit(after):
        page = page_of(german, "Q")
        item = Edit(
            title=page.title, baserevid=page.revid, read_at=None, before="", after=after, summary=""
        )
        return german.write(item).code

    assert edit("#WEITERLEITUNG [[T]]") == "saved"
    assert names(german, RedirectsTo(to=Title(0, "T"), double=False)) == ["Q"]
    assert edit("ein Text") == "saved"
    assert not page_of(german, "Q").redirect


def test_the_word_is_known_at_the_next_start(open_wiki, export_file):
    path = export_file(*GERMAN)
    first, second = open_wiki(path), open_wiki(path)
    assert (
        first.site.redirect_words == second.site.redirect_words == ("#REDIRECT", "#WEITERLEITUNG")
    )


SITE = make_site()


@pytest.mark.parametrize(
    ("text", "target", "learned"),
    [
        ("#WEITERLEITUNG [[B]]", "B", ["#WEITERLEITUNG"]),
        ("\n #Weiter: [[b#c|d]] text", "B#c", ["#Weiter"]),
        ("#đổi [[B]]", "B", ["#đổi"]),
        ("#重定向[[B]]", "B", ["#重定向"]),
        ("#zwei Worte [[B]]", "B", ["#zwei Worte"]),
        ("#REDIRECT [[B]]", "B", []),
        ("#redirect [[C]]", "B", []),
        ("#WEITERLEITUNG [[C]]", "B", []),
        ("#WEITERLEITUNG [[B]]", "not[a]title", []),
        ("# [[B]]", "B", []),
        ("* [[B]]", "B", []),
        ("#WEITERLEITUNG\nauf [[B]]", "B", []),
        ("#WEITERLEITUNG B", "B", []),
        ("siehe #WEITERLEITUNG [[B]]", "B", []),
        ("", "B", []),
    ],
)
def test_a_word_is_learned_only_from_a_text_that_leads_where_the_export_says(text, target, learned):
    words = RedirectWords(SITE, {})
    words.learn(ExportedPage(title="A", redirect=target), text)
    assert words.learned == learned
    assert words.site.redirect_words == ("#REDIRECT", *learned)


def test_nothing_is_learned_where_a_siteinfo_tells_all_words():
    words = RedirectWords(SITE, {"magicwords": [{"name": "x"}, {"name": "redirect"}]})
    words.learn(ExportedPage(title="A", redirect="B"), "#WEITERLEITUNG [[B]]")
    assert words.learned == []


def test_a_word_is_learned_once_and_a_hostile_export_cannot_teach_thousands():
    words = RedirectWords(SITE, {})
    for number in range(2000):
        words.learn(ExportedPage(title="A", redirect="B"), f"#W{number // 2} [[B]]")
    assert words.learned == [f"#W{number}" for number in range(16)]

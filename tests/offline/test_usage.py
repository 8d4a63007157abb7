"""Who uses a template or a file, by the texts of an export."""

import pytest

from bot.titles import Title
from bot.wiki import FileUsage, Transclusions, WrittenTransclusions

T, OTHER = Title(10, "Template:T"), Title(10, "Template:Other")
FILE = Title(6, "File:F.png")
PAGES = {
    "Template:T": "text",
    "Template:R": "#REDIRECT [[Template:T]]",
    "Template:RR": "#REDIRECT [[Template:R]]",
    "Template:Loop": "#REDIRECT [[Template:Pool]]",
    "Template:Pool": "#REDIRECT [[Template:Loop]]",
    "Template:Nest": "{{T}}<includeonly>{{Other}}</includeonly>",
    "File:G.png": "#REDIRECT [[File:F.png]]",
    "Direct": "{{T}} [[File:F.png]]",
    "Both": "{{t}} {{R}} {{RR}} [[File:F.png]] [[File:G.png]]",
    "Behind": "{{RR}} [[File:G.png]]",
    "Nested": "{{Nest}}",
    "Talk:Direct": "{{T}}",
    "Forwards": "#REDIRECT [[Direct]]\n{{R}}",
    "None": "{{tl|T}} <nowiki>{{T}}</nowiki> [[:File:F.png]] [[Template:T]]",
    "In a loop": "{{Loop}}",
}
R, RR, G = "Template:R", "Template:RR", "File:G.png"


@pytest.fixture
def ask(wiki_of):
    wiki = wiki_of(PAGES)

    def ways(query):
        assert wiki.offers(query)
        return {
            one.title.text: (one.direct, [via.title.text for via in one.via])
            for batch in wiki.enumerate(query)
            for one in batch
        }

    return ways


EVERYONE = {
    "Template:Nest": (True, []),
    "Direct": (True, []),
    "Both": (True, [R, RR]),
    "Behind": (False, [RR]),
    "Talk:Direct": (True, []),
    "Forwards": (False, [R]),
}


@pytest.mark.parametrize("kind", [Transclusions, WrittenTransclusions])
def test_users_of_redirects_are_users_with_the_redirects_they_use(ask, kind):
    assert ask(kind(of=(T,), through_redirects=True)) == EVERYONE


def test_one_list_names_the_same_pages_and_tells_nothing_of_redirects(ask):
    assert ask(Transclusions(of=(T,))) == dict.fromkeys(EVERYONE, (True, []))


def test_only_the_own_name_counts_where_that_is_asked(ask):
    found = ask(WrittenTransclusions(of=(T,), through_redirects=False))
    assert list(found) == ["Template:Nest", "Direct", "Both", "Talk:Direct"]
    assert set(map(str, found.values())) == {"(True, [])"}


def test_the_options_are_about_the_using_page(ask):
    assert list(ask(Transclusions(of=(T,), redirects="only"))) == ["Forwards"]
    assert list(ask(Transclusions(of=(T,), namespaces=(1, 99)))) == ["Talk:Direct"]
    assert ask(Transclusions(of=(T,), namespaces=(-1,))) == {}
    assert "Forwards" not in ask(
        WrittenTransclusions(of=(T,), redirects="exclude", namespaces=(0, 1))
    )


def test_several_are_asked_about_at_once_and_loops_are_walked_once(ask):
    assert ask(Transclusions(of=(OTHER, T, T), through_redirects=True)) == EVERYONE
    loop = Title(10, "Template:Loop")
    assert ask(Transclusions(of=(loop,), through_redirects=True)) == {"In a loop": (True, [])}
    assert ask(Transclusions(of=())) == {}


def test_files_and_their_redirects_are_as_templates_are(ask):
    assert ask(FileUsage(of=(FILE,), through_redirects=True)) == {
        "Direct": (True, []),
        "Both": (True, [G]),
        "Behind": (False, [G]),
    }
    assert list(ask(FileUsage(of=(FILE,)))) == ["Direct", "Both", "Behind"]
    assert list(ask(FileUsage(of=(Title(6, "File:G.png"),)))) == ["Both", "Behind"]

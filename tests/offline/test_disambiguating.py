"""Disambiguation pages, by the templates that an export's own list of them names."""

import pytest

from bot.errors import NotOffered
from bot.wiki import Disambiguations

PAGES = {
    "Mercury": "{{Disambig}}",
    "Venus": "{{Dab}}",
    "Mars": "{{Surname}}",
    "Pluto": "[[Template:Disambig]]",
    "Template:Dab": "#REDIRECT [[Template:Disambig]]",
}
LIST = "MediaWiki:Disambiguationspage"


def titles(wiki, **options):
    return [one.title.text for batch in wiki.enumerate(Disambiguations(**options)) for one in batch]


def test_every_template_that_the_list_links_to_counts_and_so_do_redirects_to_it(wiki_of):
    wiki = wiki_of(PAGES | {LIST: "[[Template:Disambig]], [[template:surname]], [[Pluto]]"})
    assert titles(wiki) == ["Mercury", "Venus", "Mars"]
    assert titles(wiki, namespaces=(1,)) == []


@pytest.mark.parametrize("text", [None, "", "Template:Disambig", "{{Disambig}}", "[[Pluto]]"])
def test_without_a_link_to_a_template_nothing_is_known(wiki_of, text):
    wiki = wiki_of(PAGES | ({} if text is None else {LIST: text}))
    assert wiki.offers(Disambiguations())
    with pytest.raises(NotOffered, match="offline wiki: it knows disambiguation pages only by"):
        titles(wiki)

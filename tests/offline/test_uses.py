"""What pages use, out of an export: links, files, templates, addresses; when they were saved."""

from datetime import UTC, datetime

import pytest

from bot.page import INFO, TEXT, Candidate
from bot.titles import Title
from bot.wiki import (
    Edited,
    ExternalLinks,
    LinkedPages,
    ShownFiles,
    UsedTemplates,
)
from tests.offline.exports import Entry, Rev

TEXTS = {
    "A": "[[B]] [[Talk:B|t]] {{Old stub|x=[[C]]}} [[File:P.png]] [https://example.org/ x] [[A]]",
    "B": "{{Stub}}{{Nowhere}}",
    "Template:Stub": "",
    "Template:Old stub": "#REDIRECT [[Template:Stub]]",
    "Template:Older stub": "#REDIRECT [[Template:Old stub]]",
    "C": "{{Older stub}}",
}


@pytest.fixture
def told(wiki_of):
    wiki = wiki_of(TEXTS)

    def of(facet, *names):
        before = wiki.requests
        [pages] = wiki.fetch([[Candidate(wiki.site.title(name)) for name in names]], {facet})
        assert wiki.requests == before + 1
        return [page[facet] for page in pages]

    return of


def texts(found):
    return sorted(title.text for title in found)


def test_links(told):
    everything, none, missing = told(LinkedPages(), "A", "B", "Nowhere")
    assert texts(everything) == ["B", "C", "Talk:B"]
    assert none == missing == frozenset()
    [few] = told(LinkedPages(frozenset({Title(0, "B"), Title(0, "X")})), "A")
    assert texts(few) == ["B"]
    [talk] = told(LinkedPages(namespaces=(1, 2)), "A")
    assert texts(talk) == ["Talk:B"]


def test_files(told):
    assert [texts(found) for found in told(ShownFiles(), "A", "B", "Nowhere")] == [
        ["File:P.png"],
        [],
        [],
    ]
    assert told(ShownFiles(frozenset({Title(6, "File:Q.png")})), "A") == [frozenset()]


def test_of_a_redirected_template_its_target_is_told_too_but_not_over_two(told):
    found = told(UsedTemplates(), "A", "B", "C", "Nowhere")
    assert [texts(one) for one in found] == [
        ["Template:Old stub", "Template:Stub"],
        ["Template:Nowhere", "Template:Stub"],
        ["Template:Old stub", "Template:Older stub"],
        [],
    ]
    [few] = told(UsedTemplates(frozenset({Title(10, "Template:Stub")})), "A")
    assert texts(few) == ["Template:Stub"]


def test_addresses(told):
    assert told(ExternalLinks(), "A", "B", "Nowhere") == [
        frozenset({"https://example.org/"}),
        frozenset(),
        frozenset(),
    ]


def test_when_a_page_was_saved(wiki_of):
    revisions = (Rev("x", 5, "2024-01-02T03:04:05Z"),)
    wiki = wiki_of({}, Entry("A", revisions), Entry("B", (Rev("y", 6, ""),)))
    candidates = [Candidate(Title(0, name)) for name in ("A", "B", "C")]
    [pages] = wiki.fetch([candidates], frozenset({Edited(), INFO, TEXT}))
    assert [page[Edited()] for page in pages] == [
        datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC),
        None,
        None,
    ]

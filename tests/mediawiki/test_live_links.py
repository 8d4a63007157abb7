"""Disambiguation pages, hidden categories and small limits on a real MediaWiki of one's own."""

from contextlib import closing

import pytest

from bot.titles import Title
from bot.wiki import (
    AllPages,
    CategoriesOn,
    Disambiguations,
    FilesOn,
    FileUsage,
    LinksOn,
    Transclusions,
    WrittenTransclusions,
)
from devwiki.seed import database

pytestmark = pytest.mark.live


def told(wiki, query):
    return {
        one.title.text: {via.title.text for via in one.via}
        for batch in wiki.enumerate(query)
        for one in batch
    }


def save(scratch, title, text):
    scratch.maintenance("edit", "--user", "Admin", title, stdin=text)
    scratch.maintenance("runJobs")


def test_disambiguation_pages_are_found_by_template_and_then_by_property(scratch, open_wiki):
    wiki = open_wiki()
    save(scratch, "MediaWiki:Disambiguationspage", "* [[Template:Disambiguation]]\n* [[Mercury]]")
    assert wiki.site
    before = wiki.requests
    by_template = told(wiki, Disambiguations())
    assert "Mercury" in by_template
    assert wiki.requests - before == 2
    with closing(database(scratch.folder)) as connection, connection:
        connection.executemany(
            "INSERT INTO page_props (pp_page, pp_propname, pp_value) "
            "SELECT page_id, 'disambiguation', '' FROM page WHERE page_title = ?",
            [("Gold",), ("Silver",)],
        )
    before = wiki.requests
    assert set(told(wiki, Disambiguations(request_size=1))) == {
        "Gold",
        "Silver",
        "Talk:Gold",
    }
    assert wiki.requests - before == 3
    assert told(wiki, Disambiguations(namespaces=(1,))).keys() == {"Talk:Gold"}


@pytest.mark.parametrize("pages", [("Tin",), ("Tin", "Gold")])
def test_hidden_categories_are_told_apart(scratch, open_wiki, pages):
    save(scratch, "Category:Kept quiet", "__HIDDENCAT__")
    save(scratch, "Tin", "Tin [[Category:Kept quiet]] [[Category:Metals]]")
    wiki = open_wiki()
    titles = tuple(Title(0, name) for name in pages)
    assert told(wiki, CategoriesOn(pages=titles, hidden="only")) == {"Category:Kept quiet": {"Tin"}}
    others = told(wiki, CategoriesOn(pages=titles, hidden="exclude"))
    assert "Category:Metals" in others
    assert "Category:Kept quiet" not in others
    everything = told(wiki, CategoriesOn(pages=titles))
    assert everything.keys() == others.keys() | {"Category:Kept quiet"}


def test_templates_within_templates_are_no_written_ones(scratch, open_wiki):
    save(scratch, "Template:Inner", "inner")
    save(scratch, "Template:Inward", "#REDIRECT [[Template:Inner]]")
    save(scratch, "Template:Middle", "<onlyinclude>{{Inward}}</onlyinclude>")
    save(scratch, "Template:Outer", "{{Middle}}<noinclude>{{inner}}</noinclude>")
    save(scratch, "Only outer", "{{Outer}}")
    save(scratch, "In a parameter", "{{Outer|{{Inward|x}}}} <ref>{{Middle}}</ref>")
    save(scratch, "By a made name", "{{In{{lc:NER}}}} {{<!-- c -->inner}}")
    inner = (Title(10, "Template:Inner"),)
    wiki = open_wiki()
    redirect = {"Template:Inward"}
    assert told(wiki, Transclusions(of=inner, through_redirects=True)) == {
        "Template:Middle": redirect,
        "Template:Outer": redirect,
        "Only outer": redirect,
        "In a parameter": redirect,
        "By a made name": set(),
    }
    assert told(wiki, WrittenTransclusions(of=inner)) == {
        "Template:Middle": redirect,
        "Template:Outer": set(),
        "In a parameter": redirect,
        "By a made name": set(),
    }
    assert told(wiki, WrittenTransclusions(of=inner, through_redirects=False)).keys() == {
        "Template:Outer",
        "By a made name",
    }


def test_an_account_with_small_limits_gets_the_same(open_wiki):
    high, small = open_wiki(), open_wiki(app_id="small")
    assert (high.site.limits.titles, small.site.limits.titles) == (500, 50)
    pages = tuple(one.title for batch in high.enumerate(AllPages()) for one in batch)[:130]
    infoboxes = tuple(
        one.title
        for batch in high.enumerate(AllPages(namespace=10, prefix="Infobox"))
        for one in batch
    )
    files = tuple(Title(6, title) for title in told(high, FilesOn(pages=pages)))
    for query in (
        LinksOn(pages=pages),
        LinksOn(pages=pages, which="red"),
        FilesOn(pages=pages),
        CategoriesOn(pages=pages),
        Transclusions(of=infoboxes),
        Transclusions(of=infoboxes, through_redirects=True),
        WrittenTransclusions(of=infoboxes),
        FileUsage(of=files, through_redirects=True),
    ):
        answer = told(high, query)
        assert answer
        assert told(small, query) == answer

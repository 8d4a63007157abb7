"""The source `page_list`: which links of a page are work, and which are not."""

from contextlib import closing

import pytest

from bot.errors import InvalidTitle, UsageError
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plugin import Reach
from bot.sources.page_list import PageList
from tests.offline.exports import entries, export_xml
from tests.sources.conftest import made

LIST = """See [[Help]], [[User:W/Done]] and [[:Category:Todo]].
== To ''do'' ==
* [[Mars|the red one]], [[venus]] &mdash; not <nowiki>[[Earth]]</nowiki>
: [[Mars#Moons]] <!-- [[Pluto]] -->
Some words on [[Saturn]].
=== Later ===
# [[Talk:Mars]] [[Nowhere]] [[User:W/List]] [[#top]] [[w:Mercury]]
== Done ==
{{Also|[[Neptune]]}}
* [[Uranus]] [[File:Uranus.png]] [[Category:Lists]] [[Special:Random]]
== To do ==
; [[Ceres]]"""


@pytest.fixture
def listed(tmp_path):
    """The pages that the list has with these options."""
    export = tmp_path / "export.xml"
    texts = {"User:W/List": LIST, "Empty": "Nothing here."}
    texts["Many"] = "".join(f"== {letter * 9} ==\n" for letter in "abcdefghijklmno")
    export.write_text(export_xml(*entries(texts)), encoding="utf-8")
    with closing(OfflineWiki("testwiki", export, cache=tmp_path / "cache")) as wiki:

        def find(page="User:W/List", **options):
            source = made(PageList, page=page, **options)
            source.fits(wiki.site)
            batches = source.candidates(Reach(wiki, Outside(tmp_path)))
            return [str(one.title) for batch in batches for one in batch]

        yield find


def test_links_come_once_in_the_order_of_the_text(listed):
    assert listed() == [
        *("Help", "User:W/Done", "Category:Todo", "Mars", "Venus", "Saturn"),
        *("Talk:Mars", "Nowhere", "W:Mercury", "Neptune", "Uranus", "Ceres"),
    ]
    assert listed("Empty") == []


def test_a_section_has_what_stands_below_it_wherever_it_comes(listed):
    found = ["Mars", "Venus", "Saturn", "Talk:Mars", "Nowhere", "W:Mercury", "Ceres"]
    assert listed(section="To do") == found
    assert listed(section="To_do ") == found
    assert listed(section="Later") == ["Talk:Mars", "Nowhere", "W:Mercury"]


def test_list_items_are_lines_with_a_mark(listed):
    found = ["Mars", "Venus", "Talk:Mars", "Nowhere", "W:Mercury", "Uranus", "Ceres"]
    assert listed(list_items=True) == found
    assert listed(list_items=True, section="Done") == ["Uranus"]


def test_namespaces_can_be_chosen(listed):
    assert listed(namespace=["Talk", "User"]) == ["User:W/Done", "Talk:Mars"]


def test_a_section_that_is_not_there_is_told_with_what_was_meant(listed):
    with pytest.raises(UsageError, match="has no section 'Latr'; did you mean `Later`"):
        listed(section="Latr")
    with pytest.raises(UsageError, match="Empty has no section 'X'; it has no sections"):
        listed("Empty", section="X")
    with pytest.raises(UsageError, match=r"Many has no section 'X'$"):
        listed("Many", section="X")


def test_a_page_that_is_not_there_is_told(listed):
    with pytest.raises(UsageError, match="testwiki: there is no page None to take a list from"):
        listed("None")
    with pytest.raises(InvalidTitle):
        listed("A{")

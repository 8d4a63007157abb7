from threading import Thread

import pytest

from bot.errors import BotError, NotOffered
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate
from bot.plan import Edit, Row
from bot.titles import Title
from bot.wiki import (
    REDIRECT_FLAG,
    AllPages,
    BacklinkLevels,
    Backlinks,
    Categories,
    CategoryMembers,
    Known,
    Query,
    RawList,
    RedirectsTo,
    Titles,
    Wiki,
)
from tests.offline.exports import entries, export_xml

A = Title(0, "A")
OFFERED = [
    AllPages(),
    BacklinkLevels(to=A),
    Backlinks(to=A),
    CategoryMembers(category=Title(14, "Category:A")),
    RedirectsTo(to=A),
    Titles(titles=(A,)),
]


def test_it_keeps_the_protocol(wiki_of):
    wiki: Wiki = wiki_of({"A": "x"})
    assert isinstance(wiki, OfflineWiki)


def test_what_it_offers_it_answers_and_what_not_it_refuses(wiki_of):
    wiki = wiki_of({"A": "x"})
    for query in OFFERED:
        assert wiki.offers(query)
        assert all(isinstance(batch, list) for batch in wiki.enumerate(query))
    raw = RawList(module="random")
    assert not wiki.offers(raw)
    with pytest.raises(NotOffered, match="testwiki is an offline wiki: it cannot answer RawList"):
        wiki.enumerate(raw)
    with pytest.raises(NotOffered):
        wiki.fetch(raw)


def test_it_offers_its_facets_and_edits(wiki_of):
    wiki = wiki_of({"A": "x"})
    assert all(wiki.offers(facet) for facet in (INFO, TEXT, REDIRECT_FLAG, Categories()))
    assert wiki.offers(Known(RedirectsTo(to=A)))
    assert not wiki.offers(Known(RawList(module="random")))
    assert wiki.offers(Edit)
    assert not wiki.offers(Row)


def test_another_kind_of_item_is_refused(wiki_of):
    wiki = wiki_of({"A": "x"})
    with pytest.raises(NotOffered, match="it takes edits, no row"):
        wiki.write(Row(title=A, report="r", columns={}))


@pytest.mark.parametrize(
    ("query", "sizes"),
    [
        (AllPages(request_size=2), [2, 2, 1]),
        (AllPages(request_size=99_999), [5]),
        (AllPages(), [5]),
        (AllPages(namespace=1), []),
    ],
)
def test_the_request_size_is_the_size_of_a_batch_and_each_is_counted(wiki_of, query, sizes):
    wiki = wiki_of(dict.fromkeys("ABCDE", "x"))
    assert [len(batch) for batch in wiki.enumerate(query)] == sizes
    assert wiki.requests == max(len(sizes), 1)


@pytest.mark.parametrize("size", [0, -5])
def test_a_size_below_one_is_one(wiki_of, size):
    wiki = wiki_of(dict.fromkeys("AB", "x"))
    assert [len(batch) for batch in wiki.enumerate(AllPages(request_size=size))] == [1, 1]


def test_a_file_that_fails_while_in_use_is_told_in_a_line(wiki_of, tmp_path):
    wiki = wiki_of({"A": "x"})
    assert wiki.site
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(b"overwritten by another program " * 1000)
    with pytest.raises(BotError, match=r"\.sqlite: the offline wiki's file fails: "):
        list(wiki.enumerate(AllPages()))


def test_levels_halve_the_size_as_the_api_does(wiki_of):
    pages = {f"P{number}": "[[A]]" for number in range(2501)}
    wiki = wiki_of(pages)
    assert [len(batch) for batch in wiki.enumerate(BacklinkLevels(to=A))] == [2500, 1]


def test_writing_is_counted(wiki_of):
    wiki = wiki_of({"A": "x"})
    wiki.write(Edit(title=A, baserevid=101, read_at=None, before="", after="y", summary=""))
    assert wiki.requests == 1


def test_a_closed_wiki_can_be_closed_again_and_opened_anew(wiki_of):
    wiki = wiki_of({"A": "x"})
    wiki.close()
    assert wiki.site.wiki == "testwiki"
    wiki.close()
    wiki.close()
    assert list(wiki.enumerate(AllPages()))


def test_a_stream_may_go_on_in_another_thread(wiki_of):
    wiki = wiki_of(dict.fromkeys("ABCDE", "x"))
    stream = wiki.enumerate(AllPages(request_size=1))
    found = [next(stream)]
    thread = Thread(target=lambda: found.extend(stream))
    thread.start()
    thread.join()
    assert [batch[0].title.text for batch in found] == list("ABCDE")


def test_a_stream_sees_edits_that_come_in_between(wiki_of):
    wiki = wiki_of(dict.fromkeys("ABC", "[[X]]"))
    stream = wiki.fetch(Backlinks(to=Title(0, "X"), request_size=1), frozenset({TEXT}))
    next(stream)
    edit = Edit(
        title=Title(0, "C"), baserevid=103, read_at=None, before="", after="[[X]]!", summary=""
    )
    assert wiki.write(edit).code == "saved"
    assert [page.text for batch in stream for page in batch] == ["[[X]]", "[[X]]!"]


class Unheard(Query):
    """A question of a third party."""


def test_a_query_that_nobody_knows_is_not_offered(wiki_of):
    wiki = wiki_of({"A": "x"})
    assert not wiki.offers(Unheard())
    with pytest.raises(NotOffered):
        wiki.enumerate(Unheard())


def test_candidates_without_ids_are_found_by_their_titles(wiki_of):
    wiki = wiki_of({"A": "x"})
    [[page]] = wiki.fetch([[Candidate(A)]])
    assert page.pageid == 1


def test_nobody_reads_a_notice_on_it(wiki_of):
    with pytest.raises(NotOffered, match="nobody reads a notice on Talk:A"):
        wiki_of({"A": "x"}).post_section("Talk:A", "A heading", "words")


def test_its_identity_lasts_as_long_as_its_edits(export_file, open_wiki):
    path = export_file(*entries({"A": "a"}))
    one = open_wiki(path).site.identity
    assert one.startswith("offline:export_xml-")
    assert open_wiki(path).site.identity == one
    assert open_wiki(path, name="another").site.identity != one
    path.write_text(export_xml(*entries({"A": "b"})), encoding="utf-8")
    assert open_wiki(path).site.identity != one

"""The manners of reading that both wikis share: batches, order, counts, refusals."""

from dataclasses import dataclass

import pytest

from bot.errors import BotError, NotOffered
from bot.page import INFO, NOTHING, TEXT, Candidate, Facet
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
)

MERCURY = Title(0, "Mercury")
QUERIES = [
    AllPages(),
    AllPages(namespace=10, request_size=3),
    Backlinks(to=MERCURY),
    Backlinks(to=MERCURY, request_size=10),
    Backlinks(to=MERCURY, through_redirects=True),
    BacklinkLevels(to=MERCURY, request_size=5),
    RedirectsTo(to=MERCURY),
    CategoryMembers(category=Title(14, "Category:Contents"), depth=None),
    Titles(titles=(MERCURY, Title(0, "Nowhere at all"))),
]


class Unheard(Query):
    """A question that no wiki knows."""


@dataclass(frozen=True)
class Untold(Facet[str]):
    """A facet that no wiki knows."""


def _candidates(*names):
    return [Candidate(Title(0, name)) for name in names]


@pytest.mark.live
def test_both_are_the_same_wiki(offline, request):
    live = request.getfixturevalue("live")
    for name in (
        *("namespaces", "interwikis", "local_interwikis", "languages", "redirect_words"),
        *("link_trail", "language", "extension_tags", "limits", "summary_length"),
    ):
        assert getattr(offline.site, name) == getattr(live.site, name), name
    # the siteinfo beside the export is that of the older one
    assert offline.site.version.startswith("1.39.")
    assert live.site.version.startswith(("1.39.", "1.43."))


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_what_is_offered_is_answered_and_each_page_comes_once(wiki, query):
    assert wiki.offers(query)
    seen = set()
    for batch in wiki.enumerate(query):
        assert isinstance(batch, list)
        for one in batch:
            assert (one.title, one.direct, one.via) not in seen
            seen.add((one.title, one.direct, one.via))
    if not isinstance(query, BacklinkLevels):  # whose two levels may name one page twice
        assert len({title for title, *_ in seen}) == len(seen)
    assert seen


@pytest.mark.parametrize("size", [1, 7, 50])
def test_the_size_of_a_request_changes_nothing_but_the_number_of_requests(wiki, size):
    def ask(**options):
        before = wiki.requests
        batches = list(wiki.enumerate(Backlinks(to=MERCURY, **options)))
        return [one for batch in batches for one in batch], wiki.requests - before

    everything, one_request = ask()
    in_parts, requests = ask(request_size=size)
    assert in_parts == everything
    assert one_request == 1
    assert requests == -(-len(everything) // size)


@pytest.mark.parametrize(
    # Levels are for looking: a page may stand in both.
    "query",
    [one for one in QUERIES if not isinstance(one, BacklinkLevels)],
    ids=str,
)
@pytest.mark.parametrize("facets", [{INFO}, {TEXT}, {REDIRECT_FLAG, Categories()}], ids=str)
def test_a_query_is_fetched_whole_in_batches_within_the_limit(wiki, query, facets):
    wanted = {one.title for batch in wiki.enumerate(query) for one in batch}
    fetched = []
    for batch in wiki.fetch(query, frozenset(facets)):
        assert 0 < len(batch) <= wiki.site.limits.titles
        fetched += batch
    assert {page.title for page in fetched} == wanted
    assert len(fetched) == len(wanted)
    for page in fetched:
        for facet in facets:
            assert page.exists <= (facet in page.facets)


def test_batches_of_candidates_are_regrouped_and_keep_their_order(wiki):
    names = [one.title for batch in wiki.enumerate(AllPages()) for one in batch][::-1]
    given = ([Candidate(title)] for title in names)
    before = wiki.requests
    batches = list(wiki.fetch(given, frozenset({INFO})))
    assert [page.title for batch in batches for page in batch] == names
    assert len(batches) == wiki.requests - before == -(-len(names) // wiki.site.limits.titles)


def test_a_page_that_does_not_exist_says_so_and_has_no_text(wiki):
    facets = frozenset({INFO, TEXT, REDIRECT_FLAG, Categories()})
    [[there, missing, special]] = wiki.fetch(
        [[*_candidates("Mercury", "Nowhere at all"), Candidate(Title(-1, "Special:Random"))]],
        facets,
    )
    assert (there.exists, bool(there.text)) == (True, True)
    for page in (missing, special):
        assert (page.exists, page.pageid, page.redirect, page.revid) == (False, None, False, 0)
        assert TEXT not in page.facets
        assert page[Categories()] == frozenset()


def test_a_candidate_goes_with_its_page_as_it_was(wiki):
    candidate = Candidate(MERCURY, row={"column": "value"})
    [[page]] = wiki.fetch([[candidate]])
    assert page.candidate == candidate


def test_nothing_wanted_of_a_page_is_nothing_asked(wiki):
    assert wiki.site
    before = wiki.requests
    [[page]] = wiki.fetch([_candidates("Nowhere at all")], NOTHING)
    assert page.exists
    assert wiki.requests <= before + 1


def test_no_pages_wanted_are_no_pages(wiki):
    assert [page for batch in wiki.fetch([[], []]) for page in batch] == []
    assert [one for batch in wiki.enumerate(Titles(titles=())) for one in batch] == []


def test_a_page_is_read_at_the_wiki_s_own_time(wiki):
    [[page]] = wiki.fetch([_candidates("Mercury")])
    assert page.read_at is not None
    assert page.read_at.tzinfo is not None


def test_a_query_that_no_wiki_knows_is_not_offered(wiki):
    assert not wiki.offers(Unheard())
    assert not wiki.offers(Known(Unheard()))
    assert wiki.offers(Known(RedirectsTo(to=MERCURY)))
    with pytest.raises(NotOffered):
        list(wiki.enumerate(Unheard()))
    with pytest.raises(NotOffered):
        list(wiki.fetch(Unheard()))


def test_a_facet_that_no_wiki_knows_is_not_offered(wiki):
    assert not wiki.offers(Untold())
    assert all(wiki.offers(one) for one in (INFO, TEXT, REDIRECT_FLAG, Categories()))
    with pytest.raises(NotOffered):
        list(wiki.fetch([_candidates("Mercury")], frozenset({Untold()})))


def test_only_edits_are_written(wiki):
    assert wiki.offers(Edit)
    assert not wiki.offers(Row)
    with pytest.raises(NotOffered):
        wiki.write(Row(title=MERCURY, report="r", columns={}))


@pytest.mark.live
def test_a_raw_list_is_the_real_wiki_s_alone(offline, request):
    live = request.getfixturevalue("live")
    raw = RawList(module="allpages", parameters=(("apprefix", "Mercury"),))
    assert live.offers(raw)
    assert not offline.offers(raw)
    assert [one for batch in live.enumerate(raw) for one in batch]
    with pytest.raises(NotOffered):
        offline.enumerate(raw)


@pytest.mark.parametrize(
    "query",
    [
        Backlinks(to=99_999),
        Backlinks(to=99_999, through_redirects=True),
        BacklinkLevels(to=99_999),
        AllPages(namespace=4711),
        AllPages(namespace=-1),
        AllPages(start="A[b"),
        AllPages(end="Talk:A"),
        AllPages(prefix="A#b"),
    ],
    ids=str,
)
def test_a_question_that_makes_no_sense_is_an_error_of_one_line(wiki, query):
    with pytest.raises(BotError) as error:
        list(wiki.enumerate(query))
    assert str(error.value).count("\n") == 0
    assert not isinstance(error.value, NotOffered)


@pytest.mark.parametrize(
    "text",
    ["mercury_(planet)", " Mercury  ", ":Category:Symbols", "p:Astronomy", "lexicon:mercury"],
)
def test_titles_as_people_write_them_are_the_same_page(wiki, text):
    [[page]] = wiki.fetch([[Candidate(wiki.site.title(text))]])
    assert page.exists


def test_reading_may_stop_midway_and_begin_again(wiki):
    query = Backlinks(to=MERCURY, request_size=2)
    stream = wiki.enumerate(query)
    first = next(stream)
    other = wiki.enumerate(query)
    assert next(other) == first
    assert next(stream) == next(other)

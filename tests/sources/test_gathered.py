"""Candidates packed into little memory come out as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from bot.page import Candidate, Via
from bot.sources.gathered import Gathered, joined, page_key
from bot.titles import Title

TITLES = st.builds(Title, st.sampled_from([-1, 0, 1, 14, 102]), st.text(min_size=1, max_size=3))
VIAS = st.builds(Via, st.sampled_from(["redirect", "category"]), TITLES)
CANDIDATES = st.builds(
    Candidate,
    TITLES,
    st.none() | st.integers(0, 2**53),
    st.sampled_from([None, True, False]),
    st.booleans(),
    st.lists(VIAS, max_size=3, unique=True).map(tuple),
    st.none() | st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=2),
)


@given(st.lists(CANDIDATES, max_size=20), st.integers(1, 7))
def test_every_page_comes_once_with_all_that_was_known(candidates, size):
    expected: dict[Title, Candidate] = {}
    for one in candidates:
        expected[one.title] = joined(expected[one.title], one) if one.title in expected else one
    gathered = Gathered(candidates)
    batches = list(gathered.batches(size))
    assert [one for batch in batches for one in batch] == list(expected.values())
    assert all(0 < len(batch) <= size for batch in batches)
    assert len(gathered) == len(expected)
    for title, one in expected.items():
        assert gathered.known(title) == one


def test_what_is_not_there_is_not_known():
    assert Gathered().known(Title(0, "A")) is None


def test_pages_of_two_namespaces_are_two():
    assert page_key(Title(0, "1 A")) != page_key(Title(1, "A"))


def test_two_ways_are_joined_and_the_first_source_is_believed():
    redirect, category = Via("redirect", Title(0, "R")), Via("category", Title(14, "Category:C"))
    one = Candidate(Title(0, "A"), 7, None, direct=False, via=(redirect,), row={"a": "1"})
    other = Candidate(
        Title(0, "A"), 8, redirect=False, via=(category, redirect), row={"a": "2", "b": "3"}
    )
    assert joined(one, other) == Candidate(
        Title(0, "A"), 7, redirect=False, via=(redirect, category), row={"a": "1", "b": "3"}
    )
    assert joined(one, Candidate(Title(0, "A"))).row == {"a": "1"}
    assert joined(Candidate(Title(0, "A")), one).row == {"a": "1"}
    assert joined(Candidate(Title(0, "A")), one).pageid == 7

"""Pages are kept with all the ways by which they were found, in little memory."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from bot.mediawiki.ways import Ways
from bot.page import Candidate, Via
from bot.titles import Title


def everything(ways, size=2):
    return [one for batch in ways.candidates(size) for one in batch]


def test_a_page_comes_once_with_every_way():
    ways = Ways()
    first = ways.way(Via("redirect", Title(0, "R1")))
    second = ways.way(Via("redirect", Title(4, "Test:R 2")))
    for way in (second, 0, first, second):
        ways.add(7, Title(0, "A page: 1 2"), redirect=False, way=way)
    ways.add(8, Title(1, "Talk:B"), redirect=None, way=second)
    ways.add(9, Title(0, "?"), redirect=True, way=0)
    r1, r2 = Via("redirect", Title(0, "R1")), Via("redirect", Title(4, "Test:R 2"))
    assert everything(ways) == [
        Candidate(Title(0, "A page: 1 2"), 7, False, True, (r1, r2)),  # noqa: FBT003
        Candidate(Title(1, "Talk:B"), 8, None, False, (r2,)),  # noqa: FBT003
        Candidate(Title(0, "?"), 9, True, True),  # noqa: FBT003
    ]


def test_batches_have_the_size_asked_for():
    ways = Ways()
    for number in range(5):
        ways.add(number, Title(0, str(number)), redirect=False, way=0)
    assert [len(batch) for batch in ways.candidates(2)] == [2, 2, 1]
    assert list(Ways().candidates(2)) == []


@given(
    st.lists(
        st.tuples(
            st.integers(1, 9), st.integers(0, 4), st.sampled_from([True, False, None]), st.text()
        )
    )
)
def test_nothing_is_lost_and_nothing_made_up(found):
    ways = Ways()
    vias = [Via("redirect", Title(0, f"R{number}")) for number in range(1, 5)]
    for via in vias:
        ways.way(via)
    expected: dict[int, tuple[Title, bool | None, set[int]]] = {}
    for pageid, way, redirect, text in found:
        title = Title(pageid, text.strip() or "x")
        ways.add(pageid, title, redirect=redirect, way=way)
        kept = expected.setdefault(pageid, (title, redirect, set()))
        kept[2].add(way)
    assert everything(ways) == [
        Candidate(
            title, pageid, redirect, 0 in numbers, tuple(vias[n - 1] for n in sorted(numbers - {0}))
        )
        for pageid, (title, redirect, numbers) in expected.items()
    ]


def test_a_hundred_thousand_pages_take_less_than_twenty_megabytes():
    ways = Ways()
    via = ways.way(Via("redirect", Title(0, "R")))
    tracemalloc.start()
    for number in range(100_000):
        title = Title(0, f"A title of usual length {number}")
        ways.add(10_000_000 + number, title, redirect=False, way=number % 3 and via)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 20_000_000

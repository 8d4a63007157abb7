from hypothesis import given
from hypothesis import strategies as st

from bot.outside.spool import spool

CELLS = st.one_of(st.text(), st.integers(), st.none(), st.booleans())


@given(st.lists(st.lists(CELLS, max_size=4), max_size=8))
def test_rows_come_back_as_they_were_put_in(rows):
    with spool() as kept:
        kept.put(rows)
        assert list(kept) == rows


def test_many_rows_are_read_before_the_first_is_wanted():
    taken = []

    def rows():
        for number in range(200_000):
            taken.append(number)
            yield [number, "Ein Titel, der länger ist als andere"]

    with spool() as kept:
        kept.put(rows())
        assert len(taken) == 200_000
        assert [row[0] for row in kept] == taken

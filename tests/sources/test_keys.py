"""Keys are numbered as they come, and found again, as a dict would have it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.keys import Keys

KEYS = st.lists(st.binary(max_size=3), max_size=60)


def made(keys) -> Keys:
    one = Keys()
    for key in keys:
        one.add(key)
    return one


@given(KEYS, st.binary(max_size=3))
def test_each_key_has_the_number_of_those_before_it(keys, other):
    expected = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    one = Keys()
    assert [one.add(key) for key in keys] == [expected[key] for key in keys]
    assert list(one) == list(expected)
    assert len(one) == len(expected)
    assert [one.number(key) for key in expected] == list(expected.values())
    assert one.number(other) == expected.get(other)
    assert (other in one) == (other in expected)


@given(KEYS, st.sets(st.integers(0, 60)), KEYS)
def test_those_that_are_kept_move_up_in_the_same_order(keys, wanted, more):
    one = made(keys)
    expected = [key for number, key in enumerate(dict.fromkeys(keys)) if number in wanted]
    one.keep(wanted.__contains__)
    assert list(one) == expected
    assert [one.number(key) for key in expected] == list(range(len(expected)))
    assert not any(key in one for key in keys if key not in expected)
    for key in more:
        one.add(key)
    assert list(one) == list(dict.fromkeys([*expected, *more]))


def test_many_keys_are_all_found_however_their_table_grows():
    keys = [str(number).encode() for number in range(20_000)]
    one = made(keys)
    assert [one.number(key) for key in keys] == list(range(20_000))
    assert one.number(b"x") is None
    one.keep(lambda number: number % 3 == 0)
    assert list(one) == keys[::3]
    assert [one.number(key) for key in keys[::3]] == list(range(len(one)))
    assert one.number(keys[1]) is None

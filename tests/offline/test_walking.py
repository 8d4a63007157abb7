from itertools import pairwise
from random import Random

import pytest

from bot.offline.store import LINK, SCHEMA, Store
from bot.offline.walking import PAGE_ID, Linking, batches, walk_ids, walk_names

RANDOM = Random(7)
PAGES = [(number, RANDOM.choice([0, 0, 1, 14]), RANDOM.choice([0, 1])) for number in range(1, 200)]
TARGETS = [(0, "A"), (0, "B"), (1, "A"), (0, "C")]
LINKS = {
    (LINK, *target, number, namespace)
    for number, namespace, _ in PAGES
    for target in RANDOM.sample(TARGETS[:3], 2)
}


@pytest.fixture
def asked(tmp_path):
    """The questions that reach the store; the first is how to ask."""
    store = Store(tmp_path / "store.sqlite")
    with store.change() as connection:
        for statement in SCHEMA.split(";"):
            connection.execute(statement)
        connection.executemany(
            "INSERT INTO pages VALUES (?, ?, 'P' || ?, ?, 1, '', 0, 'wikitext')",
            [(number, namespace, f"{number:03}", flag) for number, namespace, flag in PAGES],
        )
        connection.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?)", LINKS)
    yield store
    store.close()


def _expected(target, namespaces=None, redirects="include"):
    flags = {page: flag for page, _, flag in PAGES}
    wanted = {"include": {0, 1}, "exclude": {0}, "only": {1}}[redirects]
    return [
        (namespace, page)
        for _, *to, page, namespace in sorted(LINKS, key=lambda link: link[3])
        if tuple(to) == target
        and (namespaces is None or namespace in namespaces)
        and flags[page] in wanted
    ]


@pytest.mark.parametrize("block", [1, 7, 500])
@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
@pytest.mark.parametrize("namespaces", [None, (0,), (14, 0), (), (99,)])
@pytest.mark.parametrize("descending", [False, True])
def test_a_walk_gives_every_link_once_in_the_api_s_order(
    asked, block, redirects, namespaces, descending
):
    linking = Linking(
        kind=LINK, namespaces=namespaces, redirects=redirects, descending=descending, block=block
    )
    expected = _expected((0, "A"), namespaces, redirects)
    if namespaces is not None:
        expected.sort()
    found = [(row[1], row[PAGE_ID]) for row in linking.walk(asked.rows, (0, "A"))]
    assert found == expected[:: -1 if descending else 1]


@pytest.mark.parametrize("namespaces", [None, (0, 14)])
@pytest.mark.parametrize("descending", [False, True])
def test_a_walk_to_several_targets_gives_each_page_once_with_all_its_targets(
    asked, namespaces, descending
):
    expected: dict[int, list[int]] = {}
    for number, target in enumerate(TARGETS):
        for _, page in _expected(target, namespaces):
            expected.setdefault(page, []).append(number)
    linking = Linking(kind=LINK, namespaces=namespaces, descending=descending, block=1)
    found = [(row[PAGE_ID], numbers) for row, numbers in linking.walk_all(asked.rows, TARGETS)]
    assert found == sorted(expected.items(), reverse=descending)
    assert list(linking.walk_all(asked.rows, [])) == []


def test_a_walk_asks_for_no_more_than_its_block_at_a_time(asked):
    sizes = []

    def ask(sql, values):
        rows = asked.rows(sql, values)
        sizes.append(len(rows))
        return rows

    stream = Linking(kind=LINK, block=10).walk(ask, (0, "A"))
    next(stream)
    assert sizes == [10]
    total = 1 + sum(1 for _ in stream)
    assert sum(sizes) == total
    assert max(sizes) == 10


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("block", [1, 3, 500])
@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
def test_names_come_in_order_within_their_bounds(asked, descending, block, redirects):
    wanted = {"include": {0, 1}, "exclude": {0}, "only": {1}}[redirects]
    expected = [
        f"P{number:03}"
        for number, namespace, flag in PAGES
        if namespace == 0 and flag in wanted and 20 <= number <= 90
    ]
    rows = walk_names(
        asked.rows, 0, "P020", "P090\0", redirects=redirects, descending=descending, block=block
    )
    assert [row[2] for row in rows] == expected[:: -1 if descending else 1]


def test_names_without_bounds_are_all_of_the_namespace(asked):
    rows = walk_names(asked.rows, 14, "", "", redirects="include", descending=False, block=4)
    names = [row[2] for row in rows]
    assert len(names) == sum(namespace == 14 for _, namespace, _ in PAGES)
    assert all(one < two for one, two in pairwise(names))


def test_batches_are_full_but_for_the_last():
    assert list(batches("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(batches("", 2)) == []


@pytest.mark.parametrize("block", [1, 3, 199, 500])
@pytest.mark.parametrize("redirects", ["include", "exclude", "only"])
@pytest.mark.parametrize("namespaces", [None, (0,), (14, 1), ()])
def test_all_pages_come_by_their_ids_whatever_the_block(asked, namespaces, redirects, block):
    rows = walk_ids(asked.rows, namespaces, redirects=redirects, block=block)
    wanted = {"include": {0, 1}, "exclude": {0}, "only": {1}}[redirects]
    assert [row[PAGE_ID] for row in rows] == [
        number
        for number, namespace, flag in PAGES
        if flag in wanted and (namespaces is None or namespace in namespaces)
    ]

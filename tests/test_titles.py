import pytest

from bot.titles import Title


@pytest.mark.parametrize(
    ("namespace", "talk"),
    [(0, False), (1, True), (2, False), (3, True), (101, True), (-1, False), (-2, False)],
)
def test_talk_pages_have_the_odd_numbers_from_one_on(namespace, talk):
    assert Title(namespace, "X").is_talk is talk


def test_a_name_is_the_text_without_its_prefix():
    assert Title(0, "Mercury: A History").name == "Mercury: A History"
    assert Title(1, "Talk:Mercury: A History").name == "Mercury: A History"

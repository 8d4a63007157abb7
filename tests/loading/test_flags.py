import pytest

from bot.errors import UsageError
from bot.loading import plugin_from_options
from bot.sources.backlinks import Backlinks
from bot.sources.titles import Titles
from tests.loading.plugins import Odd


def refusal(cls: type, **given) -> str:
    with pytest.raises(UsageError) as caught:
        plugin_from_options(cls, given)
    return str(caught.value)


def test_flags_are_options_with_the_same_rules_as_in_a_task():
    given = {"to": "Mercury", "namespace": ("0", "Talk"), "through_redirects": True, "limit": "5"}
    assert plugin_from_options(Backlinks, given) == Backlinks(
        to="Mercury", namespace=("0", "Talk"), through_redirects=True, limit=5
    )


def test_values_that_are_no_texts_are_understood():
    assert plugin_from_options(Odd, {"number": 3, "truth": False, "texts": ["a", 1]}) == Odd(
        number=3, truth=False, texts=["a", "1"]
    )


def test_an_option_may_go_by_its_field_name_or_its_yaml_name():
    assert plugin_from_options(Odd, {"from_": "a"}) == Odd(from_="a")
    assert plugin_from_options(Odd, {"from": "a"}) == Odd(from_="a")


def test_a_value_is_taken_as_it_is():
    assert plugin_from_options(Titles, {"titles": ("${a} # [[b]]", "*")}) == Titles(
        titles=("${a} # [[b]]", "*")
    )


def test_what_is_wrong_is_told_without_a_place():
    assert refusal(Backlinks, to="Mercury", redirects="exlude") == (
        "`backlinks.redirects` should be one of include, exclude, only, not 'exlude' "
        "(did you mean `exclude`?)"
    )


def test_everything_that_is_wrong_is_told_a_line_each():
    lines = refusal(Odd, number="x", low=10, colour="red").splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["`odd`", "`odd.number`", "`odd.low`"]


def test_options_that_do_not_go_together_are_told():
    assert refusal(Backlinks).startswith("`backlinks`: give the target either as `to`")

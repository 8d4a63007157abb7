import pytest

from bot.plugin import Action, Condition, Filter, Plugin, Source
from tests.loading.plugins import TABLES, Plain


def test_a_base_class_has_its_table_and_so_has_what_derives_from_it():
    assert TABLES.of(Source) is TABLES.sources
    assert TABLES.of(Filter) is TABLES.filters
    assert TABLES.of(Action) is TABLES.actions
    assert TABLES.of(Condition) is TABLES.conditions
    assert TABLES.of(Plain) is TABLES.filters


def test_what_is_of_no_kind_has_no_table():
    with pytest.raises(TypeError, match="Plugin is none of the four kinds"):
        TABLES.of(Plugin)


def test_a_name_has_the_kinds_that_know_it():
    assert TABLES.kinds_with("plain") == ("filter",)
    assert TABLES.kinds_with("none") == ()

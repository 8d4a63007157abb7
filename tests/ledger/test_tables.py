from bot.ledger.tables import ITEM, METADATA
from bot.plan import Item


def test_there_is_a_table_for_plans_one_for_items_and_the_version_of_their_shape():
    assert set(METADATA.tables) == {"shape", "plan", "item"}


def test_every_common_field_of_an_item_has_a_column():
    columns = {"title": {"namespace", "title"}, "cause": {"links"}, "comes_after": {"links"}}
    for field in Item.__dataclass_fields__:
        assert columns.get(field, {field}) <= set(ITEM.c.keys())

import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateTable

from bot.ledger.tables import ITEM, METADATA
from bot.plan import Item


def test_no_name_of_a_table_or_column_is_too_long_for_a_database():
    for table in METADATA.tables.values():
        assert len(table.name) <= 64
        assert all(len(column.name) <= 64 for column in table.columns)


@pytest.mark.parametrize("name", ["mysql", "mariadb"])
def test_a_server_compares_texts_byte_by_byte_and_cuts_none(name):
    dialect = make_url(f"{name}+pymysql://").get_dialect()()
    told = str(CreateTable(ITEM).compile(dialect=dialect))
    assert "COLLATE utf8mb4_bin" in told
    assert "ENGINE=InnoDB" in told
    assert "data LONGTEXT" in told
    assert "text LONGBLOB" in told


def test_every_common_field_of_an_item_has_a_column():
    columns = {"title": {"namespace", "title"}, "cause": {"links"}, "comes_after": {"links"}}
    for field in Item.__dataclass_fields__:
        assert columns.get(field, {field}) <= set(ITEM.c.keys())

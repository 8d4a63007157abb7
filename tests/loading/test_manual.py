import pytest

from bot.errors import UsageError
from bot.loading import installed_tables, manual, reference
from tests.loading.plugins import TABLES


def test_the_list_has_every_plugin_with_its_first_line():
    assert manual(TABLES) == (
        "Sources, for for_each:\n"
        "  pages    Pages by name.\n"
        "  union    Several sources.\n"
        "  without  One source without the pages of others.\n"
        "\n"
        "Filters, for where:\n"
        "  fussy  Has errors of its own.\n"
        "  nope   None of the filters.\n"
        "  odd    Options of every shape.\n"
        "  plain  Has no options.\n"
        "\n"
        "Actions, for do:\n"
        "  rewrite  Changes the text.\n"
        "  tell     Yields rows.\n"
        "\n"
        "Conditions, for skip_if: or require:\n"
        "  both             Conditions in conditions.\n"
        "  only_cosmetic    Cosmetic.\n"
        "  only_whitespace  Whitespace.\n"
    )


def test_a_page_has_the_docstring_and_the_options():
    assert manual(TABLES, "pages") == (
        "# pages\n"
        "\n"
        "A source, for `for_each:`.\n"
        "\n"
        "Pages by name.\n"
        "\n"
        "More about it.\n"
        "\n"
        "Options:\n"
        "\n"
        "- `names` (a text or a list of them; required; a bare value fills it).\n"
        "- `limit` (a whole number). Stop after this many pages.\n"
    )


def test_defaults_are_written_as_in_a_task():
    page = manual(TABLES, "odd")
    assert "- `truth` (true or false; default false)." in page
    assert "- `free` (a text; default default)." in page
    assert "- `either` (a whole number or all; default 0)." in page
    assert "- `number` (a whole number)." in page
    assert "- `words` (a colour or a list of them)." in page


def test_a_list_as_default_is_written_with_commas():
    assert "default page, subcat, file" in manual(installed_tables(), "category")


def test_a_plugin_without_options_says_nothing_of_them():
    assert manual(TABLES, "plain").endswith("Has no options.\n")


def test_a_name_of_two_kinds_has_two_pages():
    page = manual(installed_tables(), "not")
    assert "A filter, for `where:`." in page
    assert "A condition, for `skip_if:` or `require:`." in page


def test_a_name_may_be_written_as_a_flag_or_a_key():
    assert manual(installed_tables(), "retarget-link:") == manual(
        installed_tables(), "retarget_link"
    )


def test_an_unknown_name_is_told():
    with pytest.raises(UsageError, match="no plugin is called 'pags'; did you mean `pages`"):
        manual(TABLES, "pags")
    with pytest.raises(UsageError, match="no plugin is called 'xyz'; known: both, "):
        manual(TABLES, "xyz")
    with pytest.raises(UsageError, match="no plugin is called 'xyz'; `wikisweep plugins` lists"):
        manual(installed_tables(), "xyz")


def test_the_reference_has_every_page():
    tables = installed_tables()
    whole = reference(tables)
    names = [*tables.sources, *tables.filters, *tables.actions, *tables.conditions]
    headings = [line for line in whole.splitlines() if line.startswith("### ")]
    assert sorted(headings) == sorted(f"### {name}" for name in names)


def test_every_plugin_and_every_option_of_it_is_described():
    tables = installed_tables()
    for table in (tables.sources, tables.filters, tables.actions, tables.conditions):
        for name, one in table.items():
            assert one.__doc__, name
            assert "```yaml" in one.__doc__, name
            for option, field in one.model_fields.items():
                assert field.description, f"{name}.{option}"

"""docs/plugins.md says what the plugins say of themselves."""

from tests.docs.plugins_page import PAGE, page


def test_the_page_is_what_the_plugins_say_now():
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/plugins.md is stale: run `make docs`"

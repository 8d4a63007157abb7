"""The condition `only_whitespace`."""

from bot.page import Page
from bot.plugin import Condition
from bot.wikitext.canonical import without_whitespace
from bot.wikitext.first_difference import differ_in_more_than_blanks


class OnlyWhitespace(Condition):
    """The edit changes nothing but whitespace: blanks, tabs and line ends.

    Joining or parting two words is more than that (`foo bar` to `foobar`); a blank beside a sign
    is not (`==A==` to `== A ==`).

    ```yaml
    skip_if: [only_whitespace]
    ```
    """

    def holds(self, page: Page, after: str) -> bool:
        """Whether both texts are the same without their whitespace."""
        if differ_in_more_than_blanks(page.text, after):
            return False
        return without_whitespace(page.text) == without_whitespace(after)

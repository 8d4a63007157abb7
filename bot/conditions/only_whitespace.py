"""The condition `only_whitespace`."""

from bot.page import Page
from bot.plugin import Condition
from bot.wikitext.sameness import same_but_whitespace


class OnlyWhitespace(Condition):
    """The edit changes nothing but whitespace: blanks, tabs and line ends.

    Joining or parting two words is more than that (`foo bar` to `foobar`); a blank beside a sign
    is not (`==A==` to `== A ==`). A line break that makes a link or a template none (`[[Foo bar]]`
    on two lines) is more than that, too.

    ```yaml
    skip_if: [only_whitespace]
    ```
    """

    def holds(self, page: Page, after: str) -> bool:
        """Whether both texts are the same without their whitespace."""
        return same_but_whitespace(page.text, after, page.site, page.title)

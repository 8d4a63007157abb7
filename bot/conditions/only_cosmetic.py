"""The condition `only_cosmetic`."""

from bot.page import Page
from bot.plugin import Condition
from bot.wikitext.sameness import same_but_spelling


class OnlyCosmetic(Condition):
    """The edit changes nothing that readers, links or categories would notice.

    Cosmetic are: whitespace (see `only_whitespace`); underscores, first letters, percent signs and
    namespace aliases in the targets of links with a label; `[[A|a]]` for `[[a]]` and `[[A|as]]` for
    `[[a]]s`; the same in the names of categories, files and templates; an entity for the character
    it stands for, where that is no markup; `<br />` for `<br>`. A change of a comment or in a
    nowiki is not cosmetic, and neither is one of what a link shows.

    ```yaml
    skip_if: [only_whitespace, only_cosmetic]
    ```
    """

    def holds(self, page: Page, after: str) -> bool:
        """Whether both texts have one canonical spelling."""
        return same_but_spelling(page.text, after, page.site, page.title)

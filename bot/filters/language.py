"""The filter `language`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter
from bot.wiki import Language as PageLanguage


class Language(Filter):
    """Keep pages whose own language is one of these codes, such as `en` or `pt-br`.

    That is the language in which the wiki shows the page: that of the wiki, unless the page is a
    translation or somebody set another. Language links are not looked at.

    ```yaml
    where:
      - language: [de, de-ch]
    ```
    """

    main: ClassVar = "language"
    reads: ClassVar = frozenset({PageLanguage()})

    language: Annotated[Texts, Field(min_length=1, description="Codes; any of them.")]

    def keep(self, page: Page) -> bool:
        """Whether the page is in one of them."""
        return page[PageLanguage()].casefold() in {one.casefold() for one in self.language}

    def finding(self, page: Page) -> str:
        """The code of the page's language."""
        return page[PageLanguage()]

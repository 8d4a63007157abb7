"""The filter `content_model`."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot.options import Texts
from bot.page import Page
from bot.plugin import Filter


class ContentModel(Filter):
    """Keep pages of one of these content models, such as `wikitext`, `javascript` or `Scribunto`.

    Costs no request of its own. Without this filter pages of other models than those in
    `edit.content_models` are not edited either, but actions and reports see them.

    ```yaml
    where:
      - content_model: wikitext
    ```
    """

    main: ClassVar = "model"

    model: Annotated[Texts, Field(min_length=1, description="Content models; any of them.")]

    def keep(self, page: Page) -> bool:
        """Whether the page has one of them."""
        return page.model in self.model

    def finding(self, page: Page) -> str:
        """The page's model."""
        return page.model

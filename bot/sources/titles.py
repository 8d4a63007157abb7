"""The source `titles`: pages named one by one."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.wiki import Query


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Titles(QuerySource):
    """The pages named, in their order, each once, whether they exist or not.

    ```yaml
    for_each:
      titles: [Mercury, Venus (planet), User:SweepBot/Sandbox]
    ```
    """

    main: ClassVar = "titles"

    titles: Annotated[
        tuple[str, ...],
        BeforeValidator(_as_tuple),
        Field(min_length=1, description="Titles of pages, with their namespace."),
    ]

    def fits(self, site: Site) -> None:
        """Raise InvalidTitle for a title that the wiki cannot have."""
        for text in self.titles:
            site.title(text)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        site = reach.wiki.site
        return wiki.Titles(titles=tuple(dict.fromkeys(site.title(text) for text in self.titles)))

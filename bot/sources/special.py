"""The source `special`: pages that a special page lists."""

from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.errors import UsageError
from bot.plugin import QuerySource, Reach
from bot.site import SPECIAL, Site
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query


class Special(QuerySource):
    """Pages that one of the wiki's special pages lists, in its order.

    Any list that the API has (API:Querypage), by the name that it has there; a wrong one is told
    with what was probably meant. The common ones are sources of their own, in plain words:
    `wanted_pages`, `double_redirects`, `unused_files`, ….

    Busy wikis make most of these lists beforehand, some but twice a month, and keep the first few
    thousand pages of each. Of when a list is, and how much of it the wiki keeps, is told by
    `wikisweep list`, and in the plan. What the special page shows beside a title (a size, a count,
    a time) is in the row, as `value`.

    ```yaml
    for_each:
      special: DisambiguationPages
    ```
    """

    main: ClassVar = "page"

    page: Annotated[
        str, Field(min_length=1, description="The special page, with or without `Special:`.")
    ]
    request_size: RequestSizeOption = "max"

    def gives_rows(self) -> bool:
        """The values that special pages show."""
        return True

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for what is no special page."""
        self._name(site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        return wiki.SpecialPage(
            name=self._name(reach.wiki.site),
            request_size=enough(self.request_size, self.limit),
        )

    def _name(self, site: Site) -> str:
        title = site.title(self.page, SPECIAL)
        if title.namespace != SPECIAL:
            raise UsageError(f"{self.page!r} is not a special page; leave its prefix out")
        return title.name.replace(" ", "")

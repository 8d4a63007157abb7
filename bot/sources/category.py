"""The source `category`: members of a category, and of its subcategories where asked."""

from typing import Annotated, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from bot import wiki
from bot.plugin import QuerySource, Reach
from bot.site import Site
from bot.sources.category_names import DepthOption, category_title, levels
from bot.sources.namespaces import ALL, NamespaceOption, numbers
from bot.sources.request_size import RequestSizeOption, enough
from bot.sources.through import ThroughOption, through_replica
from bot.sources.times import SinceOption, since
from bot.sources.words import as_tuple
from bot.wiki import MemberSort, MemberType, Order, Query


class Category(QuerySource):
    """Members of a category, each once, with the categories they were found in as `via`.

    `depth: 0` is the category itself, `1` also its subcategories, `all` the whole tree; a tree
    that loops is walked once. The prefix `Category:` may be left out.

    Of one category the order can be chosen: by `sortkey`, from the sort key `from` on, or by
    `timestamp`, when the page was put into the category; then the newest come first, and `since`
    leaves the older ones out. By sort key the types come one after the other, each from its
    beginning, as on the category's page.

    `through: replica` lets a copy of the wiki's database name the members, a whole level of the
    tree at a time; the wiki confirms each in the request that reads it (see docs/replicas.md).

    ```yaml
    for_each:
      category:
        category: Planets
        depth: 2
        type: page
    ```

    ```yaml
    for_each:
      category:
        category: Articles with dead links
        sort: timestamp
        since: 30 days
    ```
    """

    main: ClassVar = "category"

    category: Annotated[str, Field(min_length=1, description="The category.")]
    depth: DepthOption = 0
    type: Annotated[
        tuple[MemberType, ...],
        BeforeValidator(as_tuple),
        Field(min_length=1, description="Which members: pages, subcategories, files."),
    ] = ("page", "subcat", "file")
    namespace: NamespaceOption = (ALL,)
    sort: Annotated[
        MemberSort | None, Field(description="By what the members of one category are sorted.")
    ] = None
    order: Annotated[
        Order | None,
        Field(description="Ascending by sort key and descending, newest first, by time."),
    ] = None
    from_: Annotated[str, Field(description="The beginning of the first sort key.")] = ""
    since: SinceOption = None
    through: ThroughOption = "api"
    request_size: RequestSizeOption = "max"

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        ordered = self.sort or self.order or self.from_ or self.since
        if self.depth != 0 and ordered:
            raise ValueError(
                "`sort`, `order`, `from` and `since` are about one category, and `depth` joins "
                "several; drop one of them"
            )
        if self.through == "replica" and ordered:
            raise ValueError(
                "`sort`, `order`, `from` and `since` are for the API to keep, and not `through: "
                "replica`; drop one of them"
            )
        if self.from_ and (self.sort == "timestamp" or self.since):
            raise ValueError("`from` is a sort key, and those are not in the order of time")
        if self.since and self.sort == "sortkey":
            raise ValueError("`since` is a time, and sort keys are not in the order of time")
        return self

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle for a category or namespace that cannot be."""
        category_title(self.category, site)
        numbers(self.namespace, site)

    def query(self, reach: Reach) -> Query:
        """The question to the wiki."""
        ordered = self.order or self.from_
        sort = "timestamp" if self.since else self.sort or ("sortkey" if ordered else None)
        question = wiki.CategoryMembers(
            category=category_title(self.category, reach.wiki.site),
            depth=levels(self.depth),
            types=self.type,
            namespaces=numbers(self.namespace, reach.wiki.site),
            sort=sort,
            order=self.order or ("descending" if sort == "timestamp" else "ascending"),
            start=self.from_,
            since=since(self.since, reach),
            request_size=enough(self.request_size, self.limit if self.depth == 0 else None),
        )
        return through_replica(reach, question) if self.through == "replica" else question

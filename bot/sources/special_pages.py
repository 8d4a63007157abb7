"""The common special pages as sources with names in plain words: a table, and a class for each.

`special` has all that they share; they differ in a name and a line of the manual.
"""

from collections.abc import Iterator, Mapping
from types import new_class
from typing import ClassVar, Final, NamedTuple

from bot import wiki
from bot.plugin import QuerySource, Reach, Source
from bot.sources.request_size import RequestSizeOption, enough
from bot.wiki import Query


class SpecialList(QuerySource):
    """The pages of one special page, which each class of the table names."""

    special: ClassVar[str] = ""

    request_size: RequestSizeOption = "max"

    def gives_rows(self) -> bool:
        """The values that special pages show."""
        return True

    def query(self, reach: Reach) -> Query:  # noqa: ARG002 - the API's names are the same everywhere
        """The question to the wiki."""
        return wiki.SpecialPage(
            name=self.special, request_size=enough(self.request_size, self.limit)
        )


class Row(NamedTuple):
    """A source's name, the API's name of the special page, and the manual's first line, and more.

    `value` is what the row holds as `value`.
    """

    name: str
    special: str
    about: str
    more: str = ""
    value: str = ""


ROWS: Final = (
    Row(
        "ancient_pages",
        "Ancientpages",
        "Pages that nobody has edited for the longest time.",
        value="the time of the last edit",
    ),
    Row(
        "broken_redirects",
        "BrokenRedirects",
        "Redirects to pages that do not exist.",
    ),
    Row(
        "dead_end_pages",
        "Deadendpages",
        "Content pages without a link to another page.",
    ),
    Row(
        "double_redirects",
        "DoubleRedirects",
        "Redirects to redirects.",
    ),
    Row(
        "duplicate_files",
        "ListDuplicatedFiles",
        "Files of which there are exact copies under other names.",
        value="how many copies",
    ),
    Row(
        "least_edited_pages",
        "Fewestrevisions",
        "Content pages with the fewest edits.",
        value="how many edits",
    ),
    Row(
        "lonely_pages",
        "Lonelypages",
        "Content pages to which no page links, as Special:LonelyPages has them.",
        "A link from anywhere makes a page not lonely: from a redirect, a talk page, the page "
        "itself; so almost no page with a redirect is listed. For orphans as maintainers mean "
        "them take the filter `orphan`.",
    ),
    Row(
        "long_pages",
        "Longpages",
        "The longest content pages.",
        "For all pages above a length take `all_pages` with `smallest`, which is of this moment.",
        value="the length in bytes",
    ),
    Row(
        "most_edited_pages",
        "Mostrevisions",
        "Content pages with the most edits.",
        value="how many edits",
    ),
    Row(
        "most_linked_categories",
        "Mostlinkedcategories",
        "The categories with the most members.",
        value="how many members",
    ),
    Row(
        "most_linked_files",
        "Mostimages",
        "The files that the most pages use.",
        value="how many pages use it",
    ),
    Row(
        "most_linked_pages",
        "Mostlinked",
        "The pages that the most pages link to, whether they exist or not.",
        value="how many pages link to it",
    ),
    Row(
        "most_used_templates",
        "Mostlinkedtemplates",
        "The pages that the most pages transclude.",
        value="how many pages transclude it",
    ),
    Row(
        "pages_without_language_links",
        "Withoutinterwiki",
        "Content pages without links to other languages.",
        "Links that come from Wikidata count where the wiki keeps them with the page.",
    ),
    Row(
        "short_pages",
        "Shortpages",
        "The shortest content pages.",
        "For all pages below a length take `all_pages` with `largest`, which is of this moment.",
        value="the length in bytes",
    ),
    Row(
        "uncategorized_categories",
        "Uncategorizedcategories",
        "Categories that are in no category.",
    ),
    Row(
        "uncategorized_files",
        "Uncategorizedimages",
        "Files that are in no category.",
    ),
    Row(
        "uncategorized_pages",
        "Uncategorizedpages",
        "Content pages that are in no category.",
    ),
    Row(
        "uncategorized_templates",
        "Uncategorizedtemplates",
        "Templates that are in no category.",
    ),
    Row(
        "unused_categories",
        "Unusedcategories",
        "Categories that have a page and no members.",
    ),
    Row(
        "unused_files",
        "Unusedimages",
        "Files that no page of this wiki uses.",
        "Other wikis may use them: that, and links to them, the list does not know.",
    ),
    Row(
        "unused_templates",
        "Unusedtemplates",
        "Templates that no page transcludes.",
        "Those that are meant to be substituted are among them.",
    ),
    Row(
        "unwatched_pages",
        "Unwatchedpages",
        "Pages that nobody watches; takes a right that few accounts have.",
    ),
    Row(
        "wanted_categories",
        "Wantedcategories",
        "Categories with members and without a page.",
        value="how many members",
    ),
    Row(
        "wanted_files",
        "Wantedfiles",
        "Files that pages use and that do not exist here.",
        "Files that come from a shared repository may be among them.",
        value="how many pages use it",
    ),
    Row(
        "wanted_pages",
        "Wantedpages",
        "Pages that do not exist and that pages link to, most wanted first.",
        value="how many pages link to it",
    ),
    Row(
        "wanted_templates",
        "Wantedtemplates",
        "Templates that pages transclude and that do not exist.",
        value="how many pages transclude it",
    ),
)


def _paragraphs(row: Row) -> Iterator[str]:
    yield row.about
    if row.more:
        yield row.more
    yield (
        f"This is `special: {row.special}`. Busy wikis make the list now and then and keep its "
        "first few thousand pages; `wikisweep list` and the plan tell of when it is."
    )
    if row.value:
        yield f"The row has, as `value`, {row.value}."
    yield f"```yaml\nfor_each: {row.name}\n```"


def _source(row: Row) -> type[Source]:
    name = row.name.title().replace("_", "")
    namespace = {
        "__doc__": "\n\n".join(_paragraphs(row)),
        "__module__": __name__,
        "special": row.special,
    }
    return new_class(name, (SpecialList,), {}, lambda body: body.update(namespace))


SPECIAL_PAGES: Final[Mapping[str, type[Source]]] = {row.name: _source(row) for row in ROWS}

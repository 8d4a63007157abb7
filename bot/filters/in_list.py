"""The filter `in_list`."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, PrivateAttr, model_validator

from bot.errors import InvalidFile, InvalidTitle, Place, Problem
from bot.filters.naming import titles_of
from bot.options import Texts, title_in
from bot.outside import Outside
from bot.page import Facets, Page
from bot.plugin import Filter
from bot.site import CATEGORY, Site
from bot.titles import Title
from bot.wiki import CategoryMembers, Known, LinksOn

_LINK = re.compile(r"\[\[([^\[\]|\n]*)[^\[\]\n]*\]\]")


class InList(Filter):
    """Keep pages that a list names: a page of the wiki, a category, or a file.

    The list of a `page` are the pages it links to, that of a `category` its members. A `file` is
    UTF-8 text with one title a line, or any number of `[[links]]` in a line; what follows a tab is
    not read, nor are lines that begin with `#` and hold no link. Its path is relative to the
    folder that the command runs in. Lists are read once, before the first page; of several, one
    that names the page is enough. To work on just what a list names, take it for the source.

    ```yaml
    where:
      - not: {in_list: User:SweepBot/Done}
      - in_list: {category: [Planets, Moons], page: User:SweepBot/Also}
    ```
    """

    main: ClassVar = "page"

    page: Annotated[Texts, Field(description="Pages whose links are the list.")] = ()
    category: Annotated[Texts, Field(description="Categories whose members are the list.")] = ()
    file: Annotated[Texts, Field(description="Text files that hold the list.")] = ()
    _read: dict[str, frozenset[Title]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _has_something(self) -> Self:
        if not (self.page or self.category or self.file):
            raise ValueError("say where the list is: `page`, `category` or `file`")
        return self

    def needs(self, site: Site) -> Facets:
        """The links of the pages and the members of the categories, asked once a task."""
        pages = tuple(dict.fromkeys(map(site.title, self.page)))
        links: Facets = frozenset({Known(LinksOn(pages=pages))} if pages else ())
        return links | {
            Known(CategoryMembers(category=title_in(one, CATEGORY, "a category", site)))
            for one in self.category
        }

    def fits(self, site: Site) -> None:
        """Raise UsageError, InvalidTitle, InvalidFile for a list that cannot be."""
        self.needs(site)
        self._titles_in_files(site)

    def keep(self, page: Page) -> bool:
        """Whether one of the lists names the page."""
        for one in self._known(page.site):
            named = page[one]
            if page.title in titles_of(named):
                return True
        return page.title in self._titles_in_files(page.site)

    def _known(self, site: Site) -> Iterator[Known]:
        return (one for one in self.needs(site) if isinstance(one, Known))

    def _titles_in_files(self, site: Site) -> frozenset[Title]:
        """What the files name, by the rules of this wiki; each file is read once."""
        titles = self._read.get(site.wiki)
        if titles is None:
            titles = frozenset(title for path in self.file for title in _named_in(path, site))
            self._read[site.wiki] = titles
        return titles


def _named_in(path: str, site: Site) -> list[Title]:
    """The titles in a file; raises InvalidFile with every bad line, UsageError."""
    titles, problems = [], []
    for number, line in enumerate(Outside().read_lines(path), start=1):
        for column, name in _names(line):
            try:
                titles.append(site.title(name))
            except InvalidTitle as error:
                problems.append(Problem(Place(path, number, column), str(error)))
    if problems:
        raise InvalidFile(problems)
    return titles


def _names(line: str) -> Iterator[tuple[int, str]]:
    """The titles of one line, each with the column it begins in."""
    if "[[" in line:
        yield from ((link.start() + 1, link[1]) for link in _LINK.finditer(line))
        return
    name = line.partition("\t")[0].strip()
    if name and not name.startswith("#"):
        yield line.index(name) + 1, name

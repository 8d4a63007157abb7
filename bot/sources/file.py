"""The source `file`: pages named in a text file."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from bot import wiki
from bot.errors import InvalidFile, InvalidTitle, Place, Problem
from bot.plugin import QuerySource, Reach
from bot.titles import Title
from bot.wiki import Query


class File(QuerySource):
    """The pages named in a UTF-8 text file, in its order, each once.

    One title a line, or any number of `[[links]]` in a line of other text: a saved list from a
    wiki page works as it is, and so does the output of `wikisweep list`, since what follows a tab
    is not read. Empty lines and lines that begin with `#` and hold no link are passed over. The
    path is relative to the folder that the command runs in.

    ```yaml
    for_each:
      file: worklist.txt
    ```
    """

    main: ClassVar = "path"

    path: Annotated[str, Field(min_length=1, description="The file.")]

    def query(self, reach: Reach) -> Query:
        """The question to the wiki; raises UsageError, or InvalidFile with every bad line."""
        titles: dict[Title, None] = {}
        problems = []
        for number, line in enumerate(reach.outside.read_lines(self.path), start=1):
            for column, text in _names(line):
                try:
                    titles[reach.wiki.site.title(text)] = None
                except InvalidTitle as error:
                    problems.append(Problem(Place(self.path, number, column), str(error)))
        if problems:
            raise InvalidFile(problems)
        return wiki.Titles(titles=tuple(titles))


def _names(line: str) -> Iterator[tuple[int, str]]:
    """The titles of one line, each with the column it begins in."""
    start = line.find("[[")
    if start < 0:
        name = line.partition("\t")[0].strip()
        if name and not name.startswith("#"):
            yield line.index(name) + 1, name
        return
    while start >= 0:
        end = line.find("]]", start)
        if end < 0:
            return
        yield start + 1, line[start + 2 : end].partition("|")[0].strip()
        start = line.find("[[", end)

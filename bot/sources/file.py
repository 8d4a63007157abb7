"""The source `file`: pages named in a file."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from pydantic import Field

from bot.plugin import Reach, Verbatim
from bot.sources.encoding import EncodingOption
from bot.sources.worklist import Form, WorkList
from bot.wiki import CandidateBatch

_FORMS: Final[dict[str, Form]] = {
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}


class File(WorkList):
    """The pages named in a file, in its order, each once.

    `lines`: one title a line, or any number of `[[links]]` in a line of other text. A saved list
    from a wiki page works as it is, and so does the output of `wikisweep list`, since what follows
    a tab is not read. Empty lines and lines that begin with `#` and hold no link are passed over.

    `csv`: a table whose first line names the columns, parted by commas, semicolons or tabs.
    `json`: an array of titles, or of objects. `jsonl`: an object in each line, as `wikisweep list
    --format json` gives them. The title is in the `column` that is named, else in one called
    `title`, else in the first. All columns go with the page as its row: `{{ row.name }}` in the
    edit summary is the text of the column `name`.

    Without `read_as` the file's ending says which it is. It is UTF-8 unless `encoding` says
    otherwise (`windows-1252`, `utf-16`; tables of spreadsheets often are). The path is relative to
    the folder that the command runs in.

    ```yaml
    for_each:
      file: worklist.txt
    ```

    ```yaml
    for_each:
      file:
        path: links.csv
        column: page
    edit:
      summary: "Bot: the archive is now at {{ row.archive }}"
    ```
    """

    main: ClassVar = "path"

    path: Annotated[str, Verbatim(), Field(min_length=1, description="The file.")]

    encoding: Annotated[EncodingOption, Field(description="Of the file; else UTF-8.")] = ""

    def gives_rows(self) -> bool:
        """Whether it is more than lines of titles."""
        return self._form() != "lines"

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages; raises UsageError, or InvalidFile with every bad line."""
        lines = reach.outside.read_lines(self.path, self.encoding, "give its `encoding`")
        return self.listed(lines, self._form(), self.path, reach.wiki.site)

    def _form(self) -> Form:
        return self.read_as or _FORMS.get(self.path.rpartition(".")[2].casefold(), "lines")

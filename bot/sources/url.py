"""The source `url`: pages named in a text on the web."""

import codecs
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final
from urllib.parse import urlsplit

from pydantic import Field

from bot.errors import UsageError
from bot.outside.web import Answer
from bot.plugin import Reach, Verbatim
from bot.sources.addresses import AddressOption
from bot.sources.encoding import EncodingOption
from bot.sources.worklist import Form, WorkList
from bot.wiki import CandidateBatch

_MEBIBYTE: Final = 1 << 20
_KINDS: Final[dict[str, Form]] = {
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}
_ENDINGS: Final[dict[str, Form]] = {
    "csv": "csv",
    "tsv": "csv",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
}
_UNTOLD: Final = frozenset({"", "application/octet-stream"})  # of servers that do not know


class Url(WorkList):
    """The pages named in a text at an address of the web, in its order, each once.

    Lines of titles and links, a table or JSON, as for `file`; without `read_as` the server says
    which it is, or the address by its ending. The text is read whole, once for each plan, in the
    name of the config's `contact`. Redirects are followed, and a server that is busy is asked
    again, as for `sparql`. A web page (HTML) is refused, since its lines are no titles: of a wiki
    page take the address with `action=raw`.

    ```yaml
    for_each:
      url: https://lists.example.org/worklist.txt
    ```
    """

    main: ClassVar = "url"

    url: Annotated[AddressOption, Verbatim(), Field(description="The address.")]
    encoding: Annotated[
        EncodingOption, Field(description="Of the text; else what the server says, else UTF-8.")
    ] = ""
    timeout: Annotated[
        float, Field(gt=0, le=3600, description="Seconds until the whole text must be there.")
    ] = 60
    most: Annotated[int, Field(ge=1, le=1024, description="MiB that the text may have.")] = 16

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages; raises UsageError, BotError, or InvalidFile with every bad line."""
        answer = reach.outside.web.get(self.url, seconds=self.timeout, most=self.most * _MEBIBYTE)
        return self.listed(self._lines(answer), self._form(answer), self.url, reach.wiki.site)

    def _form(self, answer: Answer) -> Form:
        if self.read_as:
            return self.read_as
        ending = urlsplit(self.url).path.rpartition(".")[2].casefold()
        return _KINDS.get(answer.kind) or _ENDINGS.get(ending, "lines")

    def _lines(self, answer: Answer) -> list[str]:
        kind = answer.kind
        text = kind.startswith("text/") or kind in _KINDS or kind in _UNTOLD
        if kind == "text/html" or not text:
            raise UsageError(
                f"{self.url}: gives {kind}, not a plain text with titles; of a wiki page take the "
                "address with action=raw"
            )
        name = self.encoding or answer.charset or "utf-8"
        try:
            name = codecs.lookup(name).name
            read = answer.body.decode(name).removeprefix("\ufeff")
        except LookupError as error:
            raise UsageError(
                f"{self.url}: its server names the encoding {name!r}, which nobody knows; give "
                "`encoding`"
            ) from error
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{self.url}: byte {error.start} is not {name}; give another `encoding`"
            ) from error
        return read.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")

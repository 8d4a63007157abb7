"""The source `url`: pages named in a text on the web."""

import codecs
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, Field

from bot import wiki
from bot.errors import InvalidFile, InvalidTitle, Place, Problem, UsageError
from bot.outside.web import Answer, checked_host
from bot.plugin import QuerySource, Reach, Word
from bot.sources.lines import names
from bot.titles import Title
from bot.wiki import Query

_MEBIBYTE: Final = 1 << 20
_TEXTS: Final = frozenset({"", "application/octet-stream"})  # of servers that do not say


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise ValueError(
            f"no encoding is called {name!r}; such as utf-8 or windows-1252"
        ) from error
    return name


def _address(url: str) -> str:
    try:
        checked_host(url)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return url


class Url(QuerySource):
    """The pages named in a text at an address of the web, in its order, each once.

    The text is as for `file`: one title a line, or any number of `[[links]]` in a line of other
    text. It is read whole, once for each plan, in the name of the config's `contact`. Redirects
    are followed. A web page (HTML) is refused, since its lines are no titles: of a wiki page take
    the address with `action=raw`.

    ```yaml
    for_each:
      url: https://lists.example.org/worklist.txt
    ```
    """

    main: ClassVar = "url"

    url: Annotated[
        str, AfterValidator(_address), Word("an address"), Field(description="The address.")
    ]
    encoding: Annotated[
        str,
        Word("the name of an encoding"),
        Field(description="Of the text, where the server names none or a wrong one; else UTF-8."),
    ] = ""
    timeout: Annotated[
        float, Field(gt=0, le=3600, description="Seconds until the whole text must be there.")
    ] = 60
    most: Annotated[
        int, Field(ge=1, le=1024, description="MiB that the text may have at most.")
    ] = 16

    def query(self, reach: Reach) -> Query:
        """The question to the wiki; raises UsageError, BotError, InvalidFile with bad lines."""
        answer = reach.outside.web.get(self.url, seconds=self.timeout, most=self.most * _MEBIBYTE)
        titles: dict[Title, None] = {}
        problems = []
        for number, line in enumerate(self._lines(answer), start=1):
            for column, text in names(line):
                try:
                    titles[reach.wiki.site.title(text)] = None
                except InvalidTitle as error:
                    problems.append(Problem(Place(self.url, number, column), str(error)))
        if problems:
            raise InvalidFile(problems)
        return wiki.Titles(titles=tuple(titles))

    def _lines(self, answer: Answer) -> list[str]:
        kind = answer.kind
        if not (kind.startswith("text/") or kind in _TEXTS) or kind == "text/html":
            raise UsageError(
                f"{self.url}: gives {kind}, not a plain text with titles; "
                "of a wiki page take the address with ?action=raw"
            )
        name = self.encoding or answer.charset or "utf-8"
        try:
            text = answer.body.decode("utf-8-sig" if _is_utf8(name) else name)
        except LookupError as error:
            raise UsageError(
                f"{self.url}: its server names an unknown encoding, {name!r}; give `encoding`"
            ) from error
        except UnicodeDecodeError as error:
            raise UsageError(
                f"{self.url}: byte {error.start} is not {name}; give another `encoding`"
            ) from error
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_utf8(name: str) -> bool:
    try:
        return codecs.lookup(name).name == "utf-8"
    except LookupError:
        return False

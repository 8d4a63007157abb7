"""The source `sparql`: pages that a query to a SPARQL endpoint gives, such as Wikidata's."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field

from bot.errors import BotError, UsageError
from bot.outside.web import Answer, checked_host
from bot.outside.words import words_of
from bot.page import Candidate
from bot.plugin import Prose, Reach, Source, Word
from bot.site import Site
from bot.sources.addresses import AddressOption, title_at
from bot.titles import Title
from bot.wiki import CandidateBatch

# https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual#SPARQL_endpoint
_WIKIDATA: Final = "https://query.wikidata.org/sparql"
_JSON: Final = "application/sparql-results+json"  # https://www.w3.org/TR/sparql11-results-json/
_MOST: Final = 256 << 20  # bytes
_BATCH: Final = 500


class Sparql(Source):
    """The pages whose addresses a SPARQL query gives, each once, in its order.

    The variable `?page` holds addresses of pages of this wiki, such as Wikidata's sitelinks are;
    an address of another wiki is an error, so ask for one wiki only. On Wikidata itself the
    address of an entity (`wd:Q42`) will do. What other variables hold is the page's row, to be
    used as `${row.name}`. A result without `?page` is passed over, and of a page that comes
    several times the first result counts.

    The endpoint is asked once for each plan, in the name of the config's `contact`; the one of
    Wikidata takes a minute at most. Where it is busy or the connection breaks off it is asked
    again, twice at most; it is not if it wants us to wait more than a minute. The answer is held in
    memory as it comes in one piece.

    ```yaml
    for_each:
      sparql:
        query: |
          SELECT ?page ?item WHERE {
            ?item wdt:P31 wd:Q634.
            ?page schema:about ?item;
                  schema:isPartOf <https://en.wikipedia.org/>.
          }
    ```
    """

    main: ClassVar = "query"

    query: Annotated[str, Prose(), Field(min_length=1, description="The query, a SELECT.")]
    variable: Annotated[
        str,
        Word("a variable"),
        Field(pattern=r"^[?$]?\w+$", description="The one that holds the pages."),
    ] = "page"
    endpoint: Annotated[
        AddressOption, Field(description="Where to ask: Wikidata's query service, or another.")
    ] = _WIKIDATA
    timeout: Annotated[
        float, Field(gt=0, le=3600, description="Seconds until the whole answer must be there.")
    ] = 90

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages of the results; raises UsageError, BotError for an answer that is none."""
        answer = reach.outside.web.post(
            self.endpoint, {"query": self.query}, _JSON, seconds=self.timeout, most=_MOST
        )
        results = self._results(answer)
        seen: set[Title] = set()
        batch: CandidateBatch = []
        for one in self._candidates(results, reach.wiki.site):
            if one.title not in seen:
                seen.add(one.title)
                batch.append(one)
                if len(batch) == _BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch

    @property
    def _name(self) -> str:
        return self.variable.lstrip("?$")

    def _results(self, answer: Answer) -> list[Mapping[str, Any]]:
        """The bindings; raises BotError for what is no JSON of results, or was broken off."""
        host = checked_host(self.endpoint)
        try:
            told = json.loads(answer.body)
            names, results = told["head"]["vars"], told["results"]["bindings"]
        except ValueError as error:
            if b"TimeoutException" in answer.body:  # behind the results that there were so far
                raise BotError(
                    f"{host}: the query took longer than the endpoint allows; ask for less"
                ) from error
            raise BotError(
                f"{host}: answers with no JSON of results: {words_of(answer.body[:4096])}"
            ) from error
        except (KeyError, TypeError) as error:
            raise BotError(
                f"{host}: answers with no results; a query for pages is a SELECT"
            ) from error
        if self._name not in names:
            known = ", ".join(f"?{name}" for name in names)
            raise UsageError(
                f"the query gives no ?{self._name}, only {known or 'nothing'}; name the variable "
                "that holds the pages with `variable`"
            )
        found: list[Mapping[str, Any]] = results
        return found

    def _candidates(self, results: list[Mapping[str, Any]], site: Site) -> Iterator[Candidate]:
        if not site.article_url:
            raise UsageError(
                f"{site.wiki}: does not tell the addresses of its pages, so that none can be found"
            )
        for number, result in enumerate(results, start=1):
            if self._name not in result:
                continue
            address = str(result[self._name].get("value", ""))
            title = title_at(site, address)
            if title is None:
                raise UsageError(
                    f"result {number} of the query has {address!r} as ?{self._name}, which is no "
                    f"page of {site.wiki} ({site.article_url}); let it ask for this wiki only"
                )
            row = {
                name: str(value.get("value", ""))
                for name, value in result.items()
                if name != self._name
            }
            yield Candidate(title, row=row or None)

"""The source `sparql`: asked as the protocol has it, and answered as Wikidata's service answers.

https://www.w3.org/TR/sparql11-results-json/ and the faults that people report of the service.
"""

import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.errors import BotError, UsageError
from bot.outside import Outside
from bot.outside.web import Web
from bot.plugin import Reach
from bot.site import plain_site
from bot.sources.sparql import Sparql
from tests.outside.website import website
from tests.sources.conftest import made

WIKI = "https://en.example.org/wiki/"
JSON = "application/sparql-results+json;charset=utf-8"
QUERY = "SELECT ?page WHERE { ?page schema:about ?item. }"


class Addressed:
    """A wiki of which a source asks for nothing but what it says of itself."""

    def __init__(self, wiki, article_url):
        self._wiki = wiki
        self.site = replace(plain_site(), article_url=article_url)

    def __getattr__(self, name):
        return getattr(self._wiki, name)


@pytest.fixture
def site():
    with website() as running:
        yield running


@pytest.fixture
def found(reach, tmp_path, site):
    """The candidates that the endpoint's answer leads to."""

    def found(article_url=f"{WIKI}$1", **options):
        wiki = Addressed(reach.wiki, article_url)
        ours = Reach(wiki, Outside(tmp_path, web=Web("User:Lapwing", pause=lambda _: None)))
        options = {"query": QUERY, "endpoint": f"{site.url}/sparql", **options}
        return [one for batch in made(Sparql, **options).candidates(ours) for one in batch]

    return found


def results(*bindings, names=("page",)):
    """An answer as the W3C writes it down."""
    told = [
        {name: {"type": "literal", "value": value} for name, value in one.items()}
        for one in bindings
    ]
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": told}})


def test_the_query_is_posted_for_json_in_our_name(found, site):
    site.put("/sparql", results(), kind=JSON)
    assert found() == []
    (asked,) = site.asked
    assert (asked.method, asked.form) == ("POST", {"query": QUERY})
    assert asked.headers["Accept"] == "application/sparql-results+json"
    assert "(bot; User:Lapwing)" in asked.headers["User-Agent"]


def test_addresses_are_pages_once_each_in_their_order(found, site):
    pages = [f"{WIKI}Mercury_(planet)", f"{WIKI}%E6%B0%B4", "http://en.example.org/wiki/Talk:A"]
    site.put("/sparql", results(*({"page": one} for one in [*pages, pages[0]])), kind=JSON)
    told = found()
    assert [one.title.text for one in told] == ["Mercury (planet)", "水", "Talk:A"]
    assert [one.row for one in told] == [None] * 3


def test_other_variables_are_the_row_and_the_first_one_counts(found, site):
    site.put(
        "/sparql",
        results(
            {"page": f"{WIKI}A", "item": "http://www.wikidata.org/entity/Q1", "n": "4"},
            {"page": f"{WIKI}A", "item": "http://www.wikidata.org/entity/Q2"},
            names=("page", "item", "n"),
        ),
        kind=JSON,
    )
    (one,) = found()
    assert one.row == {"item": "http://www.wikidata.org/entity/Q1", "n": "4"}


def test_a_result_without_a_page_is_passed_over(found, site):
    answer = results({"n": "1"}, {"page": f"{WIKI}A", "n": "2"}, names=("page", "n"))
    site.put("/sparql", answer, kind=JSON)
    assert [one.row for one in found()] == [{"n": "2"}]


@pytest.mark.parametrize("variable", ["item", "?item", "$item"])
def test_another_variable_may_hold_the_pages(found, site, variable):
    site.put("/sparql", results({"item": f"{WIKI}A"}, names=("item",)), kind=JSON)
    assert [one.title.text for one in found(variable=variable)] == ["A"]


def test_many_results_come_in_batches(reach, site, tmp_path):
    answer = results(*({"page": f"{WIKI}P{number}"} for number in range(1001)))
    site.put("/sparql", answer, kind=JSON)
    ours = Reach(Addressed(reach.wiki, f"{WIKI}$1"), Outside(tmp_path, web=Web("me")))
    source = made(Sparql, query=QUERY, endpoint=f"{site.url}/sparql")
    assert [len(batch) for batch in source.candidates(ours)] == [500, 500, 1]


TIMED_OUT = (
    f"SPARQL-QUERY: queryStr={QUERY}\njava.util.concurrent.TimeoutException\n"
    "\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
)
MALFORMED = (
    "SPARQL-QUERY: queryStr=SELECT ?a LIMI 3\njava.util.concurrent.ExecutionException: "
    "org.openrdf.query.MalformedQueryException: Lexical error at line 1, column 31.\n"
    "\tat java.util.concurrent.FutureTask.report(FutureTask.java:122)\n"
)
BUSY = (
    "<html>\n<head>\n<title>Error 429 Too Many Requests - Please retry in 9 seconds.</title>\n"
    "</head>\n<body><h2>HTTP ERROR 429</h2></body>\n</html>\n"
)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, TIMED_OUT, "HTTP 500 (Internal Server Error): java.util.concurrent.TimeoutExc"),
        (400, MALFORMED, "HTTP 400 (Bad Request): Lexical error at line 1, column 31."),
        (429, BUSY, "HTTP 429 (Too Many Requests): Error 429 Too Many "),
        (429, BUSY, "; try again in 9 s"),
        (403, "Please set a user-agent", "HTTP 403 (Forbidden): Please set a user-agent"),
        (200, results({"page": f"{WIKI}A"})[:-9] + TIMED_OUT, "took longer than the endpoint"),
        (200, "<html>Down for a while</html>", "no JSON of results: Down for a while"),
        (200, results()[:-3], "answers with no JSON of results"),
        (200, '{"head": {}, "boolean": true}', "a query for pages is a SELECT"),
        (200, "[1]", "a query for pages is a SELECT"),
    ],
)
def test_what_is_no_answer_is_told_in_a_line(found, site, status, body, told):
    wait = {"Retry-After": "9"} if status == 429 else {}
    site.put("/sparql", body, status=status, headers=wait)
    with pytest.raises(BotError) as caught:
        found()
    assert told in str(caught.value)
    assert str(caught.value).startswith("127.0.0.1: ")
    assert "\n" not in str(caught.value)
    assert "FutureTask" not in str(caught.value)


@pytest.mark.parametrize(("names", "known"), [(("item", "n"), r"\?item, \?n"), ((), "nothing")])
def test_a_query_without_the_variable_is_told_what_it_has(found, site, names, known):
    site.put("/sparql", results(names=names), kind=JSON)
    with pytest.raises(UsageError, match=rf"gives no \?page, only {known}"):
        found()


@pytest.mark.parametrize("page", ["https://de.example.org/wiki/A", "A", f"{WIKI}%7C"])
def test_an_address_of_no_page_of_the_wiki_is_an_error(found, site, page):
    site.put("/sparql", results({"page": f"{WIKI}A"}, {"page": page}), kind=JSON)
    with pytest.raises(
        UsageError, match=r"^result 2 of the query has '.*', which is no page|no page"
    ):
        found()


def test_a_wiki_without_addresses_cannot_be_asked_so(found, site):
    site.put("/sparql", results({"page": f"{WIKI}A"}), kind=JSON)
    with pytest.raises(UsageError, match="does not tell the addresses of its pages"):
        found(article_url="")


def test_the_endpoint_is_wikidata_s_if_not_said():
    assert made(Sparql, query=QUERY).endpoint == "https://query.wikidata.org/sparql"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"query": ""},
        {"query": QUERY, "variable": "a b"},
        {"query": QUERY, "endpoint": "sparql"},
        {"query": QUERY, "timeout": -1},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        made(Sparql, **options)

"""A small offline wiki for sources to ask, with the folder of a test as the working folder."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TypeVar

import pytest

from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plugin import QuerySource, Reach, Source
from bot.site import Site
from bot.wiki import Query
from tests.offline.exports import entries, export_xml

SITEINFO = """{"query": {
  "general": {"case": "first-letter", "lang": "en"},
  "namespaces": {},
  "namespacealiases": [{"id": 6, "alias": "Image"}],
  "interwikimap": [{"prefix": "w", "url": "https://w.example.org/$1"}]
}}"""


S = TypeVar("S", bound=Source)


def made(source: type[S], **options: object) -> S:
    """The source with these options, written as in a task."""
    return source.model_validate(options)


@pytest.fixture
def reach(tmp_path) -> Iterator[Reach]:
    """Four pages A to D, of which A and B link to each other."""
    texts = {"A": "[[B]]", "B": "[[A]] and [[C]]", "C": "", "D": "#REDIRECT [[A]]"}
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(texts)), encoding="utf-8")
    siteinfo = tmp_path / "siteinfo.json"
    siteinfo.write_text(SITEINFO)
    with closing(OfflineWiki("testwiki", export, siteinfo, cache=tmp_path / "cache")) as wiki:
        yield Reach(wiki, Outside(tmp_path))


class QueryOf:
    """Calls a source's `query` on that wiki."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    @property
    def site(self) -> Site:
        return self._reach.wiki.site

    def __call__(self, source: QuerySource) -> Query:
        return source.query(self._reach)


@pytest.fixture
def query_of(reach: Reach) -> Callable[[QuerySource], Query]:
    return QueryOf(reach)


@pytest.fixture
def wide(tmp_path) -> Iterator[Reach]:
    """A and B with a redirect each; X links to both redirects, Y to one of them and to B."""
    texts = {
        "A": "",
        "B": "",
        "To A": "#REDIRECT [[A]]",
        "To B": "#REDIRECT [[B]]",
        "X": "[[To A]] [[To B]]",
        "Y": "[[To A]] [[B]]",
        "Z": "[[A]]",
    }
    export = tmp_path / "wide.xml"
    export.write_text(export_xml(*entries(texts)), encoding="utf-8")
    with closing(OfflineWiki("testwiki", export, cache=tmp_path / "cache")) as wiki:
        yield Reach(wiki, Outside(tmp_path))

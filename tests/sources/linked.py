"""An offline wiki of a few linked pages, for the sources that follow links."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plugin import Reach, Source
from tests.offline.exports import entries, export_xml

SITEINFO = """{"query": {
  "general": {"case": "first-letter", "lang": "en"},
  "namespaces": {},
  "interwikimap": [
    {"prefix": "w", "url": "https://w.example.org/$1"},
    {"prefix": "de", "language": "Deutsch", "url": "https://de.example.org/$1"},
    {"prefix": "fr", "language": "fran\u00e7ais", "url": "https://fr.example.org/$1"}
  ]
}}"""
PAGES = {
    "Venus": "{{Planet|name=[[Mars]]}} [[File:Globe.png]] [[Nowhere]] [[Category:Planets]]",
    "Mars": "{{World}} [[File:Ball.png|thumb]] http://www.example.org/mars",
    "Template:Planet": "<noinclude>{{Doc}}</noinclude>",
    "Template:World": "#REDIRECT [[Template:Planet]]",
    "Template:Earth": "#REDIRECT [[Template:World]]",
    "File:Ball.png": "#REDIRECT [[File:Globe.png]]",
    "User:A": "{{Earth}} {{Planet}} [https://example.org/a b]",
    "Old Venus": "#REDIRECT [[Venus]]",
    "Older Venus": "#REDIRECT [[Old Venus]]",
}


@contextmanager
def linked_pages(folder: Path, pages: dict[str, str] | None = None) -> Iterator[Reach]:
    """What a source may ask, over these pages."""
    export = folder / "linked.xml"
    export.write_text(export_xml(*entries(pages or PAGES)), encoding="utf-8")
    siteinfo = folder / "linked.json"
    siteinfo.write_text(SITEINFO)
    with closing(OfflineWiki("testwiki", export, siteinfo, cache=folder / "cache")) as wiki:
        yield Reach(wiki, Outside(folder))


def found(source: Source, reach: Reach) -> list[tuple[str, bool, tuple[str, ...]]]:
    """Title, whether it is direct, and the titles of its ways, of each page of a source."""
    source.fits(reach.wiki.site)
    return [
        (one.title.text, one.direct, tuple(via.title.text for via in one.via))
        for batch in source.candidates(reach)
        for one in batch
    ]

"""Adds thousands of articles to a development wiki, for measuring. Touches that wiki only.

    python devwiki/load.py [--dir .devwiki] [--pages 5000] [--size 5500]

Each `Bench article NNNNN` links to `Bench target` once or twice and says "colour" once or twice.
`Bench hub` has sixty redirects, and the first 1,200 articles link to one of them each. The same
articles come out each time; those that are there already are left alone.
"""

import argparse
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from typing import Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devwiki import mediawiki, seed
from devwiki.build_corpus import export_xml
from devwiki.corpus import CorpusPage, page
from devwiki.devwiki import HERE
from devwiki.mediawiki import DevwikiError

TARGET: Final = "Bench target"
HUB: Final = "Bench hub"
HUB_REDIRECTS: Final = 60
HUB_BACKLINKS: Final = 20
# One import takes this many pages; the memory and the wait between two lines of progress follow.
BATCH: Final = 1000

_PROSE: Final = """
the a of in and to was by its from with under over between after before river bridge
tower market harbour mill field road stone iron copper glass paper letter number winter
summer morning evening clerk miner painter sailor farmer teacher doctor master council
charter measured built sold carried written found lost mended painted counted drawn
opened closed old new great small narrow quiet early late second third last northern
southern
"""
_WORDS: Final = tuple(_PROSE.split())
_LINK_SHARE: Final = 0.25
_CITATION_SHARE: Final = 0.08
_PARAGRAPH: Final = 350  # bytes, on average
_LINKS: Final = ("Mercury (planet)", "Venus", "Gold", "Tin", "Philosophy", "Aldermouth", "Lamp")


def article_title(number: int) -> str:
    """The title of an article, counted from 1."""
    return f"Bench article {number:05}"


def article(number: int, size: int) -> CorpusPage:
    """An article of about `size` bytes."""
    dice = random.Random(number)  # noqa: S311 - the same text each time is the point
    again = f" and once more [[{TARGET}|at its {_word(dice)}]], in another colour" * (number % 2)
    via = ""
    if number <= HUB_REDIRECTS * HUB_BACKLINKS:
        via = f" It is filed under [[{_redirect(number % HUB_REDIRECTS + 1)}]]."
    before = article_title(max(1, number - dice.randrange(1, 50)))
    lead = (
        f"{{{{Infobox town\n| name = Article {number}\n| river = [[Silverwater]]\n"
        f"| inhabitants = {dice.randrange(100, 90_000)}\n}}}}\n"
        f"'''Article {number}''' leads to [[{TARGET}]]{again} and after [[{before}]].{via} "
        f"Its colour is {_word(dice)}."
    )
    foot = (
        "\n\n== References ==\n{{Reflist}}\n\n"
        f"[[Category:Bench articles]]\n[[Category:Bench shelf {number % 40}]]"
    )
    body = ""
    for part in cycle((_paragraph, _paragraph, _paragraph, _section)):
        if len(lead) + len(body) + len(foot) >= size - _PARAGRAPH // 2:
            break
        body += part(dice)
    return page(article_title(number), lead + body + foot)


def framework() -> Iterator[CorpusPage]:
    """The target, the hub and its redirects."""
    yield page(TARGET, "'''Bench target''' is where every bench article leads.")
    yield page(HUB, "'''Bench hub''' is known by sixty other names.")
    for number in range(1, HUB_REDIRECTS + 1):
        yield page(_redirect(number), f"#REDIRECT [[{HUB}]]")


def _redirect(number: int) -> str:
    return f"{HUB} alias {number:02}"


def _word(dice: random.Random) -> str:
    return dice.choice(_WORDS)


def _sentence(dice: random.Random) -> str:
    words = dice.choices(_WORDS, k=dice.randrange(8, 22))
    if dice.random() < _LINK_SHARE:
        words[len(words) // 2] = f"[[{dice.choice(_LINKS)}|{words[0]}]]"
    if dice.random() < _CITATION_SHARE:
        title, year = f"{_word(dice)} {_word(dice)}", dice.randrange(1700, 2000)
        words[-1] += f"<ref>{{{{Cite book|title={title}|year={year}}}}}</ref>"
    return f" {words[0].capitalize()} {' '.join(words[1:])}."


def _paragraph(dice: random.Random) -> str:
    return "\n\n" + "".join(_sentence(dice) for _ in range(dice.randrange(2, 6))).strip()


def _section(dice: random.Random) -> str:
    return f"\n\n== {_word(dice).capitalize()} {_word(dice)} =={_paragraph(dice)[1:]}"


def add(wiki: Path, pages: int, size: int) -> int:
    """Add what is missing of so many articles to the wiki; how many were added."""
    if not seed.is_planted(wiki):
        raise DevwikiError("devwiki: no wiki in this folder: run `devwiki.py start` first")
    with closing(seed.database(wiki)) as database:
        present, length, last = _present(database)
    if present and length != len(article(1, size).text):
        raise DevwikiError("devwiki: has bench articles of another size; run `devwiki.py reset`")
    for start in range(present + 1, pages + 1, BATCH):
        end = min(start + BATCH, pages + 1)
        batch = [article(number, size) for number in range(start, end)]
        export = "".join(export_xml([*(() if present else framework()), *batch]))
        mediawiki.maintenance(wiki, "importDump", "--no-updates", stdin=export)
        present = end - 1
        print(f"imported {present} of {pages}", file=sys.stderr)
        mediawiki.maintenance(wiki, "refreshLinks", str(last + 1))
        with closing(seed.database(wiki)) as database:
            last = _present(database)[2]
    mediawiki.maintenance(wiki, "initSiteStats", "--update")
    return present


def _present(database: sqlite3.Connection) -> tuple[int, int, int]:
    """How many bench articles there are, the length of the first, and the wiki's last page id."""
    row = database.execute(
        "SELECT count(*), (SELECT page_len FROM page WHERE page_namespace = 0 AND page_title = ?), "
        "(SELECT max(page_id) FROM page) FROM page "
        "WHERE page_namespace = 0 AND page_title LIKE 'Bench^_article^_%' ESCAPE '^'",
        (article_title(1).replace(" ", "_"),),
    ).fetchone()
    return row[0], row[1] or 0, row[2]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="add many articles to the development wiki")
    parser.add_argument("--dir", type=Path, default=HERE.parent / ".devwiki", dest="folder")
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--size", type=int, default=5500)
    options = parser.parse_args()
    folder: Path = options.folder.resolve()
    try:
        print(f"{add(folder, options.pages, options.size)} bench articles")
    except DevwikiError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

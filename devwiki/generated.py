"""The pages of the corpus that nobody should write by hand: the huge ones, and the redirect hub.

Computes; reads and writes nothing. The same pages come out each time.
"""

from collections.abc import Iterator
from typing import Final

from devwiki.corpus import CorpusPage, page

HUB: Final = "Alembic"
HUB_REDIRECTS: Final = 64
WORKSHOPS: Final = 48
# MediaWiki's $wgMaxArticleSize is 2048 KiB; an edit may still add some bytes to this page.
HUGE_BYTES: Final = 2_090_000
LARGE_BYTES: Final = 300_000

_TOWNS = ("Aldermouth", "Brackwater", "Corvesand", "Dunmere", "Eastry Ferry", "Fallowgate")
_GOODS = ("rose water", "oil of vitriol", "spirit of hartshorn", "juniper water", "[[quicksilver]]")
_FATES = (
    "It closed when the river was moved.",
    "A fire ended its trade within one night.",
    "Its books passed to a nephew, who sold them.",
    "The building now holds a school.",
    "Nothing of it stands above the ground.",
)


def generated_pages() -> Iterator[CorpusPage]:
    """Every generated page, in a fixed order."""
    yield _huge()
    yield _large()
    for number in range(1, HUB_REDIRECTS + 1):
        yield page(redirect_title(number), f"#REDIRECT [[{HUB}]]\n\n[[Category:Redirects]]")
    for number in range(1, WORKSHOPS + 1):
        yield page(f"Workshop {number:02}", _workshop(number))


def redirect_title(number: int) -> str:
    """The title of one of the hub's redirects."""
    return f"{HUB} no. {number:02}"


def _workshop(number: int) -> str:
    """A short article that names two of the hub's redirects, so that each has a backlink or two."""
    first = redirect_title((number * 2 - 1) % HUB_REDIRECTS or HUB_REDIRECTS)
    second = redirect_title((number * 2) % HUB_REDIRECTS or HUB_REDIRECTS)
    town = _TOWNS[number % len(_TOWNS)]
    direct = f" Its largest was a plain [[{HUB}|alembic]]." if number % 4 == 0 else ""
    return f"""{{{{Infobox workshop
| name = Workshop {number:02}
| town = [[{town}]]
| still = [[{first}]]
}}}}
'''Workshop {number:02}''' was a distillery in [[{town}]], first named in the rolls of the \
[[Guild of distillers]] in {1480 + number * 3}. It sold {_GOODS[number % len(_GOODS)]} and \
{_GOODS[(number + 2) % len(_GOODS)]}.<ref>Guild rolls, leaf {number * 4}.</ref>

== Stills ==
The inventory lists one [[{first}|still of the old pattern]] and two of [[{second}]].{direct}

== Fate ==
{_FATES[number % len(_FATES)]}

[[Category:Workshops]]"""


def _huge() -> CorpusPage:
    head = (
        "This page is '''deliberately huge''': it lies just below the largest page that "
        "MediaWiki saves. It links to [[Mercury]] once here and once at its very end.\n\n"
    )
    foot = "\n\nThe list ends here, a long way from [[Mercury|the first planet]]."
    line = " {0:06} minor planet  no. {0:06}  orbit not yet computed  seen once\n"
    body = ""
    size = HUGE_BYTES - len(head) - len(foot)
    body = "".join(line.format(number) for number in range(1, size // len(line.format(1)) + 1))
    return page("Catalogue of minor planets", head + body.rstrip("\n") + foot)


def _large() -> CorpusPage:
    head = (
        "A '''list of stars''' by their number in an invented catalogue, in one long table. "
        "For the planets see [[Mercury]], [[Venus]] and the rest.\n\n"
        '{| class="wikitable"\n! Number !! Star !! Magnitude !! Note\n'
    )
    foot = "|}\n\n== See also ==\n* [[Mercury]]\n* [[Catalogue of minor planets]]"
    rows: list[str] = []
    size = len(head) + len(foot)
    number = 0
    while size < LARGE_BYTES:
        number += 1
        note = "rises before [[Mercury]]" if number % 500 == 0 else "no companion known"
        row = f"|-\n| {number} || Star {number} || {number % 60 / 10:.1f} || {note}\n"
        rows.append(row)
        size += len(row)
    return page("List of stars by number", head + "".join(rows) + foot)

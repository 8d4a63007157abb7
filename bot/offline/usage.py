"""Who uses a template or a file, as the pages' own texts have it: walks over the tables.

A use by a redirect counts for its target, as in MediaWiki. Reads; never writes.
"""

from collections.abc import Iterator

from bot.offline.answering import candidate, redirect_keys
from bot.offline.store import USED_FILE, USED_TEMPLATE, Key, key, title
from bot.offline.walking import Ask, Linking
from bot.page import Candidate, Via
from bot.site import Site
from bot.wiki import FileUsage, Namespaces, Transclusions, WrittenTransclusions

Usage = Transclusions | WrittenTransclusions | FileUsage


def answer_usage(ask: Ask, site: Site, query: Usage, block: int) -> Iterator[Candidate]:
    """The pages that use one of these, each once, by page id; unlike a wiki, each knows how."""
    targets = list(dict.fromkeys(key(one) for one in query.of))
    told = query.through_redirects or isinstance(query, WrittenTransclusions)
    redirects: list[Key] = []
    if query.through_redirects or not told:
        redirects = redirect_keys(ask, targets, block)
    linking = Linking(
        kind=USED_FILE if isinstance(query, FileUsage) else USED_TEMPLATE,
        namespaces=namespaces_here(site, query.namespaces),
        redirects=query.redirects,
        block=block,
    )
    ways = [Via("redirect", title(site, *one)) for one in redirects]
    for row, numbers in linking.walk_all(ask, [*targets, *redirects]):
        if not told:
            yield candidate(site, row)
            continue
        via = tuple(ways[number - len(targets)] for number in numbers if number >= len(targets))
        yield candidate(site, row, direct=numbers[0] < len(targets), via=via)


def namespaces_here(site: Site, namespaces: Namespaces) -> Namespaces:
    """Without numbers that no page can have."""
    if namespaces is None:
        return None
    return tuple(sorted({number for number in site.namespaces if number >= 0} & {*namespaces}))

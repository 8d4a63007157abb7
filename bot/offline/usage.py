"""Who uses a template or a file, as the pages' own texts have it: walks over the tables.

A use by a redirect counts for its target, as in MediaWiki. Reads; never writes.
"""

from collections.abc import Iterator

from bot.offline.found import candidate, key_of, real_namespaces, walk_redirects
from bot.offline.store import USED_FILE, USED_TEMPLATE, Key, key, title
from bot.offline.walking import Ask, Linking
from bot.page import Candidate, Via
from bot.site import Site
from bot.wiki import FileUsage, Transclusions, WrittenTransclusions

Usage = Transclusions | WrittenTransclusions | FileUsage


def answer_usage(ask: Ask, site: Site, query: Usage, block: int) -> Iterator[Candidate]:
    """The pages that use one of these, each once, by page id.

    Unlike a wiki, an export knows of a page with a redirect whether it uses the target by its own
    name, too: `direct` says so.
    """
    targets = list(dict.fromkeys(key(one) for one in query.of))
    redirects: list[Key] = []
    if query.through_redirects or not isinstance(query, WrittenTransclusions):
        walk = walk_redirects(ask, targets, block, double=True)
        redirects = [key_of(row) for row, _ in walk]
    linking = Linking(
        kind=USED_FILE if isinstance(query, FileUsage) else USED_TEMPLATE,
        namespaces=real_namespaces(site, query.namespaces),
        redirects=query.redirects,
        block=block,
    )
    ways = [Via("redirect", title(site, *one)) for one in redirects]
    for row, numbers in linking.walk_all(ask, [*targets, *redirects]):
        if not query.through_redirects:
            yield candidate(site, row)
            continue
        via = tuple(ways[number - len(targets)] for number in numbers if number >= len(targets))
        yield candidate(site, row, direct=numbers[0] < len(targets), via=via)

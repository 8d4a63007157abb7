"""An export that is not opened: what would be read, in words."""

from bot.offline.explaining import RehearsedOfflineWiki
from bot.page import INFO, TEXT, Candidate
from bot.site import Limits, plain_site
from bot.titles import Title
from bot.wiki import AllPages, Backlinks
from bot.wiki.asked import Asked

MARS = Title(0, "Mars")


def test_it_tells_its_batches_and_opens_nothing():
    site = plain_site("small")
    wiki = RehearsedOfflineWiki(site)
    assert wiki.site is site
    assert list(wiki.enumerate(AllPages())) == [[]]
    ((page,),) = wiki.fetch(Backlinks(to=MARS), frozenset({INFO, TEXT}))
    assert page[TEXT] is None
    list(wiki.fetch([[Candidate(MARS)]]))
    limits = Limits()
    assert wiki.taken() == [
        Asked({}, limits.listing, words="the export's tables are walked for AllPages"),
        Asked(
            {},
            limits.titles,
            words="pages are found for Backlinks and read from the export's tables",
        ),
        Asked({}, limits.titles, words="pages are read from the export's tables"),
    ]
    assert wiki.taken() == []

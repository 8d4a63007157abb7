"""Pages named by their numbers: what they are called is asked, in batches."""

from collections.abc import Iterator, Sequence

from bot.mediawiki.replies import batches, in_parts
from bot.mediawiki.session import Session
from bot.page import Candidate
from bot.site import Site
from bot.titles import Title
from bot.wiki import CandidateBatch, PageIds


def page_ids(session: Session, query: PageIds) -> Iterator[CandidateBatch]:
    """The pages by their numbers, a batch for each request."""
    site = session.site  # the limits of a request are known with it

    def ask(part: Sequence[int]) -> Iterator[CandidateBatch]:
        asked = {"pageids": "|".join(map(str, part)), "prop": "info"}
        found = {}
        for batch in batches(session, asked):
            found.update({entry["pageid"]: entry for entry in batch.pages})
        named = []
        for number in part:
            entry = found.get(number, {})
            if "title" in entry:
                title = Title(entry["ns"], entry["title"])
                named.append(Candidate(title, number, bool(entry.get("redirect"))))
            else:
                named.append(unnamed(site, number))
        yield named

    yield from in_parts(session, tuple(dict.fromkeys(query.ids)), ask)


def page_ids_unnamed(session: Session, query: PageIds) -> Iterator[CandidateBatch]:
    """The same without asking: whoever reads the pages learns what they are called."""
    yield [unnamed(session.site, number) for number in dict.fromkeys(query.ids)]


def unnamed(site: Site, number: int) -> Candidate:
    """The page with a number as long as, or because, nobody knows its title."""
    return Candidate(site.special(f"Redirect/page/{number}"), number)

"""Facts about many pages, asked for in full batches; for what the pages of a stream lead to.

A page that the wiki does not show is left out, and does not end the asking.
"""

from collections.abc import Iterator, Sequence

from bot.errors import ApiError
from bot.mediawiki.answers import Entry
from bot.mediawiki.codes import Doubt, Unreadable, meaning
from bot.mediawiki.replies import batches, in_parts
from bot.mediawiki.session import Session
from bot.mediawiki.transport import Parameters


def entries(
    session: Session, by: str, pages: Sequence[str], parameters: Parameters
) -> Iterator[Entry]:
    """The whole entry of each page, which `by` (`pageids` or `titles`) names."""

    def ask(part: Sequence[str]) -> Iterator[Entry]:
        try:
            found = [
                entry
                for batch in batches(session, {by: "|".join(part), **parameters})
                for entry in batch.pages
            ]
        except ApiError as error:
            if not is_one_page_s(error):
                raise
            if len(part) > 1:
                middle = len(part) // 2
                yield from ask(part[:middle])
                yield from ask(part[middle:])
        else:
            yield from found

    return in_parts(session, pages, ask)


def is_one_page_s(error: ApiError) -> bool:
    """Whether an error of a whole batch comes from one page in it (no read access, damaged)."""
    return isinstance(meaning(error), Doubt | Unreadable)

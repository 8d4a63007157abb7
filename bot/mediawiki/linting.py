"""Pages with lint errors, by API:Linterrors; known only where Extension:Linter is installed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from bot.errors import NotOffered
from bot.mediawiki.listing import Listing, filled, list_candidates, namespace_option
from bot.mediawiki.session import Session
from bot.mediawiki.values import unknown_value
from bot.wiki import CandidateBatch, LintErrors


def lint_errors(session: Session, query: LintErrors) -> Iterator[CandidateBatch]:
    """Each page once; the extension's names of errors are looked up first, in one request.

    Raises NotOffered where there is no such extension, UsageError for an error it does not know.
    """
    about = session.ask({"meta": "siteinfo", "siprop": "general"})
    kinds = about.get("query", {}).get("general", {}).get("linter")
    if not isinstance(kinds, Mapping):
        raise NotOffered(f"{session.wiki} has no Extension:Linter, so it knows no lint errors")
    namespaces = namespace_option(session.site, query.namespaces)
    if namespaces is None:
        return
    options = {"categories": "|".join(_names(session, query, kinds)), "namespace": namespaces}
    yield from list_candidates(
        session, Listing("linterrors", "lnt", filled(options), query.request_size)
    )


def _names(
    session: Session, query: LintErrors, kinds: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The errors that are meant, priorities replaced by what belongs to them."""
    known = tuple(chain.from_iterable(kinds.values()))
    found: dict[str, None] = {}
    for one in query.categories:
        if one not in known and one not in kinds:
            raise unknown_value(session, one, (*kinds, *known), "lint error called")
        found.update(dict.fromkeys(kinds.get(one, (one,))))
    return tuple(found)

"""Before/after pairs for plugins: `changes` and `leaves` for actions, pages for everything else.

Both prove on the way that a second run of the action changes nothing.
"""

from bot.page import INFO, TEXT, AnyFacet, Candidate, Page
from bot.plugin import Action, Condition, Filter
from bot.site import Site
from bot.titles import Namespace
from bot.wiki import REDIRECT_FLAG, Categories, Known, RedirectsTo
from devwiki.settings import (
    ALIASES,
    CASE_SENSITIVE,
    CORE_ALIASES,
    INTERWIKIS,
    LANGUAGES,
    LOCAL_INTERWIKI,
    NAMESPACES,
)

_CANONICAL = {4: "Project", 5: "Project talk"}


def make_site(**settings) -> Site:
    """The development wiki's site, as MediaWiki tells it, with other settings where given."""
    aliases: dict[int, list[str]] = {}
    for name, number in {**CORE_ALIASES, **ALIASES}.items():
        aliases.setdefault(number, []).append(name)
    namespaces = {
        number: Namespace(
            number,
            name,
            _CANONICAL.get(number, name),
            tuple(aliases.get(number, ())),
            first_letter=number not in CASE_SENSITIVE,
            content=number == 0,
            subpages=True if number == 100 else None,
        )
        for number, name in NAMESPACES.items()
    }
    known = {
        "interwikis": frozenset(INTERWIKIS),
        "languages": frozenset(LANGUAGES),
        "local_interwikis": frozenset({LOCAL_INTERWIKI}),
        "article_url": "https://wiki.example.org/wiki/$1",
    }
    return Site("devwiki", namespaces, **{**known, **settings})


SITE = make_site()


def make_page(
    text="", title="Page", *, site=SITE, redirects=None, categories=None, row=None, **facts
) -> Page:
    """A page as fetched; `redirects` maps a title to the titles of its redirects."""
    facets: dict[AnyFacet, object] = {
        INFO: None,
        TEXT: text,
        REDIRECT_FLAG: facts.get("redirect", False),
    }
    if categories is not None:
        facets[Categories()] = frozenset(site.title(one, 14) for one in categories)
    shared: dict[AnyFacet, object] = {
        Known(RedirectsTo(to=site.title(to), double=True)): tuple(
            Candidate(site.title(one)) for one in names
        )
        for to, names in (redirects or {}).items()
    }
    candidate = facts.pop("candidate", None) or Candidate(site.title(title), row=row)
    facts.setdefault("redirect", False)
    facts.setdefault("length", len(text.encode(errors="surrogatepass")))
    return Page(candidate, site, facets=facets, shared=shared, **facts)


def result(action: Action, text: str, **facts) -> str:
    """What the action makes of the text, once it is proved that twice is the same."""
    page = make_page(text, **facts)
    missing = set(action.needs(page.site)) - {*page.facets, *page.shared}
    assert not missing, f"the test's page lacks {missing}"
    after = action.rewrite(page)
    assert action.rewrite(page.with_text(after)) == after, "a second run changes it again"
    return after


def changes(action: Action, before: str, after: str, **facts) -> None:
    """Assert that the action turns one text into the other, once and for all."""
    assert before != after, "use `leaves` for a text that stays"
    assert result(action, before, **facts) == after


def leaves(action: Action, text: str, **facts) -> None:
    """Assert that the action has nothing to do on the text."""
    assert result(action, text, **facts) == text


def keeps(one: Filter, text: str = "", **facts) -> bool:
    """Whether the filter keeps a page with this text."""
    return one.keep(make_page(text, **facts))


def holds(condition: Condition, before: str, after: str, **facts) -> bool:
    """Whether the condition is true of the edit from one text to the other."""
    return condition.holds(make_page(before, **facts), after)

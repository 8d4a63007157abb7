"""How each facet of a test's page is given: one table, from facets to what answers them.

`WAYS` names every facet, and every question that is asked once for a task. An answer is what was
given, or what follows from it; whatever does not is told by NotGiven, never guessed.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeVar

from bot.page import AnyFacet, Candidate, Info, Text
from bot.services.given_facts import Facts, Groups, LinkedFrom
from bot.services.given_unknown import NotGiven, UnknownCreation, UnknownCreator, UnknownEdit
from bot.site import CATEGORY, FILE
from bot.titles import Title
from bot.wiki import (
    Categories,
    CategoryMembers,
    Contributors,
    Disambiguation,
    Edited,
    Editors,
    ExternalLinks,
    FirstRevision,
    Incoming,
    IncomingLinks,
    Known,
    Language,
    LastRevision,
    LinkedPages,
    LinksOn,
    MemberType,
    Namespaces,
    Property,
    Protection,
    RedirectFlag,
    RedirectsTo,
    Restriction,
    Revision,
    Sha1,
    ShownFiles,
    UsedTemplates,
)
from bot.wiki.facts import Rendered
from bot.wikitext.addresses import find_addresses

T = TypeVar("T")
Found = tuple[Candidate, ...]
_KINDS: Final[Mapping[int, MemberType]] = {CATEGORY: "subcat", FILE: "file"}


def answer(facet: AnyFacet, facts: Facts) -> object:
    """What a facet of the page is; raises NotGiven, whose key is empty where no key gives it."""
    asked = facet.query if isinstance(facet, Known) else facet
    kind = type(asked)
    if kind not in WAYS:
        raise NotGiven("")
    try:
        return WAYS[kind](facts, asked)
    except NotGiven:
        if facts.given.exists or kind not in _OF_NO_PAGE:
            raise
        return _OF_NO_PAGE[kind]


def _given(value: T | None, key: str, why: str = "") -> T:
    if value is None:
        raise NotGiven(key, why)
    return value


def _text(facts: Facts, _: Text) -> str:
    return _given(facts.text, "text")


def _sha1(facts: Facts, _: Sha1) -> str:
    return hashlib.sha1(_given(facts.text, "text").encode(), usedforsecurity=False).hexdigest()


def _redirect(facts: Facts, _: RedirectFlag) -> bool:
    if facts.given.redirect is None and facts.found:
        return facts.found.redirect is not None
    return _given(facts.given.redirect, "redirect")


def _categories(facts: Facts, _: Categories) -> frozenset[Title]:
    """Those in the text if there are any; a page without some is one whose templates bring them."""
    if facts.categories is None and facts.found and facts.found.categories:
        return facts.found.categories
    return _given(facts.categories, "categories")


def _templates(facts: Facts, asked: UsedTemplates) -> frozenset[Title]:
    """By a redirect that is known to be one, its target is used, too."""
    used = facts.templates
    if used is None:
        used = _given(facts.found, "templates").templates
    redirects = facts.redirects or {}
    owners = {one for one in redirects if one is not None} if asked.among is None else asked.among
    through = {one for one in owners if not used.isdisjoint(_of(redirects, one))}
    return frozenset(used | through if asked.among is None else (used | through) & asked.among)


def _files(facts: Facts, asked: ShownFiles) -> frozenset[Title]:
    written = None if facts.found is None else facts.found.files
    files = _shown(facts, "files", facts.files, written, asked.among)
    return files if asked.among is None else files & asked.among


def _links(facts: Facts, asked: LinkedPages) -> frozenset[Title]:
    written = None if facts.found is None else facts.found.links
    links = _shown(facts, "links", facts.links, written, asked.among)
    links = links if asked.among is None else links & asked.among
    return frozenset(one for one in links if _in(one, asked.namespaces))


def _external_links(facts: Facts, _: ExternalLinks) -> frozenset[str]:
    given = facts.given.external_links
    written = None if facts.text is None else frozenset(find_addresses(facts.text, facts.site))
    return _shown(facts, "external_links", None if given is None else frozenset(given), written)


def _shown(
    facts: Facts,
    key: str,
    given: frozenset[T] | None,
    written: frozenset[T] | None,
    among: frozenset[T] | None = None,
) -> frozenset[T]:
    """What readers see: that of the text, where no template may bring more that is asked for."""
    if given is not None:
        return given
    whole = facts.found is not None and not facts.found.templates
    if written is not None and (whole or (among is not None and among <= written)):
        return written
    raise NotGiven(key, "" if written is None else "since the templates in its text may bring some")


def _property(facts: Facts, asked: Property) -> str | None:
    given = _given(facts.given.properties, "properties")
    values = given if isinstance(given, Mapping) else dict.fromkeys(given, "")
    return values.get(asked.name)


def _disambiguation(facts: Facts, _: Disambiguation) -> bool:
    return _given(facts.given.disambiguation, "disambiguation")


def _language(facts: Facts, _: Language) -> str:
    return _given(facts.given.language, "language")


def _protection(facts: Facts, _: Protection) -> tuple[Restriction, ...]:
    given = _given(facts.given.protected, "protected")
    return tuple(Restriction(action, level) for action, level in given.items())


def _rendered(facts: Facts, _: Rendered) -> str:
    return _given(facts.given.rendered, "rendered")


def _edited(facts: Facts, _: Edited) -> object:
    return _given(facts.last_edited, "last_edited")


def _last_revision(facts: Facts, _: LastRevision) -> Revision:
    editor = _given(facts.last_editor, "last_editor")
    at = facts.last_edited or UnknownEdit(1, 1, 1)
    return Revision(
        revid=facts.given.revid or 0, parent=0, user=editor, timestamp=at, sha1="", summary=""
    )


def _first_revision(facts: Facts, _: FirstRevision) -> Revision:
    """Of a page that only when or only who is given, the other is asked for when it matters."""
    if not (facts.given.exists or facts.created or facts.creator):
        raise NotGiven("created")
    user = facts.creator if facts.creator is not None else UnknownCreator()
    at = facts.created or UnknownCreation(1, 1, 1)
    return Revision(revid=0, parent=0, user=user, timestamp=at, sha1="", summary="")


def _contributors(facts: Facts, _: Contributors) -> Editors:
    return _given(facts.editors, "edited_by")


def _incoming(facts: Facts, asked: Incoming) -> IncomingLinks:
    def counts(one: LinkedFrom) -> bool:
        return (
            one.title != facts.title
            and _in(one.title, asked.namespaces)
            and not any(pattern.search(one.title.text) for pattern in asked.unlike)
            and one.categories.isdisjoint(asked.not_in)
            and not (asked.not_disambiguations and one.disambiguation)
            and (one.written or not asked.written)
        )

    linking = sorted({one.title for one in _given(facts.linked_from, "linked_from") if counts(one)})
    return IncomingLinks(tuple(linking[: asked.enough]), more=len(linking) >= asked.enough)


def _redirects_to(facts: Facts, asked: RedirectsTo) -> Found:
    groups = _given(facts.redirects, "redirects")
    targets = (asked.to,) if isinstance(asked.to, Title) else asked.to
    found = dict.fromkeys(one for target in targets for one in _of(groups, target))
    return tuple(Candidate(one, redirect=True) for one in found if _in(one, asked.namespaces))


def _links_on(facts: Facts, asked: LinksOn) -> Found:
    """Of the links on these pages only whether they lead to the page of the test is known."""
    listed = not _given(facts.in_list, "in_list").isdisjoint(asked.pages)
    shown = asked.which in {"all", "blue" if facts.given.exists else "red"}
    counts = listed and shown and _in(facts.title, asked.namespaces)
    return (Candidate(facts.title),) if counts else ()


def _category_members(facts: Facts, asked: CategoryMembers) -> Found:
    """The subcategories, and the page of the test; other members are not known."""
    alone = asked.types == ("subcat",)
    groups = facts.subcategories or {}
    if alone or asked.depth != 0:
        groups = _given(facts.subcategories, "subcategories")
    levels = list(_levels(groups, asked.category))
    entered = levels if asked.depth is None else levels[: asked.depth + 1]
    below = levels[1:] if asked.depth is None else levels[1 : asked.depth + 2]
    found = [one for level in below for one in level] if "subcat" in asked.types else []
    if not alone and _KINDS.get(facts.title.namespace, "page") in asked.types:
        categories = _categories(facts, Categories())
        if not categories.isdisjoint(one for level in entered for one in level):
            found.append(facts.title)
    return tuple(Candidate(one) for one in dict.fromkeys(found) if _in(one, asked.namespaces))


def _levels(groups: Groups, category: Title) -> Iterator[Collection[Title]]:
    """The category, those right below it, those below these, each once."""
    seen, level = {category}, [category]
    while level:
        yield level
        below = dict.fromkeys(one for parent in level for one in _of(groups, parent))
        level = [one for one in below if one not in seen]
        seen.update(level)


def _of(groups: Groups, owner: Title) -> tuple[Title, ...]:
    return groups.get(None, ()) or groups.get(owner, ())


def _in(title: Title, namespaces: Namespaces) -> bool:
    return namespaces is None or title.namespace in namespaces


def _info(facts: Facts, _: Info) -> None:
    """What the page itself has."""
    del facts


# Each takes its own kind of facet or question, by which it stands here.
WAYS: Final[Mapping[type, Callable[[Facts, Any], object]]] = {
    Categories: _categories,
    CategoryMembers: _category_members,
    Contributors: _contributors,
    Disambiguation: _disambiguation,
    Edited: _edited,
    ExternalLinks: _external_links,
    FirstRevision: _first_revision,
    Incoming: _incoming,
    Info: _info,
    Language: _language,
    LastRevision: _last_revision,
    LinkedPages: _links,
    LinksOn: _links_on,
    Property: _property,
    Protection: _protection,
    RedirectFlag: _redirect,
    RedirectsTo: _redirects_to,
    Rendered: _rendered,
    Sha1: _sha1,
    ShownFiles: _files,
    Text: _text,
    UsedTemplates: _templates,
}

# What a wiki says of a page that does not exist. Others may link to it, and it may be protected.
_OF_NO_PAGE: Final[Mapping[type, object]] = {
    Categories: frozenset(),
    Contributors: Editors(),
    Disambiguation: False,
    Edited: None,
    ExternalLinks: frozenset(),
    FirstRevision: None,
    Language: "",
    LastRevision: None,
    LinkedPages: frozenset(),
    Property: None,
    RedirectFlag: False,
    Rendered: "",
    Sha1: "",
    ShownFiles: frozenset(),
    Text: "",
    UsedTemplates: frozenset(),
}

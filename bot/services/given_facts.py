"""What a task's test gives of its page, read by the rules of a site. Asks no wiki."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeVar

from bot.errors import UsageError
from bot.filters.naming import user_name
from bot.moments import read_moment
from bot.options import title_in
from bot.site import CATEGORY, FILE, TEMPLATE, Site
from bot.task import Given
from bot.titles import Title
from bot.wiki import Editors
from bot.wikitext.extract import Extracted, extract
from bot.wikitext.saved import as_saved

T = TypeVar("T")
_ANY_NAME: Final = "Page"  # the title of a page of which none is given, for plugins that do not ask

Groups = Mapping[Title | None, tuple[Title, ...]]  # by what they belong to; under None: to anything


@dataclass(frozen=True, slots=True)
class LinkedFrom:
    """Another page, which links to the one of the test."""

    title: Title
    categories: frozenset[Title]
    disambiguation: bool
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is given, titles and names understood; None is what is not given.

    `text` is as the wiki would save it, `found` what stands in it. Ages count back from `now`.
    """

    given: Given
    site: Site
    now: datetime
    title: Title
    text: str | None
    found: Extracted | None
    categories: frozenset[Title] | None
    subcategories: Groups | None
    templates: frozenset[Title] | None
    files: frozenset[Title] | None
    links: frozenset[Title] | None
    linked_from: tuple[LinkedFrom, ...] | None
    redirects: Groups | None
    in_list: frozenset[Title] | None
    created: datetime | None
    creator: str | None
    last_edited: datetime | None
    last_editor: str | None
    editors: Editors | None
    via: tuple[Title, ...]


def read_facts(given: Given, site: Site) -> Facts:
    """The facts of a test; raises UsageError, which names the key, and InvalidTitle."""
    title = _title(given, site)
    text = None if given.text is None else as_saved(given.text)
    now = datetime.now(UTC)

    def moment(value: str | None) -> datetime | None:
        return None if value is None else read_moment(value, now)

    category = partial(title_in, namespace=CATEGORY, what="a category", site=site)
    file = partial(title_in, namespace=FILE, what="a file", site=site)
    template = partial(site.title, namespace=TEMPLATE)
    user = partial(user_name, site=site)
    return Facts(
        given=given,
        site=site,
        now=now,
        title=title,
        text=text,
        found=None if text is None else extract(text, site, title),
        categories=_set("categories", given.categories, category),
        subcategories=_groups("subcategories", given.subcategories, category),
        templates=_set("templates", given.templates, template),
        files=_set("files", given.files, file),
        links=_set("links", given.links, site.title),
        linked_from=_linked_from(given, site.title, category),
        redirects=_groups("redirects", given.redirects, site.title),
        in_list=_set("in_list", given.in_list, site.title),
        created=moment(given.created),
        creator=_one("creator", given.creator, user),
        last_edited=moment(given.last_edited),
        last_editor=_one("last_editor", given.last_editor, user),
        editors=_editors(given, user),
        via=_each("via", given.via, site.title),
    )


def _title(given: Given, site: Site) -> Title:
    number = None if given.namespace is None else site.namespace(given.namespace)
    if given.title is None:
        return site.in_namespace(number or 0, _ANY_NAME)
    title = site.title(given.title)
    if number is not None and number != title.namespace:
        raise UsageError(
            f"`given`: {given.title!r} is not in the namespace {given.namespace!r}; "
            "write the title with its namespace, and leave `namespace` out"
        )
    return title


def _each(key: str, names: tuple[str, ...], read: Callable[[str], T]) -> tuple[T, ...]:
    try:
        return tuple(map(read, names))
    except UsageError as error:
        raise UsageError(f"`given.{key}`: {error}") from error


def _one(key: str, name: str | None, read: Callable[[str], T]) -> T | None:
    return None if name is None else _each(key, (name,), read)[0]


def _set(
    key: str, names: tuple[str, ...] | None, read: Callable[[str], Title]
) -> frozenset[Title] | None:
    return None if names is None else frozenset(_each(key, names, read))


def _groups(
    key: str,
    names: tuple[str, ...] | Mapping[str, tuple[str, ...]] | None,
    read: Callable[[str], Title],
) -> Groups | None:
    """A bare list belongs to whatever is asked about."""
    if names is None:
        return None
    if not isinstance(names, Mapping):
        return {None: _each(key, names, read)}
    owners = _each(key, tuple(names), read)
    return {
        owner: _each(key, group, read) for owner, group in zip(owners, names.values(), strict=True)
    }


def _linked_from(
    given: Given, page: Callable[[str], Title], category: Callable[[str], Title]
) -> tuple[LinkedFrom, ...] | None:
    if given.linked_from is None:
        return None
    key = "linked_from"
    return tuple(
        LinkedFrom(
            _each(key, (one.title,), page)[0],
            frozenset(_each(key, one.categories, category)),
            one.disambiguation,
            one.written,
        )
        for one in given.linked_from
    )


def _editors(given: Given, user: Callable[[str], str]) -> Editors | None:
    """A wiki counts those without an account, and names all others."""
    if given.edited_by is None:
        return None
    names = frozenset(_each("edited_by", given.edited_by, user))
    users = frozenset(name for name in names if not _is_address(name))
    return Editors(users, len(names - users))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

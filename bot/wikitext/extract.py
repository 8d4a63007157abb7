"""What MediaWiki's link tables would hold of a page, as far as its own text tells.

Templates are not expanded: what their parameters say counts as written, what they themselves
bring is unknown, and so are the targets of redirected or missing templates. Reads; never writes.
"""

from dataclasses import dataclass

from bot.site import FILE, SPECIAL, Site
from bot.titles import LinkTarget, Title
from bot.wikitext.links import MEDIA, find_links
from bot.wikitext.redirects import Redirect, find_redirect
from bot.wikitext.templates import template_titles


@dataclass(frozen=True, slots=True)
class Extracted:
    """The rows of `redirect`, `pagelinks`, `categorylinks`, `imagelinks` and `templatelinks`.

    A redirect's target is also among its `links`. Links to other wikis, to special pages, to the
    page itself (unless with a fragment) and to a section of it are in none.
    """

    redirect: LinkTarget | None
    links: frozenset[Title]
    categories: frozenset[Title]
    files: frozenset[Title]
    templates: frozenset[Title]


def extract(text: str, site: Site, page: Title) -> Extracted:
    """Read the wikitext of `page`."""
    redirect, links, categories, files = _linked(text, site, page)
    rest = text if redirect is None else text[redirect.end :]
    return Extracted(
        redirect.target if redirect else None,
        frozenset(links),
        frozenset(categories),
        frozenset(files),
        frozenset(template_titles(rest, site, page)),
    )


def linked_titles(text: str, site: Site, page: Title) -> frozenset[Title]:
    """The `links` of what is extracted, alone."""
    _, links, _, _ = _linked(text, site, page)
    return frozenset(links)


def shown_files(text: str, site: Site, page: Title) -> frozenset[Title]:
    """The `files` of what is extracted, alone."""
    *_, files = _linked(text, site, page)
    return frozenset(files)


def _linked(
    text: str, site: Site, page: Title
) -> tuple[Redirect | None, set[Title], set[Title], set[Title]]:
    """The redirect that the text is, and the links, categories and files in it."""
    redirect = find_redirect(text, site)
    links: set[Title] = set()
    categories: set[Title] = set()
    files: set[Title] = set()
    if redirect is not None:
        text = text[redirect.end :]
        target = redirect.target.title
        if target is not None and target.namespace != SPECIAL:
            links.add(_as_file(target, site) if target.namespace == MEDIA else target)
    for link in find_links(text, site, page):
        title = link.target.title
        if title is None or title.namespace == SPECIAL:
            continue
        if link.kind == "category":
            categories.add(title)
        elif link.kind == "link" and title.namespace == MEDIA:
            files.add(_as_file(title, site))
        elif link.kind in {"link", "option"}:
            if title != page or link.target.fragment or link.kind == "option":
                links.add(title)
        elif title.namespace == FILE:
            files.add(title)
    return redirect, links, categories, files


def _as_file(title: Title, site: Site) -> Title:
    return site.in_namespace(FILE, title.name)

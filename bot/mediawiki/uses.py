"""What a page uses, out of its entry: templates, files, links; and how to ask for some alone."""

from collections.abc import Mapping

from bot.mediawiki.answers import Entry
from bot.mediawiki.listing import namespace_option
from bot.site import Site
from bot.titles import Title
from bot.wiki import ExternalLinks, LinkedPages, ShownFiles, UsedTemplates
from bot.wiki.facts import Among


def templates(entry: Entry, facet: UsedTemplates) -> frozenset[Title]:
    """What a page transcludes."""
    return _titles(entry, "templates", facet.among)


def files(entry: Entry, facet: ShownFiles) -> frozenset[Title]:
    """The files that a page shows."""
    return _titles(entry, "images", facet.among)


def links(entry: Entry, facet: LinkedPages) -> frozenset[Title]:
    """The pages that a page links to."""
    found = _titles(entry, "links", facet.among)
    if facet.namespaces is None:
        return found
    return frozenset(title for title in found if title.namespace in facet.namespaces)


def addresses(entry: Entry, _: ExternalLinks) -> frozenset[str]:
    """The addresses that a page links to."""
    return frozenset(one["url"] for one in entry.get("extlinks", ()))


def narrow_templates(facet: UsedTemplates, _: Site) -> Mapping[str, str]:
    """The parameters by which others are left out."""
    return _named("tltemplates", facet.among)


def narrow_files(facet: ShownFiles, _: Site) -> Mapping[str, str]:
    """The parameters by which others are left out."""
    return _named("imimages", facet.among)


def narrow_links(facet: LinkedPages, site: Site) -> Mapping[str, str]:
    """The parameters by which others are left out."""
    namespaces = namespace_option(site, facet.namespaces)
    return {
        **_named("pltitles", facet.among),
        **({"plnamespace": namespaces} if namespaces else {}),
    }


def _titles(entry: Entry, key: str, among: Among) -> frozenset[Title]:
    found = frozenset(Title(one["ns"], one["title"]) for one in entry.get(key, ()))
    return found if among is None else found & among


def _named(parameter: str, among: Among) -> Mapping[str, str]:
    return {parameter: "|".join(title.text for title in among)} if among else {}

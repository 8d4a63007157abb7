"""What readers see of a link that has no label. Parser::handleInternalLinks2 again."""

from bot.site import Site
from bot.titles import Title
from bot.wikitext.links import decoded_target, subpage


def shown_text(target: str, site: Site, page: Title) -> str:
    """The words that `[[target]]` shows on `page`, as wikitext that shows the same in a label.

    `target` is as written; a blank before it does not show, one behind it does.
    """
    text = decoded_target(target)
    if text.startswith(":"):
        text = text[1:]
    elif site.namespaces[page.namespace].has_subpages:
        text = _subpage_text(text, page)
    # in a label, unlike in a target, quotes are bold and italics
    return text.replace("''", "&#39;&#39;")


def _subpage_text(text: str, page: Title) -> str:
    path, hash_sign, fragment = text.partition("#")
    path = path.strip()
    if path.startswith("/"):
        bare = path.rstrip("/")
        return (bare[1:] if bare != path else path) + hash_sign + fragment
    full = subpage(text, page)
    if full != text and path.endswith("/"):
        while path.startswith("../"):
            path = path[3:]
        return path.rstrip("/") + hash_sign + fragment or full
    return full

"""The references and external links of a text, told apart by what must not get lost of them."""

import re

from bot.site import Site
from bot.wikitext.live import live_texts
from bot.wikitext.regions import find_regions

_NAME = re.compile(r"\bname\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'/>]+))", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:|ftps?:)?//[^\s<>\"\[\]{}|\x7f]+", re.IGNORECASE)
REF = "ref"


def reference_names(text: str, site: Site) -> list[str]:
    """One entry for each `<ref>`, its name or an empty text; those in templates count."""
    names: list[str] = []
    pending = [text]
    while pending:
        part = pending.pop()
        for region in find_regions(part, site, whole=True):
            if region.name == REF:
                found = _NAME.search(part, region.start, region.inner_start)
                names.append(next(filter(None, found.groups()), "").strip() if found else "")
            elif region.name in {"references", "poem"}:
                pending.append(part[region.inner_start : region.inner_end])
    return names


def external_addresses(text: str, site: Site) -> list[str]:
    """The addresses of external links, those in references and template parameters included."""
    if "//" not in text:
        return []
    return [
        address
        for live in live_texts(text, site, whole=True)
        for address in _ADDRESS.findall(live.text)
    ]

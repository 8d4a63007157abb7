"""The caption of a gallery, which stands in its tag and is wikitext all the same.

Finds it as Sanitizer::decodeTagAttributes does; MediaWiki reads no links in other attributes.
"""

import re
from typing import Final, NamedTuple

_ATTRIBUTE: Final = re.compile(
    r"""([^\t\n\f\r />][^\t\n\f\r />=]*)
    (?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)(?:"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\f\r >]*)))?""",
    re.VERBOSE,
)
_BLANKS: Final = str.maketrans("\t\r\n", "   ")
BARE: Final = " "


class Caption(NamedTuple):
    """The text of a caption, each blank in it a space, and where in the source it begins.

    `quote` is the sign that would end it: a quote, or BARE where it stands in none.
    """

    text: str
    start: int
    quote: str


def gallery_caption(text: str, start: int, stop: int) -> Caption | None:
    """The caption among the attributes in `text[start:stop]`; of several the last counts."""
    found = None
    for attribute in _ATTRIBUTE.finditer(text, start, stop):
        if attribute[1].lower() == "caption":
            found = attribute
    if found is None or found.lastindex == 1:
        return None
    group = found.lastindex or 0
    quote = {2: '"', 3: "'"}.get(group, BARE)
    return Caption(found[group].translate(_BLANKS), found.start(group), quote)


def within(text: str, quote: str) -> str:
    """`text` so that it ends no attribute whose value ends with `quote`; read, it is the same."""
    return text.replace("&#", "&amp;#").replace(quote, f"&#{ord(quote)};") if quote else text

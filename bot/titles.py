"""Titles and namespaces as MediaWiki writes them; a wiki's own settings are in `site`."""

from dataclasses import dataclass, field
from typing import NamedTuple

_SUBPAGES = frozenset({1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 15})


class Title(NamedTuple):
    """A page's name: namespace number and full text, prefix included, spaces for underscores.

    Made by `Site.title` from what a person wrote, or taken as it is from a wiki's answer; both
    give the same text for the same page, so titles compare and hash as they are.
    """

    namespace: int
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """The text without the namespace prefix: `Mercury` of `Talk:Mercury`."""
        return self.text if self.namespace == 0 else self.text.partition(":")[2]

    @property
    def is_talk(self) -> bool:
        """Whether it is a talk page: their namespaces have the odd numbers (NamespaceInfo)."""
        return self.namespace > 0 and self.namespace % 2 == 1


@dataclass(frozen=True, slots=True)
class Namespace:
    """One namespace: its number, its names, and whether its titles begin with a capital.

    `subpages` tells whether `[[/Notes]]` there is a link to a subpage; None where nobody told,
    which means MediaWiki's default ($wgNamespacesWithSubpages).
    """

    id: int
    name: str
    canonical: str
    aliases: tuple[str, ...] = ()
    first_letter: bool = True
    content: bool = False
    subpages: bool | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to, the local one first."""
        return (self.name, self.canonical, *self.aliases)

    @property
    def has_subpages(self) -> bool:
        """Whether a slash at the start of a link is read as the way to a subpage."""
        return self.id in _SUBPAGES if self.subpages is None else self.subpages


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What stands left of the pipe in a link, understood: exactly one of title and interwiki.

    `title` is None for a link to a section of the same page (`[[#History]]`) and for an
    interwiki link; `colon` tells a leading colon, which makes `[[:File:X.jpg]]` a plain link.
    """

    title: Title | None
    fragment: str = ""
    interwiki: str = ""
    colon: bool = field(default=False, compare=False)

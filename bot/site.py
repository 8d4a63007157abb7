"""What a wiki says of itself, and the rules by which it reads titles; it asks nothing.

The rules follow MediaWikiTitleCodec::splitTitleString and Title::newFromText (MediaWiki 1.39).
"""

import html
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from bot.errors import InvalidTitle, UsageError
from bot.titles import LinkTarget, Namespace, Title

_SPACES = regex.compile("[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_BIDI_MARKS = regex.compile("[\u200e\u200f\u202a-\u202e]+")
# Sanitizer::CHAR_REFS_REGEX: unlike in HTML, only with its semicolon
_ENTITY = regex.compile(r"&(?:[A-Za-z0-9]+|#[0-9]+|#[xX][0-9A-Fa-f]+);")
_PREFIX = regex.compile("^(.+?) *: *(.*)$", regex.DOTALL)
_ILLEGAL = regex.compile(
    r"[\x00-\x1f\x7f#<>\[\]|{}\ufffd\ud800-\udfff]|%[0-9A-Fa-f]{2}|&[A-Za-z0-9#]+;"
)
_SEVERAL = regex.compile(r".*[,;|]|-?[0-9]+ ", regex.DOTALL)
_DOTS = regex.compile(r"^\.{1,2}$|^\.{1,2}/|/\.{1,2}/|/\.{1,2}$")
_DOTTED_I = frozenset({"az", "kaa", "kk-latn", "tr"})  # LanguageTr.php, LanguageAz.php, …
_LONGEST = 255  # bytes, MediaWikiTitleCodec; 512 in Special:
_KNOWN_TITLES = 100_000  # how many parsed links one site remembers; a bound, not a tuning knob
SPECIAL = -1
FILE, CATEGORY, TEMPLATE = 6, 14, 10
TALK = 1
USER = 2
USER_TALK = 3


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are on the wiki: `name` is an address when `anonymous`."""

    name: str = ""
    anonymous: bool = True
    groups: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may carry (API:Etiquette; raised by the right `apihighlimits`).

    `titles` is for titles, ids and revisions with text; `listing` for lists without text.
    """

    titles: int = 50
    listing: int = 500


@dataclass(frozen=True, eq=False)
class Site:
    """A wiki's namespaces, case rules, interwikis, words and limits, and our account there.

    `wiki` is its name in user-config.yaml; `redirect_words` carry their `#` and are matched
    whatever their case; `link_trail` is a regular expression for the letters after `]]` that
    belong to the link's visible text; `article_url` has `$1` where a title goes, or is empty;
    `extension_tags` are the tags like nowiki and ref (siprop=extensiontags), or None where nobody
    told, which means the usual ones; `local_interwikis` are prefixes that lead back to this very
    wiki. `identity` is the same for the same wiki whatever the config calls it.
    """

    wiki: str
    namespaces: Mapping[int, Namespace]
    interwikis: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    redirect_words: tuple[str, ...] = ("#REDIRECT",)
    link_trail: str = "[a-z]+"
    language: str = "en"
    version: str = ""
    article_url: str = ""
    account: Account = Account()
    limits: Limits = Limits()
    summary_length: int = 500
    extension_tags: frozenset[str] | None = None
    local_interwikis: frozenset[str] = frozenset()
    identity: str = ""
    _links: dict[str, LinkTarget] = field(default_factory=dict, repr=False)
    _ids: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for namespace in self.namespaces.values():
            for name in namespace.names:
                self._ids[_folded(name)] = namespace.id

    def namespace_id(self, name: str) -> int | None:
        """The number of a namespace by any of its names (case and underscores do not matter)."""
        return self._ids.get(_folded(name))

    def namespace(self, text: str) -> int:
        """The number that a person's `namespace:` means: a number, a name, an alias, `(main)`.

        Raises UsageError, with the wiki's own names, for one that this wiki does not have.
        """
        text = text.strip()
        number: int | None
        if text.removeprefix("-").isdecimal():
            number = int(text)
            number = number if number in self.namespaces else None
        elif text.casefold() in {"main", "(main)", "article"}:
            number = self._ids.get(_folded(text), 0)
        else:
            number = self.namespace_id(text)
        if number is None:
            names = ", ".join(
                f"{one.id} {one.name or '(main)'}" for one in self.namespaces.values()
            )
            several = _SEVERAL.match(text)
            hint = "; several are a list, as in [0, 1], or --namespace twice" if several else ""
            raise UsageError(f"no namespace {text!r} on {self.wiki}{hint}; it has {names}")
        return number

    def title(self, text: str, namespace: int = 0) -> Title:
        """The page that a person means by `text`; a text without prefix is in `namespace`.

        Raises InvalidTitle for a text that no page can have, and for an interwiki or a bare
        fragment, which are links but not pages of this wiki.
        """
        target = self.link(text, namespace)
        if target.interwiki:
            raise InvalidTitle(
                f"{text!r} is a page of another wiki ({target.interwiki}:), not of {self.wiki}"
            )
        if target.title is None:
            raise InvalidTitle(f"{text!r} names a section but no page")
        return target.title

    def link(self, text: str, namespace: int = 0) -> LinkTarget:
        """What the left side of a link, as written, points to; raises InvalidTitle."""
        key = text if namespace == 0 else f"{namespace}\0{text}"
        known = self._links.get(key)
        if known is None:
            if len(self._links) >= _KNOWN_TITLES:
                self._links.clear()
            known = self._links[key] = self._parse(text, namespace)
        return known

    def in_namespace(self, namespace: int, name: str) -> Title:
        """The title of a name without prefix, normalised by that namespace's case rule."""
        home = self.namespaces[namespace]
        if home.first_letter:
            name = self.capitalise(name)
        return Title(namespace, f"{home.name}:{name}" if home.name else name)

    def special(self, name: str) -> Title:
        """The special page with this name."""
        if SPECIAL in self.namespaces:
            return self.in_namespace(SPECIAL, name)
        return Title(SPECIAL, f"Special:{name}")

    def capitalise(self, name: str) -> str:
        """`name` with its first letter as MediaWiki would raise it (Language::ucfirst)."""
        first = name[:1]
        if first == "i" and self.language in _DOTTED_I:
            return "İ" + name[1:]
        upper = first.upper()
        return upper + name[1:] if len(upper) == 1 else name

    def page_url(self, title: Title) -> str:
        """Where a reader finds the page, or an empty text where the wiki has no address."""
        if not self.article_url:
            return ""
        escaped = "".join(
            chr(byte) if chr(byte) in _URL_SAFE else f"%{byte:02X}"
            for byte in title.text.replace(" ", "_").encode()
        )
        return self.article_url.replace("$1", escaped)

    def _parse(self, text: str, namespace: int) -> LinkTarget:
        rest = unicodedata.normalize("NFC", _ENTITY.sub(lambda one: html.unescape(one[0]), text))
        rest = _SPACES.sub(" ", _BIDI_MARKS.sub("", rest)).strip(" ")
        colon = rest.startswith(":")
        if colon:
            rest, namespace = rest[1:].lstrip(" "), 0
        interwiki = ""
        while match := _PREFIX.match(rest):
            prefix, tail = match.groups()
            number = self.namespace_id(prefix)
            if number is not None:
                self._refuse_nested_talk(text, number, tail)
                namespace, rest = number, tail
                break
            if prefix.casefold() in self.local_interwikis:
                rest, colon = tail, True  # like an initial colon
                continue
            if prefix.casefold() not in self.interwikis:
                break
            interwiki, rest, namespace = prefix.casefold(), tail, 0
            if rest.startswith(":"):
                rest = rest[1:].lstrip(" ")
            break
        rest, hash_sign, fragment = rest.partition("#")
        rest = rest.rstrip(" ")
        if interwiki:
            return LinkTarget(None, fragment, interwiki, colon)
        if not rest:
            if hash_sign and not namespace:
                return LinkTarget(None, fragment, "", colon)
            raise InvalidTitle(f"{text!r} is not a page title: it is empty")
        self._refuse_illegal(text, namespace, rest)
        return LinkTarget(self.in_namespace(namespace, rest), fragment, "", colon)

    def _refuse_nested_talk(self, text: str, number: int, tail: str) -> None:
        """`Talk:File:X` looks like the talk page of File:X, so MediaWiki refuses it."""
        if number == TALK and (match := _PREFIX.match(tail)):
            inner = match[1]
            prefixes = self.interwikis | self.local_interwikis
            if self.namespace_id(inner) is not None or inner.casefold() in prefixes:
                raise InvalidTitle(f"{text!r} is not a page title: the prefix after Talk: is one")

    def _refuse_illegal(self, text: str, namespace: int, name: str) -> None:
        if bad := _ILLEGAL.search(name):
            raise InvalidTitle(f"{text!r} is not a page title: {bad[0]!r} may not stand in one")
        if name.startswith(":"):
            raise InvalidTitle(f"{text!r} is not a page title: it begins with a colon")
        if "~~~" in name:
            raise InvalidTitle(f"{text!r} is not a page title: it has the signature mark ~~~")
        if "." in name and _DOTS.search(name):
            raise InvalidTitle(f"{text!r} is not a page title: it is a relative path")
        if len(name.encode()) > _LONGEST and namespace != SPECIAL:
            raise InvalidTitle(
                f"{text[:60] + '…'!r} is not a page title: it is longer than {_LONGEST} bytes"
            )


_URL_SAFE = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/:!*(),;@$"
)


def _folded(name: str) -> str:
    return name.replace("_", " ").strip().casefold()


_CANONICAL = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}
_CORE_ALIASES = {6: ("Image",), 7: ("Image talk",)}


def plain_site(wiki: str = "no wiki") -> Site:
    """A site with MediaWiki's own English defaults, for task tests that name no wiki."""
    return Site(
        wiki,
        {
            number: Namespace(
                number, name, name, _CORE_ALIASES.get(number, ()), content=number == 0
            )
            for number, name in _CANONICAL.items()
        },
    )

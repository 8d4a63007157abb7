"""Items as rows of the table `item` and back, for every kind of `ITEM_KINDS`.

The codec of a kind is derived from its dataclass: a new kind needs nothing here as long as its
fields are of the types in `_coder`. Long texts are kept apart: `before` compressed with the
spans that lead to `after`, a lone `text` compressed. A digest over all of it guards an item.
"""

import dataclasses
import hashlib
import json
import types
import typing
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Union, get_args, get_origin

import regex

from bot.diff import Span, rebuild, spans
from bot.errors import BotError
from bot.plan import ITEM_KINDS, Item
from bot.titles import Title

Convert = Callable[[Any], Any]
Stored = dict[str, Any]
_COMMON = {field.name for field in dataclasses.fields(Item)}
_HALF = regex.compile("[\ud800-\udfff]")
_SHORT = 400  # below this many bytes compressing costs more than it saves


class Damaged(BotError):
    """A row of the ledger that is not what was written."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How the items of one kind are stored: the small fields with their converters, the texts.

    Those that are `optional` are None unless told, and then not stored: items of a version that
    did not know them stay what they were, digest and all.
    """

    kind: type[Item]
    small: tuple[tuple[str, Convert | None, Convert | None], ...]
    texts: tuple[str, ...]
    optional: frozenset[str]


_codecs: dict[type[Item], Codec] = {}


def codec(kind: type[Item]) -> Codec:
    """The codec of a kind of item; raises TypeError for a field of a type it does not know."""
    if kind in _codecs:
        return _codecs[kind]
    hints = typing.get_type_hints(kind)
    own = [field.name for field in dataclasses.fields(kind) if field.name not in _COMMON]
    if {"before", "after"} <= set(own):
        texts: tuple[str, ...] = ("before", "after")
    else:
        texts = ("text",) if "text" in own else ()
    small = tuple((name, *_coder(hints[name])) for name in own if name not in texts)
    optional = frozenset(field.name for field in dataclasses.fields(kind) if field.default is None)
    return _codecs.setdefault(kind, Codec(kind, small, texts, optional))


def stored(item: Item) -> Stored:
    """The columns of an item, all but plan and number."""
    row, texts = _small(item), _texts_of(item)
    raw = [_bytes(text) for text in texts]
    if texts:
        row["text"] = _packed(raw[0])
    if len(texts) > 1:
        change = [(span.start, len(span.removed), span.added) for span in spans(*texts)]
        packed = _bytes(json.dumps(change, ensure_ascii=False, separators=(",", ":")))
        row["change"] = packed if len(packed) < _SHORT else _packed(packed)
    row["digest"] = _digest(row, raw)
    return row


def item_digest(item: Item) -> bytes:
    """What `stored` has under `digest`, at a fraction of its cost: by it equal items are known."""
    return _digest(_small(item), [_bytes(text) for text in _texts_of(item)])


def _texts_of(item: Item) -> list[str]:
    return [getattr(item, name) for name in codec(type(item)).texts]


def _small(item: Item) -> Stored:
    """The columns without the texts and the digest."""
    how = codec(type(item))
    data = {
        name: getattr(item, name) if encode is None else encode(getattr(item, name))
        for name, encode, _ in how.small
        if getattr(item, name) is not None or name not in how.optional
    }
    links = [None if item.cause is None else [*item.cause], [*item.comes_after]]
    return {
        "kind": item.kind,
        "namespace": item.title.namespace,
        "title": item.title.text,
        "pageid": item.pageid,
        "links": _json(links) if links[0] or links[1] else "",
        "data": _json(data),
        "text": None,
        "change": None,
    }


def spelled(item: Item) -> Stored:
    """An item as JSON knows it, whole and by the names of its fields: for a file."""
    how = codec(type(item))
    encoders = {name: encode for name, encode, _ in how.small}
    own = {
        name: encode(getattr(item, name)) if encode else getattr(item, name)
        for name, encode in (encoders | dict.fromkeys(how.texts)).items()
        if getattr(item, name) is not None or name not in how.optional
    }
    cause = None if item.cause is None else [*item.cause]
    links = {"cause": cause, "comes_after": [*item.comes_after]}
    return {"kind": item.kind, "title": [*item.title], "pageid": item.pageid, **links, **own}


def unspelled(given: Mapping[str, Any], kinds: Mapping[str, type[Item]] = ITEM_KINDS) -> Item:
    """The item of `spelled`; raises KeyError, ValueError, TypeError for what is none."""
    how = codec(kinds[given["kind"]])
    own = {
        name: decode(given[name]) if decode else given[name]
        for name, _, decode in how.small
        if name in given or name not in how.optional
    }
    texts = {name: given[name] for name in how.texts}
    if not all(isinstance(text, str) for text in texts.values()):
        raise TypeError(f"a text of a {how.kind.kind} is none")
    cause = given["cause"]
    return how.kind(
        title=Title(*given["title"]),
        pageid=given["pageid"],
        cause=None if cause is None else Title(*cause),
        comes_after=tuple(given["comes_after"]),
        **own,
        **texts,
    )


def restored(row: Mapping[Any, Any], kinds: Mapping[str, type[Item]] = ITEM_KINDS) -> Item:
    """The item of a row; raises Damaged where the row is not as it was written."""
    if row["kind"] not in kinds:
        raise Damaged(
            f"item {row['number']} of plan {row['plan']} is of the kind {row['kind']!r}, which"
            " this version does not know; install the version that planned it"
        )
    how = codec(kinds[row["kind"]])
    try:
        data = json.loads(row["data"])
        fields = {
            name: data[name] if decode is None else decode(data[name])
            for name, _, decode in how.small
            if name in data
        }
        texts = _texts(row["text"], row["change"])[: len(how.texts)]
        cause, comes_after = json.loads(row["links"]) if row["links"] else (None, ())
        intact = _digest(row, [_bytes(text) for text in texts]) == bytes(row["digest"])
        fields.update(zip(how.texts, texts, strict=True))
    except (ValueError, TypeError, zlib.error) as error:
        raise _damaged(row) from error
    if not intact:
        raise _damaged(row)
    return how.kind(
        title=Title(row["namespace"], row["title"]),
        pageid=row["pageid"],
        cause=None if cause is None else Title(*cause),
        comes_after=tuple(comes_after),
        **fields,
    )


def _damaged(row: Mapping[Any, Any]) -> Damaged:
    return Damaged(
        f"item {row['number']} of plan {row['plan']} ({row['title']}) is damaged in the ledger;"
        " make the plan again"
    )


def _packed(text: bytes) -> bytes:
    """Compressed in haste: a window of 8 kB and small tables take two thirds of zlib's own time.

    For pages of usual size the result is as small: 53 % of running text.
    """
    packer = zlib.compressobj(level=1, wbits=13, memLevel=7)
    return packer.compress(text) + packer.flush()


def _texts(text: bytes | None, change: bytes | None) -> list[str]:
    if text is None:
        return []
    before = zlib.decompress(text).decode("utf-8", "surrogatepass")
    if change is None:
        return [before]
    packed = change if change[:1] == b"[" else zlib.decompress(change)
    found = [
        Span(start, before[start : start + length], added)
        for start, length, added in json.loads(packed)
    ]
    return [before, rebuild(before, found)]


def _digest(row: Mapping[Any, Any], texts: list[bytes]) -> bytes:
    """Over every field that says what the item does, each with its length before it."""
    names = (row["kind"], row["namespace"], row["title"], row["pageid"], row["links"], row["data"])
    pieces = [_bytes(str(name)) for name in names] + texts
    lengths = " ".join([str(len(piece)) for piece in pieces]).encode()
    return hashlib.sha256(b"\n".join([lengths, *pieces])).digest()[:16]


def _json(value: object) -> str:
    """As people read it, so that databases can look into it; escaped where it has half a pair."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() or _HALF.search(text) is None else json.dumps(value)


def _bytes(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which an export may hold, passes through."""
    return text.encode("utf-8", "surrogatepass")


def _coder(hint: Any) -> tuple[Convert | None, Convert | None]:
    """Converters to and from what JSON knows; None where nothing is to be done."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in (str, int, float, bool) or origin is Literal:
        return None, None
    if hint is datetime:
        return datetime.isoformat, datetime.fromisoformat
    if hint is Title:
        return list, lambda pair: Title(*pair)
    if origin in (Union, types.UnionType) and type(None) in inner:
        (rest,) = (one for one in inner if one is not type(None))
        return _optional(*_coder(rest))
    if origin is Mapping and inner == (str, str):
        return dict, None
    if origin is tuple and inner[1:] == (...,):
        encode, decode = _coder(inner[0])
        return _each(list, encode), _each(tuple, decode)
    raise TypeError(f"the ledger cannot keep a field of type {hint}")


def _optional(
    encode: Convert | None, decode: Convert | None
) -> tuple[Convert | None, Convert | None]:
    def unless_none(convert: Convert | None) -> Convert | None:
        return convert and (lambda value: None if value is None else convert(value))

    return unless_none(encode), unless_none(decode)


def _each(make: Convert, convert: Convert | None) -> Convert:
    return make if convert is None else lambda values: make(map(convert, values))

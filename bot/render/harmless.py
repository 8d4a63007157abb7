r"""Characters that a wiki's text may hold and a terminal or reader must not obey, made visible.

Control characters become `\x1b`; those that turn, hide or break text become `<U+202E>`. Line
feeds and tabs stay. Of the invisible ones the joiners stay: scripts and emoji need them.
"""

import re

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_SURROGATE = "\ud800-\udfff"
# Soft hyphen; zero width space; marks, embeddings, overrides and isolates of direction; line and
# paragraph separators; invisible operators and byte order marks; annotations; tags.
_FORMAT = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_HARMFUL = re.compile(f"[{_CONTROL}{_SURROGATE}{_FORMAT}]")
_BROKEN = re.compile(f"[\x7f-\x9f{_SURROGATE}{_FORMAT}]")


def harmless(text: str) -> str:
    """The text with every harmful character spelled out; printing it cannot do anything else."""
    return text if text.isprintable() else _HARMFUL.sub(_spelled, text)


def harmless_json(line: str) -> str:
    """A line of JSON with the same characters as JSON's own escapes; it means the same."""
    return line if line.isascii() and "\x7f" not in line else _BROKEN.sub(_escaped, line)


def one_line(text: str) -> str:
    """The text on one line: what separates lines or cells becomes a blank; harmless, too."""
    return harmless(" ".join(re.split(r"[\t\n\r]+", text)))


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - Unicode's surrogates
        return f"\\u{code:04x}"
    return f"\\x{code:02x}" if code < 0xA0 else f"<U+{code:04X}>"  # noqa: PLR2004 - C0, DEL, C1


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFFFF:  # noqa: PLR2004 - beyond it JSON wants a pair of surrogates (RFC 8259, 7)
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"

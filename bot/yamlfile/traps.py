"""Where YAML reads something else than its writer meant: the problem in plain words, with the fix.

Works on the text and on the index at which the parser gave up, never on the parser's own words
alone: libyaml and PyYAML's own parser phrase them differently.
"""

import re
from dataclasses import dataclass

_LINE = re.compile(
    r" *(?P<dashes>(?:- +)*)"
    r"(?:(?P<key>[^\s'\"\[{#&*!|>%@`][^'\"\[{#]*?): +)?"
    r"(?P<value>.*)"
)


def quote(text: str) -> str:
    """`text` as a YAML text in single quotes, on one line."""
    return "'" + text.replace("'", "''") + "'"


def quote_it(text: str) -> str:
    """The hint that shows how to write `text`; shown only where it fits into one line."""
    fits = text and len(text) <= _LONGEST_HINT and "\n" not in text
    return f"quote it: {quote(text)}" if fits else "quote it"


_LONGEST_HINT = 120
_LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at an index of the text.

    `line` and `value` are the file's own words; they are told only of files without secrets.
    """

    index: int
    message: str
    hint: str = ""
    line: str = ""
    value: str = ""

    def words(self, *, private: bool) -> tuple[str, str]:
        """Message and hint; of a private file without its own words."""
        if private:
            return self.message, self.hint
        shown = self.line.strip()
        message = f"{self.message}: {shown[:_LONGEST_LINE]!r}" if shown else self.message
        fits = self.value and len(self.value) <= _LONGEST_HINT
        return message, f"{self.hint}: {quote(self.value)}" if fits else self.hint


def diagnose(text: str, index: int, context: int, told: str) -> Fault:
    """Why the parser stopped at `index` while reading what began at `context`.

    `told` is the parser's own sentence; only words that both parsers share are looked at.
    """
    return (
        _name_in_brackets(text, index, told)
        or _unclosed(text, index, context, told)
        or _first_character(text, index, context)
        or _escape(text, index, told)
        or _colon(text, index, told)
        or _value(text, index)
        or _structure(text, index, context, told)
    )


def _name_in_brackets(text: str, index: int, told: str) -> Fault | None:
    """`${name}` inside brackets, where YAML takes its brace for one of its own."""
    if "expected ',' or" not in told or text[index - 1 : index + 1] != "${":
        return None
    start, line = _line_at(text, index)
    before, after = line[: index - start], line[index - start :]
    head = re.split(r"[,\[{] *|: +", before)[-1]
    tail = re.match(r"\{[^}]*\}?[^,\]}]*", after)
    value = (head + tail[0] if tail else head).rstrip()
    message = "inside brackets a value with ${ has to be quoted"
    return Fault(index - len(head), message, "quote it", value=value)


def _unclosed(text: str, index: int, context: int, told: str) -> Fault | None:
    opener = text[context : context + 1]
    at_end = not text[index:].strip()
    if "unexpected end of stream" in told and opener in {"'", '"'}:
        return Fault(context, f"this {opener} is never closed", "a quoted text needs both quotes")
    if opener in {"[", "{"} and ("expected ',' or" in told):
        closer = "]" if opener == "[" else "}"
        fault = _value(text, context)
        if at_end or fault is None:
            hint = f"close it with {closer}, or quote the value if {opener} belongs to the text"
            return Fault(context, f"this {opener} is never closed", hint)
        return fault
    return None


def _first_character(text: str, index: int, context: int) -> Fault | None:
    for at in (index, context):
        first = text[at : at + 1]
        if first == "\t":
            return Fault(at, "a tab cannot indent in YAML", "use spaces")
        if first and first in "@`%*&!":
            value = _rest_of_line(text, at)
            return Fault(at, f"a value cannot begin with {first}", "quote it", value=value)
    return None


def _escape(text: str, index: int, told: str) -> Fault | None:
    if "escape" not in told and "hex" not in told:
        return None
    at = text.rfind("\\", 0, index + 1)
    return Fault(
        at,
        f"{text[at : at + 2]} means nothing in double quotes",
        "use single quotes, in which a backslash is a backslash",
    )


def _colon(text: str, index: int, told: str) -> Fault | None:
    if "mapping values are not allowed" not in told:
        return None
    start, line = _line_at(text, index)
    match = _LINE.fullmatch(line)
    value_at = start + match.start("value") if match and match["key"] else index
    if match and value_at < index and match["value"]:
        value = _without_comment(match["value"])
        message = "a colon inside a value starts a new mapping in YAML"
        return Fault(value_at, message, "quote it", value=value)
    return Fault(
        start + len(line) - len(line.lstrip()),
        "this line is indented as if it went on with the value above",
        "give it the same indentation as the key that it stands beside",
    )


def _value(text: str, index: int) -> Fault | None:
    """A value on this line that begins as YAML's own syntax and goes on as a text."""
    start, line = _line_at(text, index)
    match = _LINE.fullmatch(line)
    if match is None or not (match["key"] or match["dashes"]):
        return None
    value, at = _without_comment(match["value"]), start + match.start("value")
    first, message = value[:1], ""
    if first in {"|", ">"} and not re.fullmatch(r"[|>][-+0-9]*", value):
        message = f"a text after {first} belongs on the next line"
    elif value[:2] in {"[[", "{{"}:
        message = f"a value that begins with {value[:2]} has to be quoted"
    elif first in {"'", '"'} and at < index:
        hint = "inside single quotes, double each of them"
        behind = f"something stands behind the closing {first}"
        return Fault(at, behind, hint, value=_requoted(value))
    elif first in {"[", "{"} and at < index:
        message = f"a text that begins with {first} has to be quoted"
    elif first in {"]", "}", ",", "?", "-"} and at == index:
        message = f"a value cannot begin with {first}"
    return Fault(at, message, "quote it", value=value) if message else None


def _requoted(value: str) -> str:
    """What was meant by a value whose quotes end too early: `'don't'`, `"say "hi""`, `''it''`."""
    mark, whole = value[0], value.startswith("''") or value[-1] != value[0]
    return value if whole else value[1:-1].replace(mark * 2, mark)


def _structure(text: str, index: int, context: int, told: str) -> Fault:
    if "could not find expected ':'" in told:
        start, line = _line_at(text, context)
        at = start + len(line) - len(line.lstrip())
        return Fault(at, "this is neither `key: value` nor a list item", line=line)
    _, line = _line_at(text, index)
    return Fault(
        index,
        "this does not fit the lines above it",
        "check the indentation: what belongs together begins in the same column",
        line=line,
    )


def _line_at(text: str, index: int) -> tuple[int, str]:
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return start, text[start : end if end >= 0 else len(text)]


def _rest_of_line(text: str, index: int) -> str:
    """The value that begins at `index`: to the end of the line, or of its item inside brackets."""
    start, line = _line_at(text, index)
    before, value = line[: index - start], _without_comment(line[index - start :])
    inside = sum(map(before.count, "[{")) > sum(map(before.count, "]}"))
    return re.split(r"[,\]}]", value, maxsplit=1)[0].rstrip() if inside else value


def _without_comment(value: str) -> str:
    return re.split(r"[ \t]#", value, maxsplit=1)[0].rstrip()

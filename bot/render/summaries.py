"""Edit summaries that have variables: `{{ title }}` and friends, in Jinja's sandbox.

A summary without Jinja marks is taken as it is. One with them may compute little: no calls of
macros, no other templates, a bounded number of loop rounds and characters, so that a faulty
template ends with an error and not with the machine's memory.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from bot.errors import UsageError
from bot.render.templates import fault

_FAULTS = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
)
_HINT = "for braces as such write {{ '{{' }}"
_BIG = 1e9
_TAG = re.compile(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)")
_MARK = re.compile(r"\{[{%#]")
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_ROUNDS = 1_000
_LONGEST = 10_000
_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Macro: "define a macro ({% macro %})",
    nodes.CallBlock: "call a macro ({% call %})",
    nodes.Include: "include another template ({% include %})",
    nodes.Import: "import another template ({% import %})",
    nodes.FromImport: "import from another template ({% from %})",
    nodes.Extends: "extend another template ({% extends %})",
    nodes.Block: "have blocks ({% block %})",
    nodes.Call: "call a function",
    nodes.Pow: "raise to a power (**)",
    nodes.For: "have a recursive loop",
}
_FILTERS = frozenset(
    {
        "capitalize",
        "count",
        "d",
        "default",
        "first",
        "float",
        "int",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "max",
        "min",
        "replace",
        "reverse",
        "round",
        "sort",
        "string",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
        "urlencode",
    }
)


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template; `line` and `column` count from 1 within it."""

    line: int
    column: int
    message: str


class _Rounds:
    """How many rounds the loops of one rendering may still make, all together."""

    def __init__(self) -> None:
        self.left = _ROUNDS


def _bounded_rounds(values: Iterable[Any], rounds: _Rounds) -> Iterator[Any]:
    for value in values:
        rounds.left -= 1
        if rounds.left < 0:
            raise SecurityError(f"more than {_ROUNDS:,} rounds of loops")
        yield value


def _bounded_text(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        raise SecurityError(f"a text of more than {_LONGEST:,} characters")
    return value


class _Bounding(NodeTransformer):
    """Wraps every loop and everything that can make a text grow; refuses what cannot be bounded."""

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node, *args, **kwargs)
        if type(node) in _REFUSED and (not isinstance(node, nodes.For) or node.recursive):
            raise jinja2.TemplateSyntaxError(f"a summary may not {_refused(node)}", node.lineno)
        if isinstance(node, nodes.For):
            rounds = nodes.Name("_rounds", "load", lineno=node.lineno)
            node.iter = _filtered(node.iter, "_bounded_rounds", [rounds])
        elif isinstance(node, (nodes.Concat, nodes.Add, nodes.Filter)):
            return _filtered(node, "_bounded_text", [])
        return node


def _refused(node: nodes.Node) -> str:
    """What a summary may not do, with the name of what it wants to call."""
    words = _REFUSED[type(node)]
    if not isinstance(node, nodes.Call):
        return words
    called = node.node
    name = getattr(called, "attr", None) or getattr(called, "name", None)
    words += f", here {name}(…)" if name else ""
    return f"{words}; there are filters, such as {{{{ title|upper }}}}"


def _filtered(node: nodes.Node, name: str, arguments: list[nodes.Expr]) -> nodes.Filter:
    # an expression stays one: nodes.Expr is what visit() was given
    return nodes.Filter(node, name, arguments, [], None, None, lineno=node.lineno)


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, its arithmetic bounded and its filters a chosen few."""

    intercepted_binops = frozenset({"*", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=jinja2.StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"_bounded_rounds": _bounded_rounds, "_bounded_text": _bounded_text}

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiplication and remainder of small numbers alone."""
        if not all(isinstance(one, int | float) and abs(one) < _BIG for one in (left, right)):
            raise SecurityError(f"{operator} is for numbers below {_BIG:,.0f} alone")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Bounding().visit(super()._parse(source, name, filename))
        return tree


_ENVIRONMENT = _Environment()


def is_template(text: str) -> bool:
    """Whether the text has anything for Jinja in it."""
    return _MARK.search(text) is not None


def render_summary(template: str, variables: Mapping[str, Any], key: str = "edit.summary") -> str:
    """The summary as it is sent: variables filled in, on one line; `key` is where it was written.

    It is in Unicode's form C, as which the wiki keeps it: variables may bring any other.
    Raises UsageError for an unknown variable, and for a template that is faulty or runs away.
    """
    if is_template(template):
        try:
            template = _compiled(template).render({**variables, "_rounds": _Rounds()})
        except jinja2.UndefinedError as error:
            names = ", ".join(sorted(variables))
            raise UsageError(f"{key}: {error.message}; there are {names} ({_HINT})") from error
        except _FAULTS as error:
            raise UsageError(fault(error, key)) from error
        if len(template) > _LONGEST:
            raise UsageError(f"{key}: the text is longer than {_LONGEST:,} characters")
    return unicodedata.normalize("NFC", _BREAKS.sub(" ", template).strip())


def check_template(text: str, known: Iterable[str] | None = None) -> TemplateFault | None:
    """What is wrong with the text as a template of a summary, or None.

    `known` are the names of the variables that it may use; None leaves them unjudged.
    """
    if not is_template(text):
        return None
    try:
        _compiled(text)
    except jinja2.TemplateSyntaxError as error:
        return TemplateFault(error.lineno, _column(text, error.lineno), f"{error.message}")
    if known is None:
        return None
    for name in sorted(find_undeclared_variables(_ENVIRONMENT.parse(text)) - {*known, "_rounds"}):
        at = re.search(rf"\b{re.escape(name)}\b", text)
        start = at.start() if at else 0
        line_start = text.rfind("\n", 0, start) + 1
        return TemplateFault(
            text.count("\n", 0, start) + 1,
            start - line_start + 1,
            f"no variable {name!r}; there are {', '.join(sorted(known))} ({_HINT})",
        )
    return None


def names_in(text: str) -> frozenset[str]:
    """The variables that a template of a summary names; none of a plain or a faulty one."""
    if not is_template(text) or check_template(text):
        return frozenset()
    return frozenset(find_undeclared_variables(_ENVIRONMENT.parse(text)))


@lru_cache(maxsize=64)
def _compiled(text: str) -> jinja2.Template:
    try:
        return _ENVIRONMENT.from_string(text)
    except (RecursionError, SyntaxError) as error:
        raise jinja2.TemplateSyntaxError("it is nested too deeply", 1) from error


def _column(text: str, line: int) -> int:
    """Where in its line the first tag stands without which the text so far was still right.

    Jinja tells lines alone.
    """
    lines = text.split("\n")
    before = "".join(f"{one}\n" for one in lines[: line - 1])
    tags = [*_TAG.finditer(lines[line - 1])]
    for tag in tags:
        try:
            _ENVIRONMENT.parse(before + lines[line - 1][: tag.end()])
        except jinja2.TemplateSyntaxError as error:
            if "end of template" not in str(error.message):
                return tag.start() + 1
        except RecursionError:
            return tag.start() + 1
    return tags[-1].start() + 1 if tags else 1

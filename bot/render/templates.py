"""The one door to Jinja: templates from the user's folder, then from those that ship, sandboxed.

A template sees values and filters only. Its faults become one line with its name and line number.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot import shipped
from bot.errors import UsageError

_JINJA = (str(Path(jinja2.__file__).parent), "<template>")
_FAULTS = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
)
_CHUNK = 1 << 16


class Templates:
    """Renders templates by name; `folder` is the user's own and comes first."""

    def __init__(
        self,
        folder: Path | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        folders = [shipped.TEMPLATES] if folder is None else [folder, shipped.TEMPLATES]
        self._folders = tuple(str(one) for one in folders)
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader(folders),
            autoescape=jinja2.select_autoescape(["html"], default=False),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters.update(filters or {})
        self._environment.filters["csp_hash"] = csp_hash

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The whole text; raises UsageError for a template that is missing or faulty."""
        return "".join(self.stream(name, values))

    def stream(self, name: str, values: Mapping[str, Any]) -> Iterator[str]:
        """The text in pieces of some kilobytes, made while iterables among the values are read."""
        pieces: list[str] = []
        size = 0
        try:
            for piece in self._environment.get_template(name).generate(**values):
                pieces.append(piece)
                size += len(piece)
                if size > _CHUNK:
                    yield "".join(pieces)
                    pieces, size = [], 0
        except (*_FAULTS, RecursionError) as error:
            if not _is_template_fault(error, self._folders):
                raise
            raise UsageError(fault(error, name, self._folders)) from error
        yield "".join(pieces)


def fault(error: BaseException, name: str, folders: Iterable[str] = ()) -> str:
    """`NAME, line N: what is wrong`, for an error that Jinja raised."""
    message = " ".join(str(getattr(error, "message", None) or error).split())
    if isinstance(error, jinja2.TemplateNotFound):
        return f"no template {error.name!r} in {' or '.join(folders)}"
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"template {error.name or name}, line {error.lineno}: {message}"
    line, trace = 0, error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file == "<template>" or file.startswith(tuple(folders) or "\0"):
            line, name = trace.tb_lineno, Path(file).name if file != "<template>" else name
        trace = trace.tb_next
    what = message or type(error).__name__
    return f"template {name}, line {line}: {what}" if line else f"template {name}: {what}"


def _is_template_fault(error: BaseException, folders: tuple[str, ...]) -> bool:
    """Whether a template's own line, or Jinja for it, raised; anything else is a bug of ours."""
    if isinstance(error, jinja2.TemplateError | UnicodeDecodeError):
        return True
    trace = error.__traceback__
    file = ""
    while trace:
        file = trace.tb_frame.f_code.co_filename
        trace = trace.tb_next
    return file.startswith((*_JINJA, *folders))


def csp_hash(text: str) -> Markup:
    """The source expression that allows exactly this inline script (Content Security Policy)."""
    digest = hashlib.sha256(str(text).encode()).digest()
    return Markup("'sha256-{}'").format(Markup(base64.b64encode(digest).decode()))  # noqa: S704 - base64

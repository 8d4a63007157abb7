"""A task file to a Task: its keys, what each may hold, and what must go together."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.errors import Place, UsageError
from bot.loading.agreement import (
    COSMETIC,
    canary_problems,
    contradicts_reason,
    publishing_problems,
    rewrites,
    with_guards,
)
from bot.loading.building import Builder
from bot.loading.composing import composed
from bot.loading.filling import Filler
from bot.loading.let import Let, Value
from bot.loading.options import Bad
from bot.loading.pages import page_fault
from bot.loading.problems import Problems, as_text_hint, found
from bot.loading.rows import RowText, row_texts
from bot.loading.schedule import schedule_fault
from bot.loading.summaries import SUMMARY_VARIABLES, summary_problems, uses_row
from bot.loading.tables import PluginTables
from bot.moments import read_moment
from bot.plugin import Action, Condition, Filter, Plugin, Source
from bot.task import (
    LAST_RUN,
    BotSettings,
    EditSettings,
    LimitSettings,
    Publication,
    Settings,
    Task,
    TaskTest,
    TestSettings,
)
from bot.yamlfile import (
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    nearest,
    parse_yaml,
    read_yaml,
)

S = TypeVar("S", bound=Settings)

KEYS = (
    *("name", "about", "wiki", "let", "for_each", "where", "do", "skip_if", "require"),
    *("edit", "limits", "bots", "publish", "schedule", "since", "tests"),
)
_LONGEST_NAME = 200


def load_task(path: str | Path, tables: PluginTables) -> Task:
    """The task in a file. Raises InvalidFile with all its problems, UsageError if not readable."""
    return _Reader(read_yaml(Path(path)), tables).task()


def parse_task(text: str, file: str, tables: PluginTables) -> Task:
    """The task in a text; `file` names it in messages. Raises InvalidFile."""
    return _Reader(parse_yaml(text, file), tables).task()


class _Reader:
    """Reads one document."""

    def __init__(self, document: Document, tables: PluginTables) -> None:
        self.document = document
        self.root = document.root
        self.tables = tables
        self.problems = Problems(document.problems)
        self.builder = Builder(tables, self.problems)
        self.filler = Filler(tables, self.problems)
        self.rows: list[RowText] = []  # texts of options that lack a row
        self.let = Let(document.root.get("let"), self.problems)
        self.meant: set[str | None] = set()  # the keys that unknown ones were meant to be

    def task(self) -> Task:
        """The whole task; raises InvalidFile."""
        unknown = [key for key, _ in self.root.entries if key.text not in KEYS]
        for key in unknown:
            self.problems.unknown(key, f"a task has no key `{key.text}`", KEYS)
        self.meant = {nearest(key.text, KEYS) for key in unknown}
        do: tuple[Action, ...] = self._plugins("do", Action)
        edit = self._edit(do)
        parts: dict[str, Any] = {
            "name": self._name(),
            "about": self._text("about"),
            "wiki": self._text("wiki"),
            "let": {name: _composed_value(value) for name, value in self.let.values.items()},
            "source": self._source(),
            "where": self._plugins("where", Filter),
            "do": do,
            "skip_if": self._guarded(edit, do),
            "require": self._plugins("require", Condition),
            "edit": edit,
            "limits": self._limits(edit),
            "bots": self._bots(),
            "publish": self._publish(do),
            "schedule": self._schedule(),
            "since": self._since(),
            "tests": self._tests(),
        }
        self._check_row(parts["source"], edit)
        self.problems.raise_any()
        filling = self.filler.filling(
            parts["where"], parts["do"], parts["skip_if"], parts["require"]
        )
        return Task(file=self.document.file, text=self.document.text, filling=filling, **parts)

    def _node(self, key: str) -> Node | None:
        """The value of a key; an empty one is a problem, and as if it were not there."""
        node, name = self.root.get(key), self.root.key(key)
        if name and isinstance(node, Scalar) and node.empty:
            self.problems.add(name.place, f"`{key}:` has no value", "fill it in or delete the line")
            return None
        return node

    def _required(self, key: str, what: str) -> Node | None:
        if self.root.key(key) is None and key not in self.meant:
            self.problems.add(self._start(), f"the key `{key}` is missing: {what}")
        return self._node(key)

    def _start(self) -> Place:
        return Place(self.document.file, 1, 1)

    def _source(self) -> Source | None:
        node = self._required("for_each", "the pages that the task is about")
        if node is None:
            return None
        source: Source | None = self.builder.try_plugin(self.let.resolve(node), Source)
        for one in source.parts() if source else ():
            if isinstance(one, Source) and (option := one.list_only()):
                message = f"`{one.yaml_name}.{option}` is not for tasks: a page may come twice"
                self.problems.add(node.place, message, "`wikisweep list` shows it")
        return source

    def _plugins(self, key: str, kind: type[Plugin]) -> tuple[Any, ...]:
        node = self._required(key, "what to do with each page") if key == "do" else self._node(key)
        if node is None:
            return ()
        if key == "do" and isinstance(node, Sequence) and not node.items:
            self.problems.add(node.place, "`do` lists no action")
        resolved = self.let.resolve(node, rows=True)
        built = []
        for one in resolved.items if isinstance(resolved, Sequence) else (resolved,):
            rows = list(row_texts(one))
            self.rows += rows
            made = self.filler if rows else self.builder
            built.append(made.try_plugin(one, kind))
        return tuple(one for one in built if one is not None)

    def _settings(self, key: str, model: type[S]) -> S:
        node, name = self._node(key), self.root.key(key)
        if node is None or name is None:
            return model()
        return self._model(self.let.resolve(node), model, key, name.place) or model()

    def _limits(self, edit: EditSettings) -> LimitSettings:
        limits = self._settings("limits", LimitSettings)
        if node := self._option("limits", "canary"):
            self.problems.extend(canary_problems(limits, edit, node.place))
        return limits

    def _bots(self) -> BotSettings:
        bots = self._settings("bots", BotSettings)
        node = self._option("bots", "stop_page")
        if node and bots.stop_page and (fault := page_fault(bots.stop_page)):
            self.problems.add(node.place, f"`bots.stop_page`: {fault}")
        return bots

    def _option(self, key: str, option: str) -> Node | None:
        node = self.root.get(key)
        return node.get(option) if isinstance(node, Mapping) else None

    def _model(self, node: Node, model: type[S], label: str, place: Place) -> S | None:
        try:
            return self.builder.options.model(node, model, label, place)
        except Bad:
            return None

    def _edit(self, do: tuple[Action, ...]) -> EditSettings:
        node, name = self._node("edit"), self.root.key("edit")
        if node is None or name is None:
            if rewrites(do) and name is None and "edit" not in self.meant:
                message = "the key `edit` is missing: it holds the `summary` of the edits"
                self.problems.add(self._start(), message)
            return EditSettings()
        node = self._with_summary(node)
        edit = self._model(node, EditSettings, "edit", name.place)
        if edit is None:
            return EditSettings()
        summary = node.get("summary") if isinstance(node, Mapping) else None
        if summary is None and rewrites(do):
            self.problems.add(name.place, "`edit` needs the option `summary`")
        elif summary is not None:
            known = (*self.let.values, *SUMMARY_VARIABLES)
            found = summary_problems("edit.summary", edit.summary, summary.place, known)
            self.problems.extend(found)
        return edit

    def _check_row(self, source: Source | None, edit: EditSettings) -> None:
        """Note a summary, and options, that name the row of pages that have none."""
        if source is None or source.gives_rows():
            return
        node, none = self._option("edit", "summary"), "no source of this task gives any"
        hint = "rows come from tables: file, stdin, sql, special, …"
        if node and uses_row(edit.summary):
            self.problems.add(node.place, f"`edit.summary` names a `row`, and {none}", hint)
        for one in self.rows:
            named = f"`${{row.{one.columns[0]}}}`"
            self.problems.add(one.place, f"{named} names a `row`, and {none}", hint)

    def _with_summary(self, node: Node) -> Node:
        """The node with the values of `let:`, its `summary` with them as a template has them."""
        if not isinstance(node, Mapping):
            return self.let.resolve(node)
        entries = tuple(
            (key, self.let.resolve(value, jinja=key.text == "summary"))
            for key, value in node.entries
        )
        return Mapping(entries, node.place, node.raw)

    def _guarded(self, edit: EditSettings, do: tuple[Action, ...]) -> tuple[Condition, ...]:
        """The conditions of `skip_if`, with the guards unless the task gives a reason."""
        skip_if: tuple[Condition, ...] = self._plugins("skip_if", Condition)
        if edit.allow_cosmetic is None:
            return with_guards(skip_if, self.tables.conditions) if rewrites(do) else skip_if
        key = self.root.key("skip_if")
        if key and contradicts_reason(skip_if):
            message = f"`{COSMETIC}` under `skip_if` contradicts `edit.allow_cosmetic`"
            self.problems.add(key.place, message, "drop one of them")
        return skip_if

    def _publish(self, do: tuple[Action, ...]) -> tuple[Publication, ...]:
        node, name = self._node("publish"), self.root.key("publish")
        if node is None or name is None:
            return ()
        placed = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            made = self._model(self._with_summary(item), Publication, "publish", item.place)
            if made:
                placed.append((item, made))
        self.problems.extend(publishing_problems(name.place, placed, do, self.let.values))
        return tuple(one for _, one in placed)

    def _tests(self) -> tuple[TaskTest, ...]:
        node = self._node("tests")
        if node is None:
            return ()
        tests = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            made = self._model(item, TestSettings, "tests", item.place)
            if made:
                tests.append(TaskTest(made.given, made.expect, item.place, made.about))
        return tuple(tests)

    def _name(self) -> str:
        name = self._text("name") or composed(Path(self.document.file).stem)
        if len(name) > _LONGEST_NAME or "\n" in name:
            key = self.root.get("name")
            message = f"`name` should be one line of at most {_LONGEST_NAME} characters"
            self.problems.add(key.place if key else self._start(), message)
        return name

    def _schedule(self) -> str:
        schedule, node = self._text("schedule"), self.root.get("schedule")
        if schedule and node and (fault := schedule_fault(schedule)):
            self.problems.add(node.place, f"`schedule`: {fault}")
        return schedule

    def _since(self) -> str:
        since, node = self._text("since"), self.root.get("since")
        if since and node:
            try:
                if since != LAST_RUN:
                    read_moment(since, datetime.now(UTC))
            except UsageError:
                message = f"`since` should be {LAST_RUN}, a date or an age, not {since!r}"
                self.problems.add(node.place, message, "an age is like `7 days`")
        return since

    def _text(self, key: str) -> str:
        """The value of a key that holds a single text."""
        node = self._node(key)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            message = f"`{key}` should be a text, not {found(node)}"
            self.problems.add(node.place, message, as_text_hint(node))
            return ""
        return composed(node.text.rstrip("\n") if node.block else node.text)


def _composed_value(value: Value) -> Value:
    return composed(value) if isinstance(value, str) else tuple(map(composed, value))

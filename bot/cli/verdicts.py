"""Shows what `check` and `test` found: as text for people, as JSON lines for programs."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.cli.showing import text_view
from bot.cli.status import counted
from bot.diff import hunks, unified
from bot.errors import BotError, InvalidFile, Problem
from bot.render import json_line
from bot.services.checking import assumed_site
from bot.services.task_tests import Failure, TestResult, run_tests
from bot.task import Task


class Verdicts:
    """Runs the tests of tasks and writes what came of them to stdout."""

    def __init__(self, form: str, templates: Path | None) -> None:
        self._json = form == "json"
        self._view = text_view(templates)

    def show(self, task: Task) -> bool:
        """Run one task's tests; whether all passed."""
        results = list(run_tests(task, assumed_site(task)))
        failed = sum(not one.passed for one in results)
        lines = self._json_lines(task, results) if self._json else self._text(task, results)
        sys.stdout.writelines(lines)
        sys.stdout.flush()
        return not failed

    def show_faults(self, faults: Iterable[tuple[Path, BotError]]) -> None:
        """Files that are no tasks, for programs; people read of them on stderr."""
        if self._json:
            for file, error in faults:
                sys.stdout.writelines(json_line(one) for one in _problems(file, error))

    def _text(self, task: Task, results: list[TestResult]) -> Iterator[str]:
        for result in results:
            for failure in result.failures:
                yield f"{failure.problem.place}: {_name(result)}: {failure.problem.words}\n"
                if failure.expected is not None and failure.got is not None:
                    yield "--- expected\n+++ got\n"
                    yield self._view.diff(hunks(failure.expected, failure.got))
        failed = sum(not one.passed for one in results)
        if failed:
            yield f"failed: {task.file} ({failed} of {counted(len(results), 'test')})\n"
        else:
            yield f"ok: {task.file} ({counted(len(results), 'test') if results else 'no tests'})\n"

    def _json_lines(self, task: Task, results: list[TestResult]) -> Iterator[str]:
        for result in results:
            yield json_line(
                {
                    "type": "test",
                    "task": task.name,
                    "number": result.number,
                    "about": result.test.about,
                    "passed": result.passed,
                    "failures": [_failure(one) for one in result.failures],
                }
            )
        passed = sum(one.passed for one in results)
        yield json_line(
            {
                "type": "task",
                "task": task.name,
                "file": task.file,
                "tests": len(results),
                "passed": passed,
                "failed": len(results) - passed,
            }
        )


def _name(result: TestResult) -> str:
    about = f" ({result.test.about})" if result.test.about else ""
    return f"test {result.number}{about}"


def _failure(failure: Failure) -> dict[str, Any]:
    diff = None
    if failure.expected is not None and failure.got is not None:
        diff = unified(failure.expected, failure.got)
    return {**_place(failure.problem), "diff": diff}


def _problems(file: Path, error: BotError) -> Iterator[dict[str, Any]]:
    if isinstance(error, InvalidFile):
        for problem in error.problems:
            yield {"type": "problem", **_place(problem)}
    else:
        unplaced = {"line": None, "column": None, "message": str(error), "hint": ""}
        yield {"type": "problem", "file": str(file), **unplaced}


def _place(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "message": problem.message,
        "hint": problem.hint,
    }

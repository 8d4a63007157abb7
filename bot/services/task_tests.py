"""Runs a task's own tests: pages given by hand, judged as planning would judge them, offline.

A fact about the page that the task asks for must be given or follow from the text; what is
missing is told, never guessed. It touches no wiki.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.errors import BotError, Problem, UsageError
from bot.page import TEXT, NotFetched, Page
from bot.plan import Edit, Row, Skip
from bot.planner.judge import ROW, Judge, Verdict, judge
from bot.plugin import Filter
from bot.services.given_facts import Facts, read_facts
from bot.services.given_pages import given_page, missing_facet, missing_fact, missing_part
from bot.services.given_unknown import NotGiven
from bot.site import Site, plain_site
from bot.task import Expect, Task, TaskTest
from bot.wikitext.saved import as_saved
from bot.yamlfile import nearest

_CODES = ("unchanged", "missing", ROW, "bots", "content_model", "runaway", "summary", "failed")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a test shows to be otherwise; `expected` and `got` are texts to be compared, if any."""

    problem: Problem
    expected: str | None = None
    got: str | None = None


@dataclass(frozen=True, slots=True)
class TestResult:
    """What became of one test; `number` counts from 1."""

    __test__ = False  # not one of pytest's

    number: int
    test: TaskTest
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.failures


def run_tests(task: Task, site: Site | None = None) -> Iterator[TestResult]:
    """Run the tests one by one, by the rules of `site` or else MediaWiki's own English ones."""
    site = site or plain_site(task.wiki or "no wiki")
    for number, test in enumerate(task.tests, start=1):
        yield TestResult(number, test, tuple(_failures(task, test, site)))


def _failures(task: Task, test: TaskTest, site: Site) -> Iterator[Failure]:
    try:
        facts = read_facts(test.given, site)
        missing, verdict = _judged(task, test, facts)
    except BotError as error:
        yield Failure(Problem(test.place, str(error).removeprefix(f"{task.file}: ")))
        return
    for one in missing:
        yield Failure(Problem(test.place, one))
    if not missing:
        yield from _compared(task, test, verdict)


def _judged(task: Task, test: TaskTest, facts: Facts) -> tuple[list[str], Verdict]:
    """What is missing in words, or nothing and the verdict.

    All filters must hold, so a fact that only some of them miss does not matter to a page that
    another one drops all the same.
    """
    whole = Judge(task, facts.site)
    try:
        filled = whole.of(test.given.row).task
    except UsageError as error:
        return [], Verdict(skip=Skip(facts.title, ROW, str(error)))
    page = given_page(filled, facts)
    missing = missing_fact(filled.where, filled.do, page, facts)
    try:
        if not missing:
            verdict = judge(task, page)
            if not _acts_unread(filled, page, verdict):
                return [], verdict
            missing = missing_facet(filled, TEXT, facts)
    except NotFetched as error:
        missing = missing_facet(filled, error.facet, facts)
    except NotGiven as error:
        missing = missing_part(filled, error, facts)
    return _without(missing, filled, test, page, facts)


def _acts_unread(task: Task, page: Page, verdict: Verdict) -> bool:
    """Whether an action that changes texts came to an existing page whose text is not given."""
    if TEXT in page.facets or not page.exists:
        return False
    if verdict.skip and verdict.skip.reason != "unchanged":
        return False
    changing = (one for one in task.do if TEXT in one.needs(page.site))
    return any(all(each.keep(page) for each in one.when) for one in changing)


def _without(
    missing: str, task: Task, test: TaskTest, page: Page, facts: Facts
) -> tuple[list[str], Verdict]:
    """What can be said of a page that lacks a fact, with the row's options filled in."""
    lacking = [(one, _lacking(task, one, page, facts)) for one in task.where]
    reasons = [one.yaml_name for one, lacks in lacking if not lacks and not one.keep(page)]
    if reasons:
        reason = test.expect.skip if test.expect.skip in reasons else reasons[0]
        return [], Verdict(skip=Skip(page.title, reason))
    meant = [lacks for one, lacks in lacking if one.yaml_name == test.expect.skip]
    if meant and not any(meant):
        return [f"should be skipped by `{test.expect.skip}`, but that filter keeps it"], Verdict()
    others = [*(lacks for _, lacks in lacking), missing]
    return list(dict.fromkeys(filter(None, meant or others))), Verdict()


def _lacking(task: Task, one: Filter, page: Page, facts: Facts) -> str:
    """The fact that a filter misses to decide on the page, in words."""
    try:
        if missing := missing_fact((one,), (), page, facts):
            return missing
        one.keep(page)
    except NotFetched as error:
        return missing_facet(task, error.facet, facts)
    except NotGiven as error:
        return missing_part(task, error, facts)
    return ""


def _compared(task: Task, test: TaskTest, verdict: Verdict) -> Iterator[Failure]:
    expect, before = test.expect, as_saved(test.given.text or "")
    edit = next((item for item in verdict.items if isinstance(item, Edit)), None)
    after = edit.after if edit else before
    skipped = verdict.skip.reason if verdict.skip else None
    if expect.skip is not None and skipped != expect.skip:
        message = f"should be skipped by `{expect.skip}`, but {_fate(verdict)}"
        yield Failure(Problem(test.place, message, _reason_hint(task, expect.skip)))
    if expect.text is not None and (wanted := as_saved(expect.text)) != (edit and after):
        message = f"should be edited to another text, but {_fate(verdict)}"
        if edit:
            message = "the new text is not the expected one"
        elif wanted == before:
            message = "`text` is what is given; a page that stays takes `unchanged: true`"
        yield Failure(Problem(test.place, message), wanted, after)
    if expect.unchanged and (edit or skipped not in {None, "unchanged"}):
        message = f"should stay as it is, but {_fate(verdict)}"
        yield Failure(Problem(test.place, message), before, after)
    yield from _compared_rows(test, expect, verdict)


def _compared_rows(test: TaskTest, expect: Expect, verdict: Verdict) -> Iterator[Failure]:
    """Rows, in order; a column that the test does not name is not looked at."""
    if expect.rows is None:
        return
    got = [item.columns for item in verdict.items if isinstance(item, Row)]
    seen = [
        {name: row[name] for name in wanted if name in row} if wanted is not None else {**row}
        for row, wanted in _side_by_side(got, expect.rows)
    ]
    if seen != list(expect.rows):
        message = f"{len(expect.rows)} rows expected, {len(got)} came"
        if len(expect.rows) == len(got):
            message = "the rows are not the expected ones"
        yield Failure(Problem(test.place, message), _lines(expect.rows), _lines(seen))


def _side_by_side(
    got: list[Mapping[str, str]], expected: tuple[dict[str, str], ...]
) -> Iterator[tuple[Mapping[str, str], Mapping[str, str] | None]]:
    for index, row in enumerate(got):
        yield row, expected[index] if index < len(expected) else None


def _lines(rows: Iterable[Mapping[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _fate(verdict: Verdict) -> str:
    """What happened to the page, in words."""
    if verdict.skip:
        if verdict.skip.reason == "unchanged":
            return "stays as it is"
        detail = f" ({verdict.skip.detail})" if verdict.skip.detail else ""
        return f"is skipped by `{verdict.skip.reason}`{detail}"
    kinds = sorted({item.kind for item in verdict.items})
    return "is edited" if "edit" in kinds else f"leads to {', '.join(kinds)}"


def _reason_hint(task: Task, reason: str) -> str:
    """For a reason that this task never gives: which one was meant."""
    plugins = (*task.where, *task.skip_if, *task.require)
    known = {*_CODES, *(plugin.yaml_name for plugin in plugins)}
    if reason in known:
        return ""
    near = nearest(reason, known)
    return (
        f"did you mean `{near}`?" if near else f"no such reason; known: {', '.join(sorted(known))}"
    )

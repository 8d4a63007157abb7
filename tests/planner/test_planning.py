"""One plan in the making: streamed into the ledger, counted, and honest about how it ended."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.diff import fingerprints
from bot.errors import BotError, Runaway, Stopped, UsageError
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.page import INFO, NOTHING, TEXT, Candidate, Facets, Page
from bot.plan import Edit, Outcome, Publish, Row
from bot.planner.planning import RUNAWAYS, Planning, Progress
from bot.plugin import Filter, Reach, Source
from bot.site import Site
from bot.wiki import CandidateBatch
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task

PAGES = {f"Page {number}": f"{'old' if number % 2 else 'nothing'} {number}" for number in range(9)}


def planned(task, reach, ledger):
    planning = Planning(task, reach, ledger)
    entries = [one for batch in planning for one in batch]
    return planning.plan, entries


def test_items_are_numbered_and_kept(reach, ledger):
    plan, entries = planned(make_task("name: sweep"), reach(PAGES), ledger)
    assert [one.number for one in entries] == [1, 2, 3, 4]
    assert list(ledger.items(plan.id)) == entries
    first = entries[0].item
    assert isinstance(first, Edit)
    assert (first.title.text, first.before, first.after) == ("Page 1", "old 1", "new 1")
    assert first.read_at
    assert (plan.task, plan.wiki, plan.account) == ("sweep", "testwiki", "Offline")
    assert plan.versions.keys() == {"wikisweep", "mediawiki"}
    assert "name: sweep" in plan.task_text


def test_the_header_is_complete_at_the_end(reach, ledger):
    plan, _ = planned(make_task("where: [{not: {title: Page 1}}]"), reach(PAGES), ledger)
    assert plan.state == "ready"
    assert plan.finished
    assert plan == ledger.plan(plan.id)
    assert plan.requests > 0
    assert plan.seconds > 0
    funnel = plan.funnel
    assert (funnel.seen, funnel.planned) == (9, 3)
    assert dict(funnel.skipped) == {"not": 1, "unchanged": 5}
    assert dict(funnel.items) == {"edit": 3}


def test_a_task_that_finds_nothing_is_a_plan_too(reach, ledger):
    plan, entries = planned(make_task(), reach({}), ledger)
    assert (plan.state, plan.funnel.seen, entries) == ("ready", 0, [])


def test_pages_that_are_dropped_last_are_counted(reach, ledger):
    plan, _ = planned(make_task("where: [{title: No such}]"), reach(PAGES), ledger)
    assert dict(plan.funnel.skipped) == {"title": 9}


def test_a_limit_of_the_source_is_kept(reach, ledger):
    task = make_task("for_each: {all_pages: {limit: 4}}")
    plan, _ = planned(task, reach(PAGES), ledger)
    assert (plan.funnel.seen, plan.funnel.planned) == (4, 2)


def test_a_page_of_two_sources_is_seen_once(reach, ledger):
    task = make_task("for_each: [{titles: [Page 1, Page 3]}, {all_pages: {}}]")
    plan, entries = planned(task, reach(PAGES), ledger)
    assert plan.funnel.seen == 9
    assert [one.item.title.text for one in entries] == ["Page 1", "Page 3", "Page 5", "Page 7"]


def test_what_the_task_asks_for_once_reaches_every_page(reach, ledger):
    task = make_task("""
        for_each: {backlinks: {to: Old, through_redirects: true, redirects: exclude}}
        do: [{retarget_link: {from: Old, to: New, redirects: follow}}]
        """)
    texts = {"Old": "", "Older": "#REDIRECT [[Old]]", "A": "[[Old]]", "B": "[[Older]]"}
    _, entries = planned(task, reach(texts), ledger)
    assert [one.item.after for one in entries if isinstance(one.item, Edit)] == [
        "[[New|Old]]",
        "[[New|Older]]",
    ]


def test_early_filters_see_what_is_shared_as_late_ones_do(reach, ledger):
    task = make_task("""
        for_each: {titles: [A, B]}
        where: [{not: {title: A}}]
        do: [{retarget_link: {from: Old, to: New, redirects: follow}}]
        """)
    texts = {"Old": "", "Older": "#REDIRECT [[Old]]", "A": "[[Old]]", "B": "[[Older]]"}
    plan, entries = planned(task, reach(texts), ledger)
    assert [one.item.title.text for one in entries] == ["B"]
    assert dict(plan.funnel.skipped) == {"not": 1}


def test_progress_is_told_with_every_batch(reach, ledger):
    told: list[Progress] = []
    planning = Planning(make_task(), reach(PAGES), ledger, told.append)
    list(planning)
    assert told[-1] == Progress(9, 4, planning.plan.requests)


def test_there_is_no_plan_before_the_first_pages(reach, ledger):
    planning = Planning(make_task(), reach(PAGES), ledger)
    assert not planning.begun
    with pytest.raises(LookupError):
        _ = planning.plan
    assert ledger.plans() == []


@pytest.mark.parametrize(
    "more",
    [
        "for_each: {file: none.txt}",
        "for_each: {backlinks: 'a{b'}",
        "for_each: {backlinks: {to: X, namespace: Tlak}}",
        f"edit: {{summary: {'s' * 501}}}",
    ],
)
def test_a_task_that_cannot_begin_leaves_no_plan(reach, ledger, more):
    with pytest.raises(UsageError):
        planned(make_task(more), reach({"A": "old"}), ledger)
    assert ledger.plans() == []


class Listed(Source):
    """So many pages, `Page 1` the first of them; then, where asked for, an error."""

    pages: int
    error: str = ""

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        for number in range(1, self.pages + 1):
            yield [Candidate(reach.wiki.site.title(f"Page {number}"))]
        if self.error:
            raise BotError(self.error)


BATCH = 500  # what one request for texts carries


def test_an_error_midway_leaves_a_plan_that_says_so(reach, ledger):
    task = replace(make_task(), source=Listed(pages=BATCH, error="the line was cut"))
    planning = Planning(task, reach(PAGES), ledger)
    with pytest.raises(BotError, match="the line was cut"):
        list(planning)
    plan = ledger.plan(planning.plan.id)
    assert plan.state == "broken"
    assert (plan.funnel.seen, plan.funnel.planned) == (BATCH, 4)
    assert len(list(ledger.items(plan.id))) == 4


@pytest.mark.parametrize("error", [KeyboardInterrupt, BrokenPipeError])
def test_a_reader_that_stops_midway_leaves_a_plan_that_says_so(reach, ledger, error):
    planning = Planning(replace(make_task(), source=Listed(pages=3 * BATCH)), reach(PAGES), ledger)

    def read():
        with closing(iter(planning)) as batches:
            for _ in batches:
                raise error

    with pytest.raises(error):
        read()
    plan = ledger.plan(planning.plan.id)
    assert (plan.state, plan.funnel.seen) == ("broken", BATCH)


def test_a_ledger_that_fails_is_what_is_told(reach, ledger, tmp_path):
    planning = Planning(replace(make_task(), source=Listed(pages=2 * BATCH)), reach(PAGES), ledger)
    batches = iter(planning)
    next(batches)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other, other:
        other.execute("DROP TABLE item")
        other.execute("DROP TABLE plan")
    with pytest.raises(BotError, match="ledger"):
        list(batches)


class Watched(OfflineWiki):
    """Tells which thread asks for what, and lets the one that works wait for the one that asks."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fetched = 0
        self.threads: set[int] = set()
        self.more = threading.Condition()

    def fetch(self, wanted, facets=frozenset({INFO})):
        for batch in super().fetch(wanted, facets):
            with self.more:
                self.threads.add(threading.get_ident())
                self.fetched += 1
                self.more.notify_all()
            yield batch

    def wait_for(self, batches: int) -> bool:
        with self.more:
            return self.more.wait_for(lambda: self.fetched >= batches, timeout=10)


def test_the_next_batch_is_fetched_while_this_one_is_worked_on(tmp_path, ledger):
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(PAGES)))
    with closing(Watched("testwiki", export, cache=tmp_path / "cache")) as wiki:
        task = replace(make_task(), source=Listed(pages=4 * BATCH))
        planning = Planning(task, Reach(wiki, Outside(tmp_path)), ledger)
        with closing(iter(planning)) as batches:
            next(batches)
            assert wiki.wait_for(2), "nothing is fetched while the first batch is worked on"
            next(batches)
            assert wiki.wait_for(3)
        assert len(wiki.threads) == 1
        assert threading.get_ident() not in wiki.threads


class Recorded(OfflineWiki):
    """Keeps the facets that were asked for, and of which pages."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.asked: list[tuple[frozenset[str], list[str]]] = []

    def fetch(self, wanted, facets=frozenset({INFO})):
        for batch in super().fetch(wanted, facets):
            names = frozenset(type(facet).__name__ for facet in facets)
            self.asked.append((names, [page.title.text for page in batch]))
            yield batch


def test_no_text_is_fetched_of_a_page_that_its_title_drops(tmp_path, ledger):
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(PAGES)))
    task = make_task("where: [{text: old}, {title: {matches: '[12]$'}}]")
    with closing(Recorded("testwiki", export, cache=tmp_path / "cache")) as wiki:
        plan, _ = planned(task, Reach(wiki, Outside(tmp_path)), ledger)
    assert wiki.asked == [(frozenset({"Info", "Text"}), ["Page 1", "Page 2"])]
    assert dict(plan.funnel.skipped) == {"title": 7, "text": 1}


FILTERS = st.lists(
    st.sampled_from(
        [
            "{title: {contains: '1'}}",
            "{text: old}",
            "redirect",
            "{not: {text: '3'}}",
            "{namespace: 0}",
        ]
    ),
    max_size=3,
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(FILTERS, st.integers(0, 12), st.booleans())
def test_seen_is_planned_and_skipped_together(reach, ledger, filters, pages, rows):
    texts = dict(list(PAGES.items())[:pages])
    more = "do: [{report: {}}]\npublish: {page: User:Reports}" if rows else ""
    task = make_task(f"where: [{', '.join(filters)}]\n{more}")
    plan, entries_ = planned(task, reach(texts), ledger)
    funnel = plan.funnel
    assert funnel.seen == funnel.planned + sum(funnel.skipped.values())
    assert funnel.seen == len(texts) or funnel.pushed_down
    assert funnel.seen <= len(texts)
    assert sum(funnel.items.values()) == len(entries_)
    kinds = [Row] * funnel.items["row"] + [Publish] if rows else [Edit] * len(entries_)
    assert [type(one.item) for one in entries_] == kinds


class RunsAway(Filter):
    """Take too long on pages whose title says so; `early` needs no text for that."""

    early: bool = False

    def needs(self, site: Site) -> Facets:
        """The text, unless it is early."""
        assert site
        return NOTHING if self.early else frozenset({TEXT})

    def keep(self, page: Page) -> bool:
        """Raise Runaway for such a page."""
        if "slow" in page.title.text:
            raise Runaway("the pattern '(a+)+b' was ended after 2 seconds")
        return True


def slow_pages(count):
    return {"A": "old"} | {f"B slow {number:02}": "old" for number in range(count)} | {"C": "old"}


@pytest.mark.parametrize("early", [False, True])
def test_a_few_pages_that_a_pattern_runs_away_on_are_left_out(reach, ledger, early):
    task = replace(make_task(), where=(RunsAway(early=early),))
    plan, entries = planned(task, reach(slow_pages(RUNAWAYS - 1)), ledger)
    assert (plan.state, len(entries)) == ("ready", 2)
    assert dict(plan.funnel.skipped) == {"runaway": RUNAWAYS - 1}


def test_a_pattern_that_runs_away_on_page_after_page_ends_the_plan(reach, ledger):
    task = replace(make_task(), where=(RunsAway(),))
    planning = Planning(task, reach(slow_pages(RUNAWAYS + 5)), ledger)
    with pytest.raises(Stopped) as stopped:
        list(planning)
    assert str(stopped.value) == (
        f"task.yaml: stopped after {RUNAWAYS} pages that a pattern took too long on, at last "
        f"B slow {RUNAWAYS - 1:02}: the pattern '(a+)+b' was ended after 2 seconds"
    )
    plan = ledger.plan(planning.plan.id)
    assert plan.state == "broken"
    assert (plan.funnel.seen, dict(plan.funnel.items)) == (RUNAWAYS + 1, {"edit": 1})
    assert [one.item.title.text for one in ledger.items(plan.id)] == ["A"]


def test_a_pattern_that_runs_away_on_titles_ends_the_plan_too(reach, ledger):
    task = replace(make_task(), where=(RunsAway(early=True),))
    with pytest.raises(Stopped, match=f"after {RUNAWAYS} pages"):
        planned(task, reach(slow_pages(RUNAWAYS)), ledger)


@pytest.mark.parametrize("find", ['"cafe\\u0301"', "cafe\u0301", "caf\u00e9"])
def test_a_task_finds_what_a_wiki_keeps_in_whatever_form_it_was_typed(reach, ledger, find):
    task = make_task(f"""
        let: {{why: "re\u0301forme"}}
        do: [{{replace: {{find: {find}, with: "the\u0301"}}}}]
        edit: {{summary: "e{{{{ title }}}} ${{why}}"}}
        """)
    _, entries = planned(task, reach({"\u0301": "un café", "B": "un cafe"}), ledger)
    (item,) = (one.item for one in entries)
    assert item.after == "un thé"
    assert item.summary == "é réforme"


def applied(ledger, plan, entries):
    """Keep these items as saved, as an application of the plan does."""
    run = ledger.runs.begin(plan, account="Offline")
    for one in entries:
        ledger.runs.intend(run.id, one)
        prints = fingerprints(one.item.before, one.item.after)
        ledger.runs.settle(run.id, one.number, Outcome(code="saved", revid=900), prints)


def test_an_edit_that_was_saved_and_taken_back_is_not_planned_again(reach, ledger):
    pages = reach(PAGES)
    first, entries = planned(make_task(), pages, ledger)
    applied(ledger, first, entries[:2])
    plan, again = planned(make_task(), pages, ledger)
    assert [one.item.title.text for one in again] == ["Page 5", "Page 7"]
    assert dict(plan.funnel.skipped) == {"unchanged": 5, "reverted": 2}
    assert plan.funnel.examples["reverted"] == ["Page 1", "Page 3"]
    assert plan.funnel.faults == []
    assert plan.funnel.seen == plan.funnel.planned + sum(plan.funnel.skipped.values())


def test_whoever_gives_a_reason_makes_a_reverted_edit_again(reach, ledger):
    pages = reach(PAGES)
    applied(ledger, *planned(make_task(), pages, ledger))
    task = make_task("edit: {summary: s, allow_reverted: the revert was a mistake}")
    plan, again = planned(task, pages, ledger)
    assert len(again) == 4
    assert "reverted" not in plan.funnel.skipped


def test_another_change_of_such_a_page_is_planned(reach, ledger):
    pages = reach(PAGES)
    applied(ledger, *planned(make_task(), pages, ledger))
    _, again = planned(make_task("do: [{replace: {find: old, with: young}}]"), pages, ledger)
    assert len(again) == 4


def test_what_was_made_on_another_wiki_is_another_matter(reach, ledger):
    pages = reach(PAGES)
    plan, entries = planned(make_task(), pages, ledger)
    applied(ledger, replace(plan, site="https://other.example.org/w/api.php"), entries)
    assert len(planned(make_task(), pages, ledger)[1]) == 4


def test_the_rows_of_a_page_whose_edit_was_taken_back_stay(reach, ledger):
    pages = reach(PAGES)
    task = make_task("do: [{replace: {find: old, with: new}}, {report: {columns: [title]}}]")
    plan, entries = planned(task, pages, ledger)
    applied(ledger, plan, [one for one in entries if isinstance(one.item, Edit)][:1])
    plan, again = planned(task, pages, ledger)
    assert plan.funnel.planned == 9
    assert dict(plan.funnel.items) == {"edit": 3, "row": 9} == Counter(o.item.kind for o in again)
    (notice,) = plan.funnel.notices
    assert (notice.title.text, notice.code) == ("Page 1", "reverted")


def test_what_a_save_will_change_of_what_an_edit_adds_is_noted(reach, ledger):
    task = make_task("do: [{replace: {find: old, with: '~~~~ [[a|]] {{subst:b}} ~~~ ~~~~~'}}]")
    plan, _ = planned(task, reach({"A": "old", "B": "[[b|]] old"}), ledger)
    told = (
        "`~~~~` becomes a signature or a date; `~~~` becomes a signature or a date; "
        "`~~~~~` becomes a signature or a date, and 2 more"
    )
    assert [(one.title.text, one.code, one.detail) for one in plan.funnel.notices] == [
        ("A", "changed_at_save", told),
        ("B", "changed_at_save", told),
    ]
    assert dict(plan.funnel.noticed) == {"changed_at_save": 2}
    assert ledger.plan(plan.id).funnel == plan.funnel


def test_what_stands_on_a_page_already_is_not_noted(reach, ledger):
    plan, entries = planned(make_task(), reach({"A": "~~~~ {{subst:b}} old"}), ledger)
    assert len(entries) == 1
    assert not plan.funnel.notices

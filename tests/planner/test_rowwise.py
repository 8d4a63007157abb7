"""Tasks whose options name columns of rows: each page by its own options, in as few requests."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from textwrap import dedent
from typing import ClassVar

import pytest

from bot.mediawiki.facets import effort
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.page import INFO, TEXT, AnyFacet, Facets
from bot.plan import Edit, Plan, Skip
from bot.planner.judge import ROW, Judge
from bot.planner.planning import Planning
from bot.planner.rowwise import RowStream
from bot.planner.streaming import route
from bot.plugin import Reach
from bot.site import Limits, Site
from bot.task import Task
from bot.titles import Title
from bot.wiki import (
    CandidateBatch,
    ExternalLinks,
    Incoming,
    PageBatch,
    Query,
    RedirectsTo,
    UsedTemplates,
)
from bot.wiki.protocol import Effort
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task

TEXTS = {
    "A": "one [[X]] two {{S}}",
    "B": "three old [[Category:Cats]]",
    "C": "nothing",
    "R": "#REDIRECT [[X]]",
    "V": "see [[R]] and [[X]]",
    "X": "x",
    "Template:S": "s",
}


class Watched(OfflineWiki):
    """Has the costs of a real wiki and small batches, and keeps what it is asked."""

    full: ClassVar = 2
    apart: ClassVar = True

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.asked: list[tuple[str, list[str], Facets]] = []
        self.listed: list[Query] = []

    @property
    def site(self) -> Site:
        return replace(super().site, limits=Limits(titles=self.full))

    def effort(self, facet: AnyFacet) -> Effort:
        return "each" if facet == ExternalLinks() else effort(facet)

    def enumerate(self, query: Query) -> Iterator[CandidateBatch]:
        self.listed.append(query)
        return super().enumerate(query)

    def fetch(
        self, wanted: Query | Iterable[CandidateBatch], facets: Facets = frozenset({INFO})
    ) -> Iterator[PageBatch]:
        assert not isinstance(wanted, Query)
        batches = list(wanted)
        names = [one.title.text for one in chain.from_iterable(batches)]
        self.asked.append(("fetch", names, facets))
        return super().fetch(batches, facets)

    def further(self, wanted: Iterable[PageBatch], facets: Facets) -> Iterator[PageBatch]:
        batches = list(wanted)
        names = [one.title.text for one in chain.from_iterable(batches)]
        self.asked.append(("further", names, facets))
        for batch in batches:
            found = chain.from_iterable(super().fetch([[one.candidate for one in batch]], facets))
            yield [
                replace(page, facets={**page.facets, **new.facets})
                for page, new in zip(batch, found, strict=True)
            ]


@pytest.fixture
def wiki(tmp_path) -> Iterator[Watched]:
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(TEXTS)), encoding="utf-8")
    with closing(Watched("testwiki", export, cache=tmp_path / "cache")) as one:
        yield one


@pytest.fixture
def planned(wiki, ledger, tmp_path) -> Callable[..., Plan]:
    """Plans over the pages of a table; its first line names the columns."""

    def plan(table: str, more: str) -> Plan:
        (tmp_path / "list.csv").write_text(dedent(table), encoding="utf-8")
        planning = Planning(from_table(more), Reach(wiki, Outside(tmp_path)), ledger)
        for _ in planning:
            pass
        return planning.plan

    return plan


def from_table(more: str) -> Task:
    source = "" if "for_each" in more else "for_each: {file: list.csv}\n"
    return make_task(source + dedent(more))


@pytest.fixture
def texts(planned, ledger):
    """The new texts by title, and the reasons why other pages are left out."""

    def made(table: str, more: str) -> tuple[dict[str, str], dict[str, int]]:
        plan = planned(table, more)
        items = [one.item for one in ledger.items(plan.id)]
        after = {one.title.text: one.after for one in items if isinstance(one, Edit)}
        return after, dict(plan.funnel.skipped)

    return made


def test_each_page_is_changed_by_its_own_row(texts):
    table = "page,old,new\nA,one,1\nB,old,new\nC,zero,0\n"
    assert texts(table, "do: [{replace: {find: '${row.old}', with: '${row.new}'}}]") == (
        {"A": "1 [[X]] two {{S}}", "B": "three new [[Category:Cats]]"},
        {"unchanged": 1},
    )


def test_pages_that_come_without_a_row_or_with_an_unfit_one_are_left_out_and_told(planned):
    table = "page,old,new\nA,one,1\nB,,new\nC,a,a\n"
    plan = planned(
        table,
        """
        for_each: [{file: list.csv}, {titles: V}]
        do: [{replace: {find: '${row.old}', with: '${row.new}'}}]
        """,
    )
    assert dict(plan.funnel.skipped) == {ROW: 3}
    assert [(one.title.text, one.detail) for one in plan.funnel.faults] == [
        ("B", "`replace.find` should not be empty"),
        ("C", "`replace`: `with` is the same as `find`: 'a'"),
        ("V", "no source gave it a row, and options name `row.old`"),
    ]
    assert plan.funnel.seen == plan.funnel.planned + plan.funnel.skipped.total()


def test_a_value_that_does_not_fit_the_wiki_leaves_its_page_out(planned):
    plan = planned("page,to\nA,Y\nV,a|b\n", "do: [{retarget_link: {from: X, to: '${row.to}'}}]")
    (fault,) = plan.funnel.faults
    assert fault.title.text == "V"
    assert fault.detail.startswith("`retarget_link`: 'a|b' is not a page title")
    assert plan.funnel.planned == 1


def test_filters_and_conditions_go_by_the_row_too(texts):
    table = "page,word,least\nA,one,1\nB,one,1\nC,nothing,90\n"
    assert texts(
        table,
        """
        where: [{text: '${row.word}'}]
        do: [{replace: {find: '${row.word}', with: 'replaced'}}]
        require: [{size_change: {at_most: '${row.least}'}}]
        """,
    ) == ({"C": "replaced"}, {"size_change": 1, "text": 1})


def test_filters_on_titles_and_redirects_drop_before_anything_is_fetched(planned, wiki):
    plan = planned("page,t\nA,B\nB,B\n", "where: [{title: '${row.t}'}]")
    assert dict(plan.funnel.skipped) == {"title": 1}
    assert [names for _, names, _ in wiki.asked] == [["B"]]


def test_the_pages_of_a_batch_are_read_in_one_request_whatever_each_asks(planned, wiki, ledger):
    plan = planned(
        "page,t,p\nA,S,a\nB,T,b\nC,S,c\nV,S,d\n",
        "where: [{has_template: '${row.t}'}]\ndo: [{report: {columns: [title]}}]",
    )
    assert [(how, names) for how, names, _ in wiki.asked] == [
        ("fetch", ["A", "B"]),
        ("fetch", ["C", "V"]),
    ]
    both = UsedTemplates(frozenset(Title(10, f"Template:{one}") for one in "ST"))
    assert wiki.asked[0][2] == {INFO, both}
    assert [one.title.text for one in ledger.rows(plan.id)] == ["A"]


def test_what_is_asked_apart_is_asked_of_pages_that_ask_the_same(planned, wiki):
    plan = planned(
        "page,n,w\nA,0,one\nB,0,zzz\nC,1,nothing\nV,0,see\nX,0,x\n",
        """
        where: [{orphan: {namespace: '${row.n}'}}, {text: '${row.w}'}]
        do: [{report: {columns: [title]}}]
        """,
    )
    asked = [(how, names, facets - {INFO, TEXT}) for how, names, facets in wiki.asked]
    assert [(names, facets) for how, names, facets in asked if how == "fetch"] == [
        (["A", "B"], frozenset()),
        (["C", "V"], frozenset()),
        (["X"], frozenset()),
    ]
    apart = [(names, facets) for how, names, facets in asked if how == "further"]
    # of the first full batch of those that are left, each asks for something else
    assert sorted(names for names, _ in apart) == [["A"], ["C"], ["V", "X"]]
    assert all(isinstance(one, Incoming) for _, facets in apart for one in facets)
    assert dict(plan.funnel.skipped) == {"text": 1, "orphan": 1}


def test_what_is_known_of_one_page_at_a_time_is_asked_of_those_that_are_left(planned, wiki):
    plan = planned(
        "page,d\nA,a\nB,b\nX,x\n",
        """
        where: [{has_external_link: {domain: '${row.d}', rendered: true}}, orphan, {text: e}]
        """,
    )
    assert sorted((how, names) for how, names, _ in wiki.asked) == [
        ("fetch", ["A", "B"]),
        ("fetch", ["X"]),
        ("further", ["A", "B"]),
        ("further", ["A", "B"]),
    ]
    apart = [facets for how, _, facets in wiki.asked if how == "further"]
    assert apart[1] == {ExternalLinks()}
    assert dict(plan.funnel.skipped) == {"text": 1, "has_external_link": 2}


def test_what_a_value_wants_to_know_once_is_asked_once_for_each_and_only_if_wanted(texts, wiki):
    more = """
        where: [{text: '${row.w}'}]
        do: [{retarget_link: {from: '${row.old}', to: Y, redirects: follow}}]
        """
    assert texts("page,old,w\nA,X,one\nV,X,see\nB,Z,no such\n", more) == (
        {"A": "one [[Y|X]] two {{S}}", "V": "see [[Y|R]] and [[Y|X]]"},
        {"text": 1},
    )
    assert wiki.listed == [RedirectsTo(to=Title(0, "X"), double=True)]


def test_a_filter_asks_only_about_pages_that_those_before_it_keep(texts, wiki):
    more = """
        where:
          - text: '${row.w}'
          - has_link: {to: '${row.to}', through_redirects: true}
          - text: see
        do: [{replace: {find: see, with: saw}}]
        """
    assert texts("page,to,w\nV,X,see\nA,Y,no such\nB,Z,three\n", more) == (
        {"V": "saw [[R]] and [[X]]"},
        {"text": 1, "has_link": 1},
    )
    assert wiki.listed == [RedirectsTo(to=Title(0, one)) for one in "XZ"]


def test_filters_know_what_their_values_asked_once(texts, wiki):
    more = """
        where: [{has_link: {to: '${row.to}', through_redirects: true}}]
        do: [{replace: {find: see, with: saw}}]
        """
    assert texts("page,to\nV,X\nB,X\n", more)[0] == {"V": "saw [[R]] and [[X]]"}
    assert wiki.listed == [RedirectsTo(to=Title(0, "X"))]


def test_a_page_that_is_missing_is_told_and_costs_no_more(texts, wiki):
    more = "do: [{retarget_link: {from: '${row.old}', to: Y, redirects: follow}}]"
    assert texts("page,old\nNope,X\n", more) == ({}, {"missing": 1})
    assert wiki.listed == []


def test_red_links_can_be_reported_by_their_rows(planned, ledger):
    plan = planned(
        "page,why\nNope,because\nA,no\n",
        "where: [{exists: false}, {title: ['${row.why}', Nope]}]\n"
        "do: [{report: {columns: [title, row.why]}}]",
    )
    assert [dict(one.columns) for one in ledger.rows(plan.id)] == [
        {"title": "Nope", "row.why": "because"}
    ]


def test_a_page_that_did_not_change_is_not_read(planned, wiki):
    plan = planned("page,old\nA,one\n", "since: 2090-01-01\nwhere: [{text: '${row.old}'}]")
    assert dict(plan.funnel.skipped) == {"unchanged_since": 1}
    assert wiki.asked == []


def test_what_a_row_asks_for_and_this_wiki_cannot_tell_leaves_its_page_out(planned):
    plan = planned(
        "page,how\nA,include\nB,exclude\n",
        "where: [{orphan: {disambiguations: '${row.how}'}}]\ndo: [{report: {columns: [title]}}]",
    )
    faults = [(one.title.text, one.reason) for one in plan.funnel.faults]
    assert faults == [("B", ROW)]
    (fault,) = plan.funnel.faults
    assert fault.detail == "`orphan` asks for Incoming, which testwiki cannot tell"


def test_the_items_keep_the_columns_that_made_them(planned, ledger):
    more = "do: [{replace: {find: '${row.old}', with: x}}]\nedit: {summary: 'so ${row.why}'}"
    plan = planned("page,old,why\nA,one,that\n", more)
    (edit,) = [one.item for one in ledger.items(plan.id)]
    assert isinstance(edit, Edit)
    assert (edit.row, edit.summary) == ({"old": "one"}, "so that")


def test_many_rows_are_not_all_kept(wiki, tmp_path):
    rows = "".join(f"A{number},{number}\n" for number in range(1200))
    (tmp_path / "list.csv").write_text(f"page,n\n{rows}")
    reach = Reach(wiki, Outside(tmp_path))
    judge = Judge(from_table("where: [{title: '${row.n}'}]"), wiki.site)
    skipped: list[Skip] = []
    stream = RowStream(judge, reach, route(judge, reach), skipped.append)
    dropped = [one for step in stream for one in step.dropped]
    assert len(dropped) == len(skipped) == 1200

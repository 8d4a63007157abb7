"""What a task does to one page: items, or one stable reason why there are none."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BotError, NotOffered, UsageError
from bot.filters.not_ import Not
from bot.page import INFO, TEXT, Candidate, Facets, NotFetched, Page, Via
from bot.plan import Edit, Funnel, Item, Row
from bot.planner.judge import Judge, judge
from bot.plugin import Action, Condition, Filter
from bot.site import Account, Site
from bot.task import Task
from bot.titles import Title
from bot.wiki import REDIRECT_FLAG, Categories, Known, RawList, RedirectsTo
from tests.pairs import SITE, make_page, make_site
from tests.planner.conftest import make_task


class Faulty(Filter):
    """Fails on every page."""

    def keep(self, page: Page) -> bool:
        raise BotError(f"cannot judge {page.title}")


class FaultyAction(Action):
    """Fails on every page."""

    def rewrite(self, page: Page) -> str:
        raise BotError(f"cannot change {page.title}")


class FaultyRows(Action):
    """Gives one row, then fails."""

    def items(self, page: Page) -> Iterable[Item]:
        yield Row(title=page.title, report="r", columns={})
        raise UsageError("no more rows")


class FaultyCondition(Condition):
    """Fails on every edit."""

    def holds(self, page: Page, after: str) -> bool:
        raise BotError(f"cannot decide on {page.title}, {len(after)} letters")


class Greedy(Filter):
    """Reads what it never asked for."""

    def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the base's signature
        return frozenset({INFO})

    def keep(self, page: Page) -> bool:
        return bool(page[Categories()])


class InSearch(Filter):
    """Asks for what an offline wiki does not have."""

    def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the base's signature
        return frozenset({Known(RawList(module="search"))})

    def keep(self, page: Page) -> bool:
        return bool(page)


class Signed(Action):
    """Adds a line, unless it is there."""

    line: str = "new line"
    main: ClassVar = "line"

    def rewrite(self, page: Page) -> str:
        return page.text if self.line in page.text else f"{page.text}\n{self.line}"


def edit_of(task: Task, page: Page) -> Edit:
    verdict = judge(task, page)
    assert verdict.skip is None
    (item,) = verdict.items
    assert isinstance(item, Edit)
    return item


def reason(task: Task, page: Page) -> str:
    verdict = judge(task, page)
    assert verdict.items == ()
    assert verdict.skip is not None
    assert verdict.skip.title == page.title
    return verdict.skip.reason


def test_an_edit_carries_all_that_saving_needs():
    page = make_page("an old text", "Mars", pageid=3, revid=9)
    edit = edit_of(make_task("edit: {summary: why, minor: true, bot: false}"), page)
    assert edit == Edit(
        title=page.title,
        pageid=3,
        cause=page.title,
        baserevid=9,
        read_at=None,
        before="an old text",
        after="an new text",
        summary="why",
        minor=True,
        bot=False,
    )


def test_the_new_text_is_the_one_that_the_wiki_would_save():
    task = replace(make_task(), do=(Signed(line="end  \r\n"),))
    assert edit_of(task, make_page("start")).after == "start\nend"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (make_page("old", exists=False), "missing"),
        (make_page("nothing of it"), "unchanged"),
        (make_page(""), "unchanged"),
        (make_page("old", model="json"), "content_model"),
        (make_page("old {{nobots}}"), "bots"),
        (make_page("old {{bots|deny=all}}"), "bots"),
    ],
)
def test_a_page_that_cannot_be_edited_is_left_out(page, code):
    assert reason(make_task(), page) == code


MISSING = make_page("", "Gone", exists=False)
REPORT = "do: [{replace: {matches: ^, with: new}}, {report: {columns: [title]}}]"


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("[{exists: false}]", None),
        ("[{not: exists}]", None),
        ("[{any: [{text: x}, {exists: false}]}]", None),
        ("[{exists: false}, {not: {text: x}}, {not: {longer_than: 0}}]", None),
        ("[exists]", "exists"),
        ("[{exists: false}, {text: x}]", "text"),
        ("[{exists: false}, {title: Mars}]", "title"),
        ("[{not: {text: x}}]", "missing"),
        ("[]", "missing"),
    ],
)
def test_pages_that_do_not_exist_are_judged_where_the_task_asks_about_that(where, code):
    page = replace(MISSING, facets={INFO: None})
    verdict = judge(make_task(f"where: {where}\n{REPORT}"), page)
    assert (verdict.skip and verdict.skip.reason) == code
    assert [item.kind for item in verdict.items] == ([] if code else ["row"])


def test_an_action_may_be_for_missing_pages_alone():
    task = make_task("do: [{report: {columns: [title], when: {exists: false}}}]")
    assert [item.kind for item in judge(task, MISSING).items] == ["row"]
    assert reason(task, make_page("x")) == "unchanged"
    other = make_task("do: [{report: {columns: [title], when: exists}}]")
    assert reason(other, MISSING) == "missing"


def test_the_text_of_a_page_that_does_not_exist_is_never_changed():
    task = make_task("where: [{exists: false}]\ndo: [{replace: {matches: ^, with: new}}]")
    assert reason(task, MISSING) == "missing"


def test_an_action_that_fails_on_a_missing_page_is_told():
    task = replace(make_task("where: [{exists: false}]"), do=(FaultyRows(),))
    assert reason(task, MISSING) == "failed"


BY_ROW = "for_each: {file: a.csv}\ndo: [{replace: {find: '${row.old}', with: new}}]\n"


def with_row(page: Page, **row: str) -> Page:
    return replace(page, candidate=replace(page.candidate, row=row))


def test_a_page_is_judged_by_its_row():
    edit = edit_of(make_task(BY_ROW), with_row(make_page("an old text"), old="an", more="x"))
    assert (edit.after, edit.row) == ("new old text", {"old": "an"})
    assert reason(make_task(BY_ROW), make_page("an old text")) == "row"
    assert reason(make_task(BY_ROW), with_row(make_page("an old text"), old="")) == "row"


def test_a_row_that_does_not_fit_the_site_is_told_without_the_tasks_name():
    task = make_task("for_each: {file: a.csv}\nwhere: [{namespace: '${row.ns}'}]")
    skip = judge(task, with_row(make_page("old"), ns="Tlak")).skip
    assert skip
    assert (skip.reason, skip.detail[:29]) == ("row", "`namespace`: no namespace 'Tl")
    assert edit_of(task, with_row(make_page("old"), ns="0"))


def test_what_no_row_changes_has_to_fit_the_site_from_the_start():
    more = "for_each: {file: a.csv}\nwhere: [{any: [{namespace: Tlak}, {text: '${row.t}'}]}]"
    with pytest.raises(UsageError, match=r"task\.yaml: `namespace`: no namespace 'Tlak'"):
        Judge(make_task(more), SITE)


def test_without_a_filling_every_row_has_the_same_judge():
    one = Judge(make_task(), SITE)
    assert one.of({"a": "b"}) is one


NO_REF = "do: [{replace: {find: '<ref>b</ref>', with: ''}}]"
BLANKS = "do: [{replace: {find: 'a b', with: 'a  b'}}]"


@pytest.mark.parametrize(
    ("more", "text", "code"),
    [
        ("where: [{text: needle}]", "old", "text"),
        ("where: [{title: Mars}]", "old", "title"),
        ("where: [{not: {title: Page}}]", "old", "not"),
        ("where: [{any: [{text: needle}, {title: Mars}]}]", "old", "any"),
        ("where: [redirect]", "old", "redirect"),
        ("where: [{namespace: Talk}]", "old", "namespace"),
        ("require: [{size_change: {at_least: 10}}]", "old", "size_change"),
        ("skip_if: [{size_change: {at_most: 10}}]", "old", "size_change"),
        ("require: [{keeps: [references]}]", "old<ref>old</ref>", None),
        (f"{NO_REF}\nrequire: [{{keeps: [references]}}]", "a<ref>b</ref>", "keeps"),
        (BLANKS, "a b", "only_whitespace"),
        (f"{BLANKS}\nedit: {{summary: s, allow_cosmetic: asked for}}", "a b", None),
        ("do: [{replace: {find: '[[A|A]]', with: '[[A]]'}}]", "[[A|A]]", "only_cosmetic"),
    ],
)
def test_the_reason_is_the_name_of_what_dropped_the_page(more, text, code):
    verdict = judge(make_task(more), make_page(text))
    assert (verdict.skip and verdict.skip.reason) == code
    assert bool(verdict.items) == (code is None)


def test_other_content_models_are_edited_where_the_task_says_so():
    task = make_task("edit: {summary: s, content_models: [json]}")
    assert edit_of(task, make_page("old", model="json")).after == "new"
    assert reason(task, make_page("old")) == "content_model"


def test_bots_is_judged_by_the_account_and_the_text_before():
    site = make_site(account=Account("SweepBot", anonymous=False))
    assert reason(make_task(), make_page("old {{bots|deny=SweepBot}}", site=site)) == "bots"
    assert edit_of(make_task(), make_page("old {{bots|deny=OtherBot}}", site=site))
    disrespect = make_task("bots: {respect: false, reason: its own page}")
    assert edit_of(disrespect, make_page("old {{nobots}}", site=site))
    notices = make_task("bots: {message_type: nosource}")
    assert reason(notices, make_page("old {{bots|optout=nosource}}", site=site)) == "bots"


@pytest.mark.parametrize(
    "more",
    [
        "where: [{text: {matches: '(a|a)+(a|a)+$'}}]",
        "do: [{replace: {matches: '(a|a)+(a|a)+$', with: x}}]",
    ],
)
def test_a_runaway_pattern_ends_for_this_page_alone(more):
    verdict = judge(make_task(more), make_page("a" * 200 + "!"))
    assert verdict.skip
    assert verdict.skip.reason == "runaway"
    assert "(a|a)+" in verdict.skip.detail


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"where": (Faulty(),)}, "cannot judge Page"),
        ({"where": (Not(filters=(Faulty(),)),)}, "cannot judge Page"),
        ({"do": (FaultyAction(),)}, "cannot change Page"),
        ({"do": (FaultyRows(),)}, "no more rows"),
        ({"do": (Signed(when=(Faulty(),)),)}, "cannot judge Page"),
        ({"skip_if": (FaultyCondition(),)}, "cannot decide on Page, 3 letters"),
        ({"require": (FaultyCondition(),)}, "cannot decide on Page, 3 letters"),
    ],
)
def test_a_plugin_that_fails_on_a_page_costs_that_page_alone(part, told):
    verdict = judge(replace(make_task(), **part), make_page("old"))
    assert verdict.items == ()
    assert verdict.skip
    assert (verdict.skip.reason, verdict.skip.detail) == ("failed", told)


def test_a_plugin_that_reads_what_it_did_not_ask_for_is_a_bug_and_flies():
    with pytest.raises(NotFetched):
        judge(replace(make_task(), where=(Greedy(),)), make_page("old"))


def test_actions_work_on_what_the_one_before_left():
    task = make_task("do: [{replace: {find: a, with: b}}, {replace: {find: b, with: c}}]\n"
                     "edit: {summary: s}")  # fmt: skip
    assert edit_of(task, make_page("a b")).after == "c c"


def test_when_sees_the_page_as_it_then_is():
    task = make_task("""
        do:
          - replace: {find: a, with: b}
          - replace: {find: x, with: y, when: {text: b}}
          - replace: {find: x, with: z, when: {not: {text: b}}}
        edit: {summary: s}
        """)
    assert edit_of(task, make_page("a x")).after == "b y"
    assert edit_of(task, make_page("x")).after == "z"


def test_an_edit_that_undoes_itself_is_none():
    task = make_task("do: [{replace: {find: a, with: b}}, {replace: {find: b, with: a}}]\n"
                     "edit: {summary: s}")  # fmt: skip
    assert reason(task, make_page("a")) == "unchanged"


BOTH = """
    do:
      - replace: {find: old, with: new}
      - report: {columns: [title, length]}
    edit: {summary: s}
    """


def test_rows_come_beside_an_edit_and_see_the_new_text():
    verdict = judge(make_task(BOTH), make_page("very old", "Mars"))
    assert [item.kind for item in verdict.items] == ["edit", "row"]
    row = verdict.items[1]
    assert isinstance(row, Row)
    assert row.columns == {"title": "Mars", "length": "8"}


@pytest.mark.parametrize("text", ["unchanged", "old {{nobots}}"])
def test_rows_come_also_where_there_is_no_edit(text):
    verdict = judge(make_task(BOTH), make_page(text))
    assert verdict.skip is None
    assert [item.kind for item in verdict.items] == ["row"]


def test_a_task_without_rewriting_actions_needs_no_text():
    task = make_task("do: [{report: {columns: [title]}}]")
    page = make_page("never read", "Mars")
    bare = replace(page, facets={INFO: None})
    assert Judge(task, SITE).facets("page") == {INFO}
    assert [item.kind for item in judge(task, bare).items] == ["row"]


def test_a_report_without_rows_leaves_the_page_unchanged():
    task = make_task("do: [{report: {each: 'x+', columns: [match]}}]")
    assert reason(task, make_page("no letter of it")) == "unchanged"


def test_what_the_task_as_a_whole_knows_is_shared_by_its_pages():
    task = make_task("""
        do: [{retarget_link: {from: Old, to: New, redirects: follow}}]
        edit: {summary: s}
        """)
    known = Known(RedirectsTo(to=Title(0, "Old")))
    assert Judge(task, SITE).facets("task") == {known}
    page = make_page("[[Older]]", redirects={"Old": ["Older"]})
    assert edit_of(task, page).after == "[[New|Older]]"
    assert reason(task, make_page("[[Older]]", redirects={"Old": []})) == "unchanged"


def test_all_needs_are_added_up_by_who_asks():
    task = make_task("""
        where: [{in_category: Planets}, redirect, {text: x}, {title: y}]
        """)
    one = Judge(task, SITE)
    assert one.facets("page") == {INFO, TEXT, REDIRECT_FLAG, Categories()}
    assert one.facets("task") == frozenset()


def test_filters_run_in_the_order_of_their_cost():
    task = make_task("""
        where: [{text: x}, {longer_than: 1000}, redirect, {title: y}]
        """)
    assert reason(task, make_page("", redirect=False)) == "title"
    task = make_task("where: [{text: x}, {longer_than: 1000}, redirect]")
    assert reason(task, make_page("", redirect=False)) == "redirect"
    task = make_task("where: [{text: x}, {longer_than: 1000}]")
    assert reason(task, make_page("")) == "longer_than"


class TestEarly:
    TASK = make_task("where: [{title: Mars}, {redirect: false}, {text: x}]")

    def early(self, title: str, *, redirect: bool | None):
        one = Judge(self.TASK, SITE)
        assert one.early_filters
        skip = one.early(Candidate(SITE.title(title), redirect=redirect), {})
        return skip and skip.reason

    def test_titles_alone_drop_a_page_before_anything_is_fetched(self):
        assert self.early("Venus", redirect=None) == "title"
        assert self.early("Mars", redirect=None) is None

    def test_a_redirect_flag_that_the_source_told_is_used(self):
        assert self.early("Mars", redirect=True) == "redirect"
        assert self.early("Mars", redirect=False) is None

    def test_one_that_it_did_not_tell_is_looked_at_later(self):
        page = make_page("old x", "Mars", redirect=True)
        verdict = Judge(self.TASK, SITE).page(page)
        assert verdict.skip
        assert verdict.skip.reason == "redirect"

    def test_an_early_filter_that_fails_costs_that_page_alone(self):
        class FaultyEarly(Faulty):
            def needs(self, site: Site) -> Facets:  # noqa: ARG002 - the base's signature
                return frozenset()

        one = Judge(replace(self.TASK, where=(FaultyEarly(),)), SITE)
        skip = one.early(Candidate(SITE.title("Mars")), {})
        assert skip
        assert (skip.reason, skip.detail) == ("failed", "cannot judge Mars")


class TestSummary:
    def test_a_template_knows_the_page_and_let(self):
        task = make_task("""
            name: sweep
            let: {what: olds, all: [a, b]}
            edit:
              summary: "{{ task }}: {{ what }} on {{ title }} ({{ namespace }}) {{ via|join(', ') }}
                {{ all|length }}"
            """)
        via = (Via("redirect", Title(0, "R1")), Via("redirect", Title(0, "R2")))
        page = make_page("old", candidate=Candidate(SITE.title("Talk:Mars"), via=via))
        assert edit_of(task, page).summary == "sweep: olds on Talk:Mars (1) R1, R2 2"

    def test_wikitext_braces_need_jinja_marks_to_be_a_template(self):
        assert edit_of(make_task("edit: {summary: 'a {b} [[c]]'}"), make_page("old")).summary == (
            "a {b} [[c]]"
        )

    def test_one_that_is_always_too_long_ends_the_task_before_it_begins(self):
        task = make_task(f"edit: {{summary: {'s' * 501}}}")
        with pytest.raises(UsageError, match=r"task\.yaml: the summary has 501 characters and"):
            Judge(task, SITE)
        assert edit_of(make_task(f"edit: {{summary: {'s' * 500}}}"), make_page("old"))

    def test_one_that_a_page_makes_too_long_costs_that_page_alone(self):
        task = make_task("edit: {summary: '" + "s" * 490 + "{{ title }}'}")
        verdict = judge(task, make_page("old", "A long title indeed"))
        assert verdict.skip
        assert verdict.skip.reason == "summary"
        assert "509 characters" in verdict.skip.detail
        assert edit_of(task, make_page("old", "Mars")).summary.endswith("Mars")

    def test_one_that_fails_on_a_page_costs_that_page_alone(self):
        task = make_task("edit: {summary: '{{ 5 // (title|length - 4) }}'}")
        verdict = judge(task, make_page("old", "Mars"))
        assert verdict.skip
        assert verdict.skip.reason == "summary"
        assert "zero" in verdict.skip.detail
        assert edit_of(task, make_page("old", "Venus")).summary == "5"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("for_each: {backlinks: 'a{b'}", "task.yaml: `backlinks`: "),
        ("for_each: {backlinks: {to: X, namespace: Tlak}}", "no namespace 'Tlak' on devwiki"),
        ("for_each: [{titles: A}, {category: 'Talk:X'}]", "task.yaml: `category`: "),
        ("where: [{not: {title: '[x'}}]", "task.yaml: `title`: "),
    ],
)
def test_options_that_do_not_fit_the_wiki_are_told_with_file_and_plugin(more, told):
    with pytest.raises(UsageError) as error:
        Judge(make_task(more), SITE)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_what_the_wiki_cannot_tell_is_refused_with_file_and_plugin(reach):
    wiki = reach({}).wiki
    Judge(make_task("where: [{text: x}]"), wiki.site).check_offers(wiki)
    for where in (InSearch(), Not(filters=(InSearch(),))):
        one = Judge(replace(make_task(), where=(where,)), wiki.site)
        with pytest.raises(NotOffered, match=r"task\.yaml: `in_search` asks for RawList"):
            one.check_offers(wiki)


PAGES = st.builds(
    make_page,
    st.text("old {}|nbots\n"),
    st.sampled_from(["Mars", "Talk:Mars", "Venus"]),
    exists=st.booleans(),
    redirect=st.booleans(),
    model=st.sampled_from(["wikitext", "json"]),
)
TASKS = st.sampled_from(
    [
        make_task(),
        make_task(BOTH),
        make_task("where: [{title: Mars}, {text: old}]"),
        make_task("where: [{not: redirect}]\nrequire: [{size_change: {at_least: 1}}]"),
        make_task("do: [{report: {each: '[a-z]+', columns: [match]}}]"),
        replace(make_task(), where=(Faulty(),)),
    ]
)


@given(TASKS, st.lists(PAGES, max_size=8))
def test_every_page_is_counted_once(task, pages):
    funnel = Funnel()
    for page in pages:
        verdict = judge(task, page)
        assert bool(verdict.items) != bool(verdict.skip)
        if verdict.skip:
            funnel.skip(verdict.skip)
        else:
            funnel.plan(verdict.items)
    assert funnel.seen == len(pages) == funnel.planned + sum(funnel.skipped.values())


@given(TASKS, PAGES)
def test_the_same_page_is_judged_the_same_and_a_planned_edit_is_the_last(task, page):
    first = judge(task, page)
    assert judge(task, page) == first
    for item in first.items:
        if isinstance(item, Edit):
            again = judge(task, page.with_text(item.after))
            assert not any(isinstance(one, Edit) for one in again.items)

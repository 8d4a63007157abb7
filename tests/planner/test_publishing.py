"""Reports on wiki pages: the last items of a plan, where their text is another one by now."""

import re
from dataclasses import replace

import pytest

from bot.errors import UsageError
from bot.plan import Edit, Publish
from bot.planner.planning import Planning
from bot.planner.publishing import Publishing
from bot.site import plain_site
from bot.task import Publication
from bot.titles import Title
from tests.offline.exports import Entry, Rev
from tests.planner.conftest import make_task

REPORT = "User:SweepBot/Reports"
TABLE = """\
{| class="wikitable sortable"
|+ task
|-
! title
|-
| [[:Page 1]]
|-
| [[:Page 3]]
|}"""
PAGES = {f"Page {number}": f"{'old' if number % 2 else 'nothing'} {number}" for number in range(5)}


def reporting(more="", publish=f"{{page: {REPORT}}}"):
    lines = ["where: [{text: old}]", "do: [{report: {columns: [title]}}]", f"publish: {publish}"]
    return make_task("\n".join([*lines, more]))


def planned(task, reach, ledger, **options):
    planning = Planning(task, reach, ledger, **options)
    entries = [one for batch in planning for one in batch]
    assert list(ledger.items(planning.plan.id)) == entries
    funnel = planning.plan.funnel
    assert funnel.seen == funnel.planned + sum(funnel.skipped.values())
    assert sum(funnel.items.values()) == len(entries)
    assert funnel == ledger.plan(planning.plan.id).funnel
    return funnel, [one.item for one in entries if isinstance(one.item, Publish)]


def notices(funnel):
    return [(one.title.text, one.code, one.detail) for one in funnel.notices]


def test_a_page_that_is_not_there_is_created(reach, ledger):
    funnel, (item,) = planned(reporting(), reach(PAGES), ledger)
    assert item.title == Title(2, REPORT)
    assert (item.pageid, item.baserevid, item.before) == (None, None, "")
    assert item.after == TABLE
    assert item.summary == "Report of the task task: 2 rows"
    assert item.read_at
    assert (item.minor, item.bot, item.cause) == (False, True, None)
    assert (funnel.seen, funnel.planned) == (5, 2)
    assert dict(funnel.items) == {"row": 2, "publish": 1}
    assert notices(funnel) == []


@pytest.mark.parametrize("text", ["", "\n", " \t\n\n"])
def test_an_empty_page_gets_the_report(reach, ledger, text):
    task = reporting("edit: {summary: s, minor: true, bot: false}")
    _, (item,) = planned(task, reach({**PAGES, REPORT: text}), ledger)
    assert (item.pageid, item.baserevid) == (6, 106)
    assert (item.before, item.after) == (text, TABLE)
    assert (item.minor, item.bot) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "I am a person, and this is my page.",
        "<!-- -->",
        "#REDIRECT [[Page 1]]",
        f"{TABLE}\nand a word of my own",
        TABLE.replace("Page", "page"),
    ],
)
def test_a_page_with_a_text_that_is_no_report_of_ours_is_left_alone(reach, ledger, text):
    funnel, items = planned(reporting(), reach({**PAGES, REPORT: text}), ledger)
    assert items == []
    told = (
        "its text (revision 106) is no report of ours; name another page, or move the text "
        "elsewhere and empty the page, then it is published"
    )
    assert notices(funnel) == [(REPORT, "not_published", told)]


@pytest.mark.parametrize("text", [TABLE, f"{TABLE}\n", TABLE.replace("\n", "\r\n")])
def test_a_page_that_says_so_already_is_left_alone(reach, ledger, text):
    funnel, items = planned(reporting(), reach({**PAGES, REPORT: text}), ledger)
    assert (items, notices(funnel)) == ([], [])


def test_a_report_without_rows_is_told_too(reach, ledger):
    funnel, (item,) = planned(reporting(), reach({"A": "nothing"}), ledger)
    assert item.after == "''No rows.''"
    assert item.summary.endswith(": 0 rows")
    assert dict(funnel.items) == {"publish": 1}


def test_each_page_gets_its_own_report_and_all_are_asked_for_together(reach, ledger):
    task = make_task("""
        where: [{text: old}]
        do: [{report: {name: titles, columns: [title]}}, {report: {name: sizes, columns: [length]}}]
        publish:
          - {page: User:A, report: titles}
          - {page: User:B, report: sizes}
          - {page: User:C}
          - {file: report.html}
        """)
    made = reach(PAGES)
    planned(reporting(), made, ledger)
    alone = made.wiki.requests
    funnel, items = planned(task, made, ledger)
    assert made.wiki.requests == 2 * alone
    assert [item.title.text for item in items] == ["User:A", "User:B", "User:C"]
    assert [re.findall("^! (.*)$", item.after, re.MULTILINE) for item in items] == [
        ["title"],
        ["length"],
        ["title", "length"],
    ]
    assert [item.summary[-6:] for item in items] == ["2 rows", "2 rows", "4 rows"]
    assert dict(funnel.items) == {"row": 4, "publish": 3}


def test_a_summary_of_ones_own_is_a_template(reach, ledger):
    summary = "{{ task }}: {{ rows }} of ${x} on {{ title }}"
    publish = f"{{page: {REPORT}, summary: '{summary}'}}"
    task = reporting("let: {x: '{{us}}'}\nname: sweep", publish)
    _, (item,) = planned(task, reach(PAGES), ledger)
    assert item.summary == f"sweep: 2 of {{{{us}}}} on {REPORT}"


def test_the_users_own_template_makes_the_text(reach, ledger, tmp_path):
    (tmp_path / "report.wiki").write_text("{{ report.plan.funnel.planned }} of {{ report.name }}\n")
    _, (item,) = planned(reporting(), reach(PAGES), ledger, templates=tmp_path)
    assert item.after == "2 of task"
    assert item.summary.endswith(": 2 rows")


def test_what_a_save_will_change_in_a_report_is_noted(reach, ledger, tmp_path):
    (tmp_path / "report.wiki").write_text("As of ~~~~~\n")
    funnel, (item,) = planned(reporting(), reach(PAGES), ledger, templates=tmp_path)
    assert item.after == "As of ~~~~~"
    assert notices(funnel) == [(REPORT, "changed_at_save", "`~~~~~` becomes a signature or a date")]


@pytest.mark.parametrize("text", ["{{nobots}}", "{{bots|deny=Offline}}", "{{bots|optout=lists}}"])
def test_a_page_that_keeps_bots_away_is_left_alone(reach, ledger, text):
    task = reporting("bots: {message_type: lists}")
    funnel, items = planned(task, reach({**PAGES, REPORT: text}), ledger)
    assert items == []
    assert notices(funnel) == [
        (REPORT, "not_published", "the page keeps bots away by {{bots}} or {{nobots}}")
    ]
    assert dict(funnel.noticed) == {"not_published": 1}
    task = reporting("bots: {respect: false, reason: our own page}")
    funnel, _ = planned(task, reach({**PAGES, REPORT: text}), ledger)
    ((_, _, detail),) = notices(funnel)
    assert "is no report of ours" in detail


def test_a_page_of_another_content_model_is_left_alone(reach, ledger):
    entry = Entry(REPORT, (Rev("{}", 900, model="json"),), 90)
    funnel, items = planned(reporting(), reach(PAGES, entry), ledger)
    assert items == []
    assert notices(funnel) == [(REPORT, "not_published", "the page is no wikitext but json")]


@pytest.mark.parametrize(
    ("title", "published"),
    [
        ("User:SweepBot/a.json", False),
        ("User:SweepBot/a.css", False),
        ("User:a.js", True),
        ("Testwiki:a.js", True),
    ],
)
def test_a_new_page_that_would_be_a_script_is_not_made(reach, ledger, title, published):
    funnel, items = planned(reporting(publish=f"{{page: '{title}'}}"), reach(PAGES), ledger)
    assert bool(items) == published
    told = [] if published else [(title, "not_published", f"{title} would be no wikitext")]
    assert notices(funnel) == told


def test_a_page_that_the_plan_edits_already_is_left_alone(reach, ledger):
    task = make_task("""
        do: [{replace: {find: old, with: new}}, {report: {columns: [title]}}]
        publish: [{page: Page 1}, {page: Page 2}]
        """)
    funnel, (item,) = planned(task, reach({**PAGES, "Page 2": ""}), ledger)
    assert item.title.text == "Page 2"
    told = "the same plan edits this page; leave it out of the task's pages"
    assert notices(funnel) == [("Page 1", "not_published", told)]
    assert funnel.items[Edit.kind] == 2


def test_a_page_that_only_the_wiki_knows_to_be_named_twice_is_told_before_a_plan_begins(
    reach, ledger
):
    task = reporting(publish="[{page: 'Testwiki:A'}, {page: 'Project:A'}]")
    with pytest.raises(UsageError) as told:
        Planning(task, reach(PAGES), ledger)
    assert str(told.value) == (
        "task.yaml: `publish.page`: Testwiki:A is named twice; a page holds one report"
    )
    assert ledger.plans() == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("a|b", r"task.yaml: `publish.page`: 'a\|b' is not a page title"),
        ("de:Bericht", "is a page of another wiki"),
        ("Spezial:Suche", "Special:Suche is no page that can be edited"),
    ],
)
def test_a_page_that_this_wiki_cannot_have_is_refused(page, words):
    plain = plain_site()
    special = replace(plain.namespaces[-1], aliases=("Spezial",))
    site = replace(
        plain,
        interwikis=frozenset({"de"}),
        namespaces={**plain.namespaces, -1: special},
        _links={},
        _ids={},
    )
    task = replace(reporting(), publish=(Publication(page=page),))
    with pytest.raises(UsageError, match=words):
        Publishing(task, site)


def test_a_summary_that_the_wiki_would_cut_is_refused_before_a_plan_begins():
    task = reporting()
    assert Publishing(task, plain_site()).titles
    with pytest.raises(UsageError) as told:
        Publishing(task, replace(plain_site("small"), summary_length=30))
    assert str(told.value) == (
        f"task.yaml: `publish`: the summary for {REPORT} has 31 characters and small takes 30; "
        "shorten it"
    )


def test_a_summary_that_grows_too_long_with_its_rows_keeps_the_report_away(reach, ledger):
    long = f"{{% if rows %}}{'x' * 501}{{% endif %}}Report"
    publish = f"{{page: {REPORT}, summary: '{long}'}}"
    funnel, items = planned(reporting(publish=publish), reach(PAGES), ledger)
    assert items == []
    ((_, code, detail),) = notices(funnel)
    assert code == "not_published"
    assert "has 507 characters" in detail

import re
from dataclasses import replace

import pytest

from bot.diff import hunks
from bot.page import Candidate, Via
from bot.plan import Edit, Funnel, Notice, Numbered, Publish, Row, Skip
from bot.render import TextView, candidate_text, plan_text
from bot.titles import Title


def edit(before, after, **more):
    fields = {"summary": "Bot: links", "title": Title(0, "Mercury in fiction")} | more
    return Numbered(
        3, Edit(pageid=7, baserevid=70, read_at=None, before=before, after=after, **fields)
    )


def rows(*columns, report="Red links"):
    return [
        Numbered(number, Row(title=Title(0, "A"), report=report, columns=one))
        for number, one in enumerate(columns, 1)
    ]


def text(*items, **options):
    return "".join(TextView(**options).items(items))


def test_an_edit_is_its_title_its_summary_and_a_unified_diff():
    assert text(edit("Intro.\nThe [[Mercury]] planet", "Intro.\nThe [[Mercury|planet]]")) == (
        "(3) Mercury in fiction\n"
        "    Bot: links\n"
        "@@ -1,2 +1,2 @@\n"
        " Intro.\n"
        "-The [[Mercury]][- planet-]\n"
        "+The [[Mercury{+|planet+}]]\n"
        "\n"
    )


def test_a_minor_edit_says_so_and_an_empty_summary_nothing():
    assert "    minor: Bot: links\n" in text(edit("a", "b", minor=True))
    assert text(edit("a", "b", summary="")).startswith("(3) Mercury in fiction\n@@")


def publish(baserevid):
    return Numbered(
        4,
        Publish(
            title=Title(2, "User:SweepBot/Reports"),
            baserevid=baserevid,
            read_at=None,
            before="",
            after="''No rows.''",
            summary="Report: 0 rows",
        ),
    )


def test_a_report_for_a_page_says_what_it_is_and_whether_the_page_is_new():
    assert text(publish(None)) == (
        "(4) User:SweepBot/Reports publish (new page)\n"
        "    Report: 0 rows\n"
        "@@ -0,0 +1 @@\n"
        "+''No rows.''\n"
        "\n"
    )
    assert text(publish(7)).startswith("(4) User:SweepBot/Reports publish\n    Report")


def test_in_colour_the_changed_words_stand_out():
    shown = text(
        edit("The [[Mercury]] planet", "The [[Mercury (planet)|Mercury]] planet"), colour=True
    )
    assert "\x1b[1mMercury in fiction\x1b[0m" in shown
    assert "\x1b[31m-The [[Mercury]] planet\x1b[0m\n" in re.sub(r"\x1b\[0m\x1b\[31m", "", shown)
    assert "\x1b[32;1;7m (planet)|Mercury\x1b[0m\x1b[32m]] planet\x1b[0m\n" in shown


def test_without_colour_there_is_no_escape_sequence(sample):
    view = TextView(colour=False)
    shown = "".join(view.items(sample.items)) + view.summary(sample.plan)
    assert "\x1b" not in shown


def test_in_colour_no_escape_sequence_is_a_wikis(sample):
    view = TextView(colour=True)
    shown = "".join(view.items(sample.items)) + view.summary(sample.plan)
    assert "\\x1b]0;x\\x07<U+202E>" in shown
    rest = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("one two three", "one 2 three", "-one [-two-] three\n+one {+2+} three\n"),
        ("see [[M]] now", "see [[M|m]] now", "-see [[M]] now\n+see [[M{+|m+}]] now\n"),
        ("quite other", "不 nothing alike", "-quite other\n+不 nothing alike\n"),
    ],
)
def test_without_colour_brackets_mark_the_changed_words(before, after, shown):
    assert shown in text(edit(before, after))


def test_a_line_of_very_many_changes_says_how_many_more_there_are():
    before = "[[Mercury]] and so on " * 500
    found = text(edit(before, before.replace("[[Mercury]]", "[[Mercury (planet)]]")))
    assert found.count("…(and 460 more changes in this line)\n") == 2


def test_without_colour_the_words_of_a_line_that_had_to_be_cut_are_marked_too():
    long = " ".join(f"w{number}" for number in range(500))
    shown = text(edit(long, long.replace("w250 ", "[[x]] ")), width=40)
    assert "[-w250-] w251" in shown
    assert "{+[[x]]+} w251" in shown
    assert max(map(len, shown.splitlines())) < 100


def test_a_template_call_in_a_text_is_text():
    assert "+{{ 7 * 7 }}{% x %}\n" in text(edit("", "{{ 7 * 7 }}{% x %}"))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("a\nb", "a\nb\n", "\\ no line end at the end before\n"),
        ("a\nb\n", "a\nb", "\\ no line end at the end any more\n"),
    ],
)
def test_a_line_end_at_the_end_is_told_where_it_is_what_changed(before, after, told):
    assert told in text(edit(before, after))


@pytest.mark.parametrize(("before", "after"), [("a\nb", "a\nc"), ("a\nb", "x\nb"), ("a\n", "b\n")])
def test_a_line_end_at_the_end_is_not_told_where_nothing_became_of_it(before, after):
    assert "line end" not in text(edit(before, after))


def test_rows_are_lined_up_below_their_columns():
    shown = text(
        *rows({"page": "水星", "count": "12"}, {"page": "A\nB", "count": "3", "note": "é"})
    )
    assert shown == ("Report Red links\n  page  count  note\n  水星  12\n  A B   3      é\n\n")


def test_a_very_long_cell_is_cut():
    assert "x" * 39 + "…" in text(*rows({"a": "x" * 500}))


def test_many_rows_are_lined_up_in_portions_so_that_they_need_not_be_kept():
    shown = text(*rows(*({"n": str(number)} for number in range(450))))
    assert shown.count("Report Red links") == 3
    assert len(shown.splitlines()) == 450 + 3 * 3


def test_rows_of_two_reports_are_two_tables():
    shown = text(*rows({"a": "1"}), *rows({"b": "2"}, report="Other"))
    assert shown == "Report Red links\n  a\n  1\n\nReport Other\n  b\n  2\n\n"


def test_a_summary_says_where_every_page_went_and_what_comes_next(sample):
    plan = replace(sample.plan, task="mercury", funnel=funnel())
    assert TextView().summary(plan) == (
        "Plan bcdfgh: mercury on testwiki as SweepBot\n"
        "     12 pages seen, with 3 requests in 1.2 s\n"
        "      2 planned: 1 edit, 2 rows\n"
        "      7 left out: nothing to change [unchanged]\n"
        "          e.g. P0, P1, P2, P3, P4, …\n"
        "      2 left out: dropped by `text` [text]\n"
        "          e.g. Q, R\n"
        "      1 left out: a pattern took too long on the page [runaway]\n"
        "          e.g. S\n"
        "        ! S: (a+)+ took 2 s\n"
        "3 items in plan bcdfgh; to carry it out: wikisweep apply bcdfgh; "
        "again: wikisweep show bcdfgh\n"
    )


def funnel():
    found = Funnel()
    row = Row(title=Title(0, "A"), report="r", columns={})
    found.plan([edit("a", "b").item, row])
    found.plan([row])
    for number in range(7):
        found.skip(Skip(Title(0, f"P{number}"), "unchanged"))
    found.skip(Skip(Title(0, "Q"), "text"))
    found.skip(Skip(Title(0, "R"), "text"))
    found.skip(Skip(Title(0, "S"), "runaway", "(a+)+ took 2 s"))
    return found


def test_a_plan_of_rows_alone_has_nothing_to_apply(sample):
    found = Funnel()
    found.plan([Row(title=Title(0, "A"), report="r", columns={})])
    shown = TextView().summary(replace(sample.plan, funnel=found, requests=1))
    assert shown.splitlines()[1:] == [
        "      1 page seen, with 1 request in 1.2 s",
        "      1 planned: 1 row",
        "1 item in plan bcdfgh; again: wikisweep show bcdfgh",
    ]


def test_an_empty_plan_says_so(sample):
    shown = TextView().summary(replace(sample.plan, funnel=Funnel(), account="", task="t"))
    assert shown == (
        "Plan bcdfgh: t on testwiki\n"
        "      0 pages seen, with 3 requests in 1.2 s\n"
        "      0 planned\n"
        "Nothing to do: no items in plan bcdfgh.\n"
    )


@pytest.mark.parametrize("state", ["planning", "broken"])
def test_a_plan_that_was_ended_midway_says_so(sample, state):
    assert "unfinished" in TextView().summary(replace(sample.plan, state=state))


def test_many_faults_are_counted_and_the_first_told(sample):
    found = Funnel()
    for number in range(30):
        found.skip(Skip(Title(0, f"P{number}"), "runaway", "slow"))
    shown = TextView().summary(replace(sample.plan, funnel=found))
    assert shown.count(": slow") == 20
    assert "! and 10 more\n" in shown


def test_the_users_own_template_comes_first(tmp_path):
    (tmp_path / "item.txt").write_text("{{ item.title }}: {{ hunks|length }}\n")
    assert text(edit("a", "b"), folder=tmp_path) == "Mercury in fiction: 1\n"


def test_a_diff_can_be_had_alone():
    assert TextView().diff(hunks("a", "b")) == "@@ -1 +1 @@\n-a\n+b\n"


@pytest.mark.parametrize(
    ("candidate", "line"),
    [
        (Candidate(Title(0, "A")), "A\n"),
        (
            Candidate(Title(0, "A"), direct=True, via=(Via("redirect", Title(0, "B")),)),
            "A\tdirectly, by the redirect B\n",
        ),
        (
            Candidate(
                Title(0, "A\x1b"),
                direct=False,
                via=(Via("redirect", Title(0, "B")), Via("category", Title(14, "Category:C"))),
            ),
            "A\\x1b\tby the redirect B, by the category Category:C\n",
        ),
    ],
)
def test_a_candidate_is_a_line(candidate, line):
    assert candidate_text(candidate) == line


def test_a_plan_in_a_list_is_a_line(sample):
    plan = replace(sample.plan, task="mercury", funnel=funnel())
    line = re.sub(r"\d\d:\d\d", "hh:mm", plan_text(plan))
    assert re.sub(r"2026-01-0\d|2025-12-31", "day", line) == (
        "bcdfgh  day hh:mm       3 items  mercury on testwiki\n"
    )
    one = Funnel()
    one.plan([edit("a", "b").item])
    assert "      1 item   mercury on testwiki\n" in plan_text(replace(plan, funnel=one))
    assert plan_text(replace(plan, state="planning")).endswith("  (planning)\n")


def test_reports_for_pages_are_told_apart_since_no_page_of_the_plan_led_to_them(sample):
    funnel = Funnel()
    funnel.items.update(["publish"])
    shown = TextView().summary(replace(sample.plan, funnel=funnel))
    assert "      0 planned\n      1 report to publish on wiki pages\n" in shown
    assert "1 item in plan" in shown
    funnel.plan([edit("a", "b").item])
    funnel.items.update(["publish"])
    shown = TextView().summary(replace(sample.plan, funnel=funnel))
    assert "      1 planned: 1 edit\n      2 reports to publish on wiki pages\n" in shown


def test_the_first_notices_of_each_kind_are_told_and_all_are_counted(sample):
    funnel = Funnel()
    for number in range(25):
        funnel.notice(Notice(Title(0, f"P{number}"), "changed_at_save", "`~~~` becomes \x1b"))
    funnel.notice(Notice(Title(0, "R"), "not_published", "it keeps bots away"))
    shown = TextView().summary(replace(sample.plan, funnel=funnel))
    assert "     25 to note: the wiki will change what the edit adds [changed_at_save]\n" in shown
    assert "        ! P4: `~~~` becomes \\x1b\n        ! and 20 more\n" in shown
    assert "P5" not in shown
    assert (
        "      1 to note: the report will not be published there [not_published]\n"
        "        ! R: it keeps bots away\n"
    ) in shown

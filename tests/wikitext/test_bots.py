"""Who is shut out by {{bots}} and {{nobots}}."""

import re
from pathlib import Path

import pytest

from bot.wikitext.bots import may_edit


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A page about robots.",
        "{{robots}}",
        "{{bots}}",
        "{{bots|allow=SweepBot}}",
        "{{bots|allow=Other, sweepBot}}",
        "{{bots|allow=all}}",
        "{{bots|allow=}}",
        "{{bots|deny=none}}",
        "{{bots|deny=OtherBot}}",
        "{{bots|optout=all}}",
        "{{bots|Other}}",
        "{{bots|quiet=yes}}",
        "{{nobots|OtherBot}}",
        "{{nobots|deny=OtherBot}}",
        "{{nobots|allow=SweepBot}}",
        "<nowiki>{{nobots}}</nowiki>",
        "<pre>{{nobots}}</pre>",
        "<!-- {{nobots}} -->",
        "{{bots|deny=<!-- SweepBot -->}}",
        "{{bots",
        "[[nobots]]",
    ],
)
def test_these_let_the_account_edit(text):
    assert may_edit(text, "SweepBot")


@pytest.mark.parametrize(
    "text",
    [
        "{{nobots}}",
        "{{Nobots}}",
        "{{ nobots\n}}",
        "{{Template:Nobots}}",
        "{{<!-- x -->nobots}}",
        "text {{x|{{nobots}}}} text",
        "<ref>{{nobots}}</ref>",
        "{{nobots|all}}",
        "{{nobots|OtherBot, SweepBot}}",
        "{{nobots|unheard=of}}",
        "{{nobots|allow=OtherBot}}",
        "{{bots|allow=none}}",
        "{{bots|allow=OtherBot}}",
        "{{bots|deny=all}}",
        "{{Bots|deny=SweepBot}}",
        "{{bots| deny = OtherBot,sweepBot }}",
        "{{bots|allow=SweepBot|deny=SweepBot}}",
        "{{bots|allow=SweepBot}}{{nobots}}",
    ],
)
def test_these_shut_the_account_out(text):
    assert not may_edit(text, "SweepBot")


def test_underscores_in_a_name_are_blanks():
    assert not may_edit("{{bots|deny=Sweep_bot}}", "Sweep bot")


@pytest.mark.parametrize("text", ["{{bots|optout=all}}", "{{bots|optout=orphan, dab }}"])
def test_optout_binds_a_task_that_leaves_such_messages(text):
    assert not may_edit(text, "SweepBot", "orphan")
    assert may_edit(text, "SweepBot")


def test_optout_of_other_messages_binds_nobody():
    assert may_edit("{{bots|optout=dab}}", "SweepBot", "orphan")


@pytest.mark.parametrize(
    "piece", ["{{bots|", "{{bots|{{a|", "{{bots}}", "{{bots|[[", "{{bots|deny="]
)
def test_a_hundred_kilobytes_of_one_piece_are_read_in_a_moment(piece):
    # what a full parser needs minutes for, which a test run notices without a clock
    assert may_edit(piece * (100_000 // len(piece)), "SweepBot")


def test_the_template_is_looked_for_in_captions_too():
    assert not may_edit("<gallery>\nA.png|{{nobots}}\n</gallery>", "SweepBot")


PAGE = (Path(__file__).parents[2] / "docs" / "bots.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(.+)` \| (yes|no) \| [\d and]+ \|$", PAGE, re.MULTILINE)


def test_the_document_shows_every_line_of_the_rule():
    told = " ".join(re.findall(r"^\| `.+` \| (?:yes|no) \| ([\d and]+) \|$", PAGE, re.MULTILINE))
    rules = re.findall(r"^(\d)\. ", PAGE, re.MULTILINE)
    assert len(rules) == 8
    assert set(re.findall(r"\d", told)) == set(rules)
    assert len(ROWS) == 27


@pytest.mark.parametrize(("written", "may"), ROWS)
def test_the_table_of_the_document_is_true(written, may):
    text = written.replace(r"\|", "|")
    assert may_edit(f"An article.\n{text}\n", "SweepBot") == (may == "yes")

"""Pages that a task names are pages of the wiki at hand."""

from dataclasses import replace

import pytest

from bot.errors import UsageError
from bot.planner.judge import Judge
from bot.planner.named import named_page
from bot.site import plain_site
from bot.task import BotSettings
from bot.titles import Title
from tests.planner.conftest import make_task

SITE = replace(plain_site("ours"), interwikis=frozenset({"de"}), _links={}, _ids={})


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("stop", Title(0, "Stop")),
        ("user:SweepBot/Stop", Title(2, "User:SweepBot/Stop")),
        (":Category:Stop", Title(14, "Category:Stop")),
    ],
)
def test_a_page_is_named_as_people_write_it(written, title):
    assert named_page(make_task(), "key", written, SITE) == title


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("de:Halt", "'de:Halt' is a page of another wiki (de:), not of ours"),
        ("#Stop", "'#Stop' names a section but no page"),
        ("a[b", "'a[b' is not a page title: '[' may not stand in one"),
        ("Special:Stop", "Special:Stop is no page that can be edited"),
        ("Media:Stop.png", "Media:Stop.png is no page that can be edited"),
    ],
)
def test_what_is_no_page_to_be_edited_is_told_with_file_and_key(written, words):
    with pytest.raises(UsageError) as told:
        named_page(make_task(), "publish.page", written, SITE)
    assert str(told.value) == f"task.yaml: `publish.page`: {words}"


def test_a_stop_page_that_cannot_be_is_told_before_anything_is_planned():
    task = replace(make_task(), bots=BotSettings(stop_page="de:Halt"))
    with pytest.raises(UsageError, match=r"bots\.stop_page`: .de:Halt. is a page"):
        Judge(task, SITE)
    assert Judge(replace(task, bots=BotSettings(stop_page="Halt")), SITE)

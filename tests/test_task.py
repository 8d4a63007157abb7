import pytest
from pydantic import BaseModel, ValidationError

from bot.errors import Place
from bot.task import (
    BotSettings,
    EditSettings,
    Expect,
    Given,
    LimitSettings,
    Publication,
    Task,
    TaskTest,
)
from tests.loading.plugins import Pages, Tell


def refusal(model: type[BaseModel], **given) -> str:
    with pytest.raises(ValidationError) as caught:
        model(**given)
    (error,) = caught.value.errors()
    return str(error["msg"])


def test_a_task_is_data_that_nobody_changes():
    task = Task(name="a", file="a.yaml", text="", source=Pages(names=("a", "b")), do=(Tell(),))
    with pytest.raises(AttributeError):
        task.name = "b"  # type: ignore[misc] # it is the point of the test
    with pytest.raises(ValidationError):
        task.edit.minor = True
    assert task == Task(**{name: getattr(task, name) for name in task.__slots__})


def test_a_test_of_a_task_has_a_place():
    test = TaskTest(Given(text="a"), Expect(text="b"), Place("a.yaml", 3, 5))
    assert (test.about, test.place.line) == ("", 3)


@pytest.mark.parametrize(
    ("text", "number"), [("50%", 50.0), (" 0.5 % ", 0.5), ("100%", 100.0), ("1e1%", 10.0)]
)
def test_a_share_is_a_percentage(text, number):
    assert LimitSettings.model_validate({"max_share": text}).max_share == number


@pytest.mark.parametrize(
    "text", ["50", "0%", "-1%", "100.1%", "%", "half%", "nan%", "inf%", "50%%"]
)
def test_what_is_no_percentage_is_refused(text):
    assert "should be a percentage from above 0% to 100%" in refusal(LimitSettings, max_share=text)


@pytest.mark.parametrize("text", ["true", "Yes", " no ", "off", ""])
def test_a_reason_is_more_than_a_yes(text):
    assert "should be a reason in words" in refusal(EditSettings, allow_cosmetic=text)
    assert "should be a reason in words" in refusal(EditSettings, allow_reverted=text)
    assert "should be a reason in words" in refusal(BotSettings, respect=False, reason=text)


def test_a_reason_in_words_is_kept():
    assert EditSettings(allow_cosmetic="agreed on the talk page").allow_cosmetic
    assert EditSettings(allow_reverted="the revert was a mistake").allow_reverted
    assert BotSettings(respect=False, reason="pages of our own").reason


def test_no_respect_and_a_reason_go_together():
    assert "takes a reason" in refusal(BotSettings, respect=False)
    assert "but it is true" in refusal(BotSettings, reason="why not")


def test_a_report_goes_to_a_file_or_to_a_page():
    assert Publication(file="a.html").page is None
    assert Publication(page="A").file is None
    assert "give either `file` or `page`" in refusal(Publication)
    assert "give either `file` or `page`" in refusal(Publication, file="a.html", page="A")


def test_only_a_page_has_an_edit_summary():
    assert Publication(page="A", summary="Up to date").summary == "Up to date"
    assert "a file has none" in refusal(Publication, file="a.html", summary="Up to date")


def test_what_a_stop_page_says_needs_a_stop_page():
    assert BotSettings().run_text == "run"
    assert BotSettings(stop_page="A", run_text="", check_every=1).run_text == ""
    assert "no `stop_page`" in refusal(BotSettings, run_text="run")
    assert BotSettings(check_every=5).check_every == 5
    assert "cannot hold a comment" in refusal(BotSettings, stop_page="A", run_text="<!-- a -->")


@pytest.mark.parametrize("name", ["max_bytes", "errors_in_a_row", "reverts", "canary"])
def test_a_fuse_lets_at_least_one_through(name):
    assert getattr(LimitSettings.model_validate({name: "1"}), name) == 1
    assert "greater than or equal to 1" in refusal(LimitSettings, **{name: 0})


def test_a_run_that_fails_on_and_on_or_is_reverted_stops_unasked():
    limits = LimitSettings()
    assert (limits.errors_in_a_row, limits.reverts) == (10, 3)
    assert (limits.max_bytes, limits.canary) == (None, None)


@pytest.mark.parametrize(
    "expected",
    [
        {"text": ""},
        {"unchanged": True},
        {"skip": "text"},
        {"rows": ()},
        {"text": "a", "rows": ({"a": "b"},)},
        {"unchanged": True, "rows": ()},
    ],
)
def test_an_expectation_says_one_thing_or_two_that_agree(expected):
    assert Expect(**expected).model_dump(exclude_none=True) == expected


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ({}, "say what is expected"),
        ({"unchanged": False}, "`unchanged` can only be true"),
        ({"text": "a", "unchanged": True}, "`text` and `unchanged` cannot both be expected"),
        ({"text": "a", "skip": "b"}, "`text` and `skip` cannot both be expected"),
        ({"skip": "a", "rows": ()}, "`skip` and `rows` cannot both be expected"),
        ({"text": "a", "unchanged": True, "rows": ()}, "cannot all be expected"),
    ],
)
def test_an_expectation_that_contradicts_itself_is_refused(expected, words):
    assert words in refusal(Expect, **expected)

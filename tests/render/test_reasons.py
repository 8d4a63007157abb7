from bot.planner.judge import ROW
from bot.render.reasons import notice_words, reason_words


def test_a_reason_of_the_planner_is_told_in_words():
    assert reason_words("unchanged") == "nothing to change"
    assert reason_words(ROW).startswith("its row lacks a column")


def test_any_other_reason_is_the_plugin_that_dropped_the_page():
    assert reason_words("in_category") == "dropped by `in_category`"


def test_a_notice_is_told_in_words():
    assert notice_words("not_published") == "the report will not be published there"
    assert notice_words("of_a_later_version") == "of_a_later_version"

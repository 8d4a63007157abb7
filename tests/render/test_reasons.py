from bot.render.reasons import reason_words


def test_a_reason_of_the_planner_is_told_in_words():
    assert reason_words("unchanged") == "nothing to change"


def test_any_other_reason_is_the_plugin_that_dropped_the_page():
    assert reason_words("in_category") == "dropped by `in_category`"

from bot.yamlfile import did_you_mean, nearest


def test_the_nearest_name_is_found_whatever_its_case_and_dashes():
    assert nearest("Retarget-Link", ["replace", "retarget_link"]) == "retarget_link"


def test_a_name_like_none_has_no_nearest():
    assert nearest("xyz", ["replace", "retarget_link"]) is None


def test_a_near_name_is_asked_for():
    assert did_you_mean("exlude", ["include", "exclude", "only"]) == "did you mean `exclude`?"


def test_without_a_near_name_a_few_known_ones_are_listed():
    assert did_you_mean("xyz", ["b", "a"]) == "known: a, b"


def test_many_known_names_are_not_listed():
    assert did_you_mean("xyz", [f"name{number}" for number in range(13)]) == ""


def test_without_known_names_there_is_nothing_to_say():
    assert did_you_mean("xyz", []) == ""

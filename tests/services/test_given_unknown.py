from datetime import UTC, datetime, timedelta

import pytest

from bot.services.given_unknown import (
    NotGiven,
    UnknownCreation,
    UnknownCreator,
    UnknownEdit,
    UnknownSize,
    UnplacedTitle,
    UntoldTitle,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TITLE = 0, "Mars"


@pytest.mark.parametrize(
    ("key", "look"),
    [
        ("text", lambda: UnknownSize() > 3),
        ("text", lambda: UnknownSize() == 0),
        ("text", lambda: UnknownSize() + 1),
        ("text", lambda: 3 <= UnknownSize()),  # noqa: SIM300 - it is the other way round
        ("text", lambda: 3 - UnknownSize()),
        ("created", lambda: UnknownCreation(1, 1, 1) < NOW),
        ("created", lambda: UnknownCreation(1, 1, 1) >= NOW),
        ("created", lambda: NOW < UnknownCreation(1, 1, 1)),  # noqa: SIM300 - as above
        ("created", lambda: NOW - UnknownCreation(1, 1, 1)),
        ("last_edited", lambda: UnknownEdit(1, 1, 1) - timedelta(1)),
        ("last_edited", lambda: UnknownEdit(1, 1, 1) != NOW),
        ("creator", lambda: UnknownCreator() in {"Ann", "Ben"}),
        ("creator", lambda: UnknownCreator() == "Ann"),
        ("title", lambda: UntoldTitle(*TITLE).text),
        ("title", lambda: UntoldTitle(*TITLE).name),
        ("title", lambda: UntoldTitle(*TITLE) == TITLE),
        ("title", lambda: UntoldTitle(*TITLE) in {TITLE, (0, "Venus")}),
        ("title", lambda: str(UntoldTitle(*TITLE))),
        ("namespace", lambda: UnplacedTitle(*TITLE).namespace),
        ("namespace", lambda: UnplacedTitle(*TITLE).is_talk),
        ("title", lambda: UnplacedTitle(*TITLE).text),
    ],
)
def test_whoever_looks_at_what_is_not_given_asks_for_it(key, look):
    with pytest.raises(NotGiven) as caught:
        look()
    assert caught.value.key == key


def test_what_is_passed_on_unread_asks_for_nothing():
    assert UntoldTitle(*TITLE).namespace == 0
    assert UnknownCreation(1, 1, 1) is not None
    assert f"{UnknownSize()}{UnknownSize()!s}" == ""

"""Continuation, whole batches, and batches that are too big."""

import pytest

from bot.errors import ApiError, Unreachable
from bot.mediawiki.replies import batches, in_parts, read_timestamp, replies
from tests.mediawiki.scripted import READ_AT, error

BROKEN = error("badcontinue", "Invalid continue param.")


def answer(*pages, more=None, complete=True, **query):
    return {
        "query": {"pages": list(pages), **query},
        **({"continue": more} if more else {}),
        **({"batchcomplete": True} if complete else {}),
    }


def page(number, **parts):
    return {"pageid": number, "ns": 0, "title": f"P{number}", **parts}


def own(asked):
    common = {"action", "format", "formatversion", "maxlag", "curtimestamp"}
    return {key: value for key, value in asked.parameters.items() if key not in common}


def test_each_request_has_the_original_parameters_and_the_last_continue_only(wiki, session):
    wiki.will(
        answer(more={"blcontinue": "0|7", "continue": "-||"}),
        answer(more={"rvcontinue": 9, "continue": "||info"}),
        answer(),
    )
    got = list(replies(session(), {"titles": "A"}))
    assert [own(asked) for asked in wiki.asked] == [
        {"titles": "A"},
        {"titles": "A", "blcontinue": "0|7", "continue": "-||"},
        {"titles": "A", "rvcontinue": "9", "continue": "||info"},
    ]
    assert got[0].read_at == read_timestamp(READ_AT)
    assert not any(reply.anew for reply in got)


@pytest.mark.parametrize("code", ["badcontinue", "blbadcontinue"])
def test_a_broken_continuation_begins_anew_once(wiki, session, code):
    wiki.will(answer(more={"c": "1"}), error(code), answer(more={"c": "2"}), answer())
    got = list(replies(session(), {}))
    assert [reply.anew for reply in got] == [False, True, False]
    assert [own(asked) for asked in wiki.asked] == [{}, {"c": "1"}, {}, {"c": "2"}]


def test_a_continuation_that_breaks_again_is_an_error(wiki, session):
    wiki.will(answer(more={"c": "1"}), BROKEN, answer(more={"c": "1"}), BROKEN)
    with pytest.raises(ApiError, match="badcontinue"):
        list(replies(session(), {}))


def test_a_first_request_that_is_refused_is_not_begun_anew(wiki, session):
    wiki.will(BROKEN)
    with pytest.raises(ApiError, match="badcontinue"):
        list(replies(session(), {"apcontinue": "mine"}))


def test_a_wiki_that_turns_in_a_circle_is_left(wiki, session):
    wiki.will(answer(more={"c": "1"}), answer(more={"c": "1"}))
    with pytest.raises(Unreachable, match=r"^testwiki: .* again and again"):
        list(replies(session(), {}))


def test_a_batch_is_whole_when_it_comes(wiki, session):
    wiki.will(
        answer(
            page(1, revisions=[{"revid": 5}]),
            page(2, revisions=[]),
            more={"rvcontinue": "2"},
            complete=False,
            normalized=[{"from": "p1", "to": "P1"}],
        ),
        answer(
            page(1, length=10, categories=[{"title": "A"}]),
            page(2, length=20, revisions=[{"revid": 6}]),
            more={"clcontinue": "x"},
            complete=False,
        ),
        answer(
            page(1, categories=[{"title": "B"}], revisions=[{"revid": 5}]),
            page(2),
            page(3),
            more={"gblcontinue": "3"},
        ),
        answer(page(4)),
    )
    first, second = batches(session(), {})
    assert first.pages == [
        page(1, revisions=[{"revid": 5}], length=10, categories=[{"title": "A"}, {"title": "B"}]),
        page(2, length=20, revisions=[{"revid": 6}]),
        page(3),
    ]
    assert first.names == {"p1": "P1"}
    assert second.pages == [page(4)]


def test_parts_of_a_batch_are_void_when_the_wiki_begins_anew(wiki, session):
    wiki.will(
        answer(page(1, categories=[{"title": "A"}]), more={"c": "1"}, complete=False),
        BROKEN,
        answer(page(1, categories=[{"title": "A"}])),
    )
    (batch,) = batches(session(), {})
    assert batch.pages == [page(1, categories=[{"title": "A"}])]


def test_an_answer_without_pages_is_an_empty_batch(wiki, session):
    wiki.will({"batchcomplete": True})
    (batch,) = batches(session(), {})
    assert batch.pages == []


def test_the_last_answer_ends_a_batch_even_if_it_does_not_say_so(wiki, session):
    wiki.will(answer(page(1), complete=False))
    (batch,) = batches(session(), {})
    assert batch.pages == [page(1)]


def test_parts_shrink_to_the_limit_that_the_wiki_names_and_stay_so(session):
    one = session()
    _ = one.site
    asked = []

    def ask(part):
        asked.append(len(part))
        if len(part) > 50:
            raise ApiError("toomanyvalues", "", details={"limit": 50})
        yield from part

    assert list(in_parts(one, range(120), ask)) == list(range(120))
    assert asked == [120, 50, 50, 20]
    assert one.titles_at_once == 50


@pytest.mark.parametrize(
    "fault",
    [
        ApiError("toomanyvalues", ""),
        ApiError("toomanyvalues", "", details={"limit": 500}),
        ApiError("toomanyvalues", "", details={"limit": 0}),
        ApiError("maxlag", "", details={"limit": 1}),
    ],
)
def test_a_limit_that_does_not_help_is_an_error(session, fault):
    one = session()
    _ = one.site

    def ask(_part):
        raise fault
        yield

    with pytest.raises(ApiError):
        list(in_parts(one, range(60), ask))


def test_timestamps_are_utc():
    assert read_timestamp("2026-01-02T03:04:05Z").isoformat() == "2026-01-02T03:04:05+00:00"

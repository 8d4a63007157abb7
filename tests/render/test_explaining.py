"""What `explain` tells, in words for people."""

import pytest

from bot.render.explaining import explained_text, page_text

MANY, ONE, NONE = (
    {"bots": 500, "others": 50},
    {"bots": 1, "others": 1},
    {"bots": None, "others": None},
)


def stage(**more):
    request = {"parameters": {"list": "x", "y": "a\nb"}, "words": "", "pages": NONE, "values": NONE}
    return {
        "type": "stage",
        "number": 1,
        "stage": "find",
        "about": "finds",
        "fetches": {},
        "filters": [],
        "pushed_down": [],
        "notes": [],
        "requests": [{**request, **more}],
    }


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({}, "1 request"),
        ({"pages": ONE}, "1 request for each page"),
        ({"pages": MANY}, "1 request for each 500 pages; without the right apihighlimits 50 pages"),
        (
            {"values": {"bots": 5000, "others": 500}},
            "1 request for each 5,000 results; without the right apihighlimits 500 results",
        ),
        ({"pages": {"bots": 500, "others": 500}, "words": "w"}, "1 batch for each 500 pages"),
    ],
)
def test_how_many_requests_for_how_many_pages(more, line):
    *_, last = explained_text([stage(**more)])
    assert last.strip() == line


def test_a_line_stays_a_line():
    assert all(line.count("\n") == 1 for line in explained_text([stage()]))


def test_notes_and_what_is_left_out_are_told():
    more = {"fetches": {"text": ["t"], "info": []}, "filters": ["f"], "notes": ["a note"]}
    *_, left_out, text, info, judged, note = explained_text(
        [{**stage(), **more, "pushed_down": ["p", "q"]}]
    )
    assert left_out == "     the wiki itself leaves out what `p`, `q` would drop\n"
    assert (text, info) == (
        "     fetches: text, for `t`\n",
        "     fetches: info, as of every page\n",
    )
    assert (judged, note) == ("     then judge: `f`\n", "     note: a note\n")


def test_the_rules():
    rules = {"type": "rules", "actions": ["a"], "skip_if": ["s"], "require": ["r"], "guards": ["g"]}
    told = ["\n", "Then act: `a`\n", "  left out if: `s`\n", "  only if: `r`\n", "  g\n"]
    assert list(explained_text([rules])) == told
    bare = {**rules, "skip_if": [], "require": [], "guards": []}
    assert list(explained_text([bare])) == told[:2]


def test_a_task_without_words_about_it_is_its_name():
    task = {"type": "task", "task": "t", "wiki": "w", "offline": True, "about": ""}
    assert list(explained_text([task])) == ["t on w, an offline wiki\n"]
    told = {**task, "offline": False, "about": "why"}
    assert list(explained_text([told])) == ["t on w\n", "  why\n"]


PAGE = {"type": "page", "task": "t", "wiki": "w", "title": "P", "exists": True, "revid": 7}


def test_a_redirect_says_so():
    page = {**PAGE, "redirect": True, "length": 1234, "model": "wikitext"}
    assert list(page_text([page])) == [
        "P on w, by t\n",
        "  revision 7, 1,234 bytes of wikitext, a redirect\n",
    ]


def seen(name, *, kept, finding="", failed="", within=()):
    return {
        "type": "filter",
        "filter": name,
        "kept": kept,
        "finding": finding,
        "failed": failed,
        "within": list(within),
    }


def test_filters_with_what_they_saw():
    nested = seen(
        "any",
        kept=True,
        finding="1",
        within=[seen("text", kept=False), seen("title", kept=None, finding="x", failed="no")],
    )
    assert list(page_text([nested])) == [
        "  keeps  `any`  (saw: 1)\n",
        "    drops  `text`\n",
        "    fails  `title`: no\n",
    ]


def done(**more):
    plain = {"type": "action", "action": "a", "acted": True, "when": [], "diff": "", "rows": []}
    return {**plain, "items": [], "failed": "", **more}


def test_actions_that_acted_were_left_or_failed():
    assert list(page_text([done()])) == ["  acts   `a`: the text stays as it is\n"]
    assert list(page_text([done(acted=False, when=[seen("text", kept=False)])])) == [
        "  left   `a`, by its `when`\n",
        "    drops  `text`\n",
    ]
    assert list(page_text([done(failed="no")])) == ["  fails  `a`: no\n"]
    diff = "--- P\n+++ P\n@@ -1 +1 @@\n-a\n+b\n"
    assert list(page_text([done(diff=diff, rows=[{"x": "1", "y": "2"}])])) == [
        "  acts   `a`\n",
        "    row: x: 1; y: 2\n",
        "    @@ -1 +1 @@\n",
        "    -a\n",
        "    +b\n",
    ]


@pytest.mark.parametrize(
    ("under", "holds", "line"),
    [
        ("skip_if", True, "  stops  `skip_if: c` holds\n"),
        ("skip_if", False, "  passes `skip_if: c` does not hold\n"),
        ("require", True, "  passes `require: c` holds\n"),
        ("require", False, "  stops  `require: c` does not hold\n"),
        ("require", None, "  fails  `require: c`: no\n"),
    ],
)
def test_conditions(under, holds, line):
    said = {"type": "condition", "condition": "c", "under": under, "holds": holds, "failed": "no"}
    assert list(page_text([said])) == [line]


def test_the_verdict():
    planned = {"type": "verdict", "planned": True, "items": ["edit", "row"], "summary": "s"}
    assert list(page_text([planned]))[-1] == "Planned: edit, row (s)\n"
    assert list(page_text([{**planned, "summary": ""}]))[-1] == "Planned: edit, row\n"
    left = {"type": "verdict", "planned": False, "skip": "text", "detail": ""}
    assert list(page_text([left]))[-1] == "Left out [text]\n"
    assert list(page_text([{**left, "detail": "why"}]))[-1] == "Left out [text]: why\n"

"""Of what a server says in HTML or a stack trace the words for people are kept."""

import pytest

from bot.outside.words import words_of

# as query services of Wikimedia tell of a query that cannot be read
TRACE = (
    "SPARQL-QUERY: queryStr=SELECT ?x\na.b.OuterException: a.c.InnerException: Line 1, "
    "column 31: wrong\n\tat a.B(C.java:1)\n\tat d.E(F.java:2)\nCaused by: x"
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", ""),
        ("plain\n words ", "plain words"),
        ("<style>b {}</style><h1>Bad&nbsp;thing</h1><p>It &amp; that</p>", "Bad thing It & that"),
        (TRACE, "Line 1, column 31: wrong"),
        ("Error: one\nError: two", "one"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_of_what_a_server_says_the_words_for_people_are_kept(body, words):
    assert words_of(body.encode()) == words

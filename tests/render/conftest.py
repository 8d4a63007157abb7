"""A plan with a dozen varied items, some of them hostile, that the renderers' tests share."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.plan import Edit, Funnel, Notice, Numbered, Plan, Publish, Row, Skip
from bot.site import Site, plain_site
from bot.titles import Title

HOSTILE = (
    "\"'><script>document.title='pwned';document.body.id='pwned'</script></script></style>"
    "</title></textarea>--><img src=x onerror=\"document.body.id='pwned'\">"
    "<a href=\"javascript:document.body.id='pwned'\">{{ 7 * 7 }}{% raw %}\x1b]0;x\x07\u202e"
)


def edit(title, before, after, summary="Bot: links", **more):
    return Edit(
        title=Title(0, title),
        pageid=7,
        baserevid=70,
        read_at=None,
        before=before,
        after=after,
        summary=summary,
        **more,
    )


def row(report="Red links", page="Mercury", **columns):
    return Row(title=Title(0, page), report=report, columns={"page": page, **columns})


def numbered(*items):
    return [Numbered(number, item) for number, item in enumerate(items, 1)]


@dataclass(frozen=True)
class Sample:
    plan: Plan
    items: list[Numbered]
    site: Site


@pytest.fixture
def sample():
    """A finished plan of hostile and of peaceful items, on a wiki with addresses."""
    long = " ".join(f"word{number}" for number in range(2_000))
    items = numbered(
        edit("Mercury in fiction", "Intro.\n\nThe [[Mercury]] planet", "Intro.\n\nThe planet"),
        edit("Long line", long, long.replace("word1000 ", "[[Mercury]] "), minor=True),
        edit("עברית", "השפה [[עברית]].", "השפה [[עברית (שפה)|עברית]].", "בוט"),
        edit("水星", "水星は惑星である。", "水星は小惑星である。"),
        edit(HOSTILE, f"a {HOSTILE}\nb", f"{HOSTILE} c\nb", HOSTILE),
        edit("Emptied", "some\ntext", ""),
        row(count="3"),
        row(page="Venus", count="12", note="é"),
        row(HOSTILE, HOSTILE, **{HOSTILE: HOSTILE, "url": "javascript:alert(1)"}),
        Publish(
            title=Title(2, f"User:Bot/{HOSTILE}"),
            baserevid=None,
            read_at=None,
            before="",
            after=HOSTILE,
            summary=HOSTILE,
        ),
    )
    funnel = Funnel()
    for one in items[:-1]:
        funnel.plan([one.item])
    funnel.items.update(["publish"])
    funnel.notice(Notice(Title(0, HOSTILE), "changed_at_save", HOSTILE))
    for number in range(7):
        funnel.skip(Skip(Title(0, f"P{number}"), "unchanged"))
    funnel.skip(Skip(Title(0, HOSTILE), "text"))
    funnel.skip(Skip(Title(0, "R"), "runaway", f"the pattern took too long {HOSTILE}"))
    plan = Plan(
        id="bcdfgh",
        task=f"mercury {HOSTILE}",
        task_text="…",
        wiki="testwiki",
        account="SweepBot",
        started=datetime(2026, 1, 1, 12, tzinfo=UTC),
        finished=datetime(2026, 1, 1, 12, 1, tzinfo=UTC),
        state="ready",
        funnel=funnel,
        requests=3,
        seconds=1.23456,
    )
    site = replace(plain_site("testwiki"), article_url="https://wiki.example.org/wiki/$1")
    return Sample(plan, items, site)

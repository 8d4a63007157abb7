"""What planning will ask, told before: the planner's own stages, and nothing touched."""

import pytest

from bot.config import ApiWiki, DemoWiki
from bot.errors import UsageError
from bot.services.explaining import explain
from tests.planner.conftest import make_task

WIKI = ApiWiki("there", "http://127.0.0.1:9/w/api.php")  # nobody listens there
BY_THE_WAY = """
about: |
  Point links
  elsewhere.
for_each: {backlinks: {to: Mercury, redirects: exclude}}
where: [{text: x}, {namespace: 0}, orphan]
do: [{retarget_link: {from: Mercury, to: Mercury (planet), redirects: follow}}]
require: [{keeps: [categories]}]
"""


def stages(more, wiki=WIKI):
    first, *middle, last = explain(make_task(more), wiki)
    assert first["type"] == "task"
    assert last["type"] == "rules"
    assert [one["number"] for one in middle] == list(range(1, len(middle) + 1))
    return middle


BY_ROW = """
for_each: {file: list.csv}
where: [{has_template: '${row.template}'}, {title: {matches: '^${row.letter}'}}, orphan]
do: [{retarget_link: {from: '${row.old}', to: Venus, redirects: follow}}]
"""


def test_the_stages_of_a_task_whose_options_name_rows():
    once, find, read, ask = stages(BY_ROW)
    assert once["about"] == "asked once for each value of a row"
    assert once["fetches"] == {"redirects to": ["retarget_link"]}
    assert find["filters"] == ["title"]
    assert (read["stage"], read["filters"]) == ("read", ["has_template"])
    (request,) = read["requests"]
    assert request["parameters"]["tltemplates"] == "Template:…"
    assert (ask["stage"], ask["filters"]) == ("ask", ["orphan"])


def test_the_stages_of_a_task():
    once, find, ask = stages(BY_THE_WAY)
    assert (once["stage"], once["fetches"]) == ("once", {"redirects to": ["retarget_link"]})
    assert find["stage"] == "find_and_read"
    assert find["pushed_down"] == ["namespace"]
    assert find["fetches"] == {"info": [], "text": ["text", "retarget_link"]}
    assert find["filters"] == ["namespace", "text"]
    (request,) = find["requests"]
    assert request["parameters"]["generator"] == "backlinks"
    assert request["parameters"]["gblnamespace"] == "0"
    assert request["pages"] == {"bots": 500, "others": 50}
    assert (ask["stage"], ask["fetches"]) == ("ask", {"incoming": ["orphan"]})
    assert ask["filters"] == ["orphan"]


ORPHANS = "for_each: {all_pages: {}}\nwhere: [orphan]"


def test_pages_of_which_only_titles_are_told_are_not_read():
    find, ask = stages(f"{ORPHANS}\ndo: [report]")
    assert (find["stage"], ask["stage"], ask["filters"]) == ("find", "ask", ["orphan"])


@pytest.mark.parametrize(
    "more",
    [
        f"{ORPHANS}\ndo: [{{report: {{columns: length}}}}]",
        "for_each: {log_events: delete}\nwhere: [orphan]\ndo: [report]",  # perhaps gone by now
    ],
)
def test_pages_that_may_be_gone_or_of_which_more_is_told_are_read(more):
    assert [one["stage"] for one in stages(more)] == ["find", "ask", "read"]


def test_the_head_and_the_rules():
    told = list(explain(make_task(BY_THE_WAY), WIKI))
    assert told[0] == {
        "type": "task",
        "task": "task",
        "wiki": "there",
        "offline": False,
        "about": "Point links elsewhere.",
    }
    rules = told[-1]
    assert rules["actions"] == ["retarget_link"]
    assert rules["skip_if"] == ["only_whitespace", "only_cosmetic"]
    assert rules["require"] == ["keeps"]
    assert rules["guards"][0] == "only pages whose content model is wikitext are edited"


def test_every_guard_is_told():
    plain = list(explain(make_task(), WIKI))[-1]["guards"]
    assert len(plain) == 4
    told = list(
        explain(
            make_task("""
                edit: {summary: s, at_most: 20, allow_reverted: they asked for it}
                limits: {refuse_over: 500, max_share: 12.5%, canary: 3}
                bots: {stop_page: User:X/Stop, respect: false, reason: agreed, stop_on_talk: false}
                """),
            WIKI,
        )
    )[-1]["guards"]
    assert told == [
        "only pages whose content model is wikitext are edited",
        "a plan with more than 500 changes is refused",
        "a plan that changes more than 12.5% of the pages seen is refused",
        "the first 3 edits wait for somebody's look",
        "at most 20 edits are made at a time",
        "the run stops when User:X/Stop does not say 'run'",
    ]


def test_filters_on_titles_keep_finding_and_reading_apart():
    find, read = stages("where: [{title: {contains: x}}]")
    assert (find["stage"], find["filters"]) == ("find", ["title"])
    assert find["requests"][0]["pages"] == {"bots": 5000, "others": 500}
    assert (read["stage"], read["filters"]) == ("read", [])
    assert read["requests"][0]["parameters"]["pageids"] == "…"


def test_pages_without_numbers_are_read_by_their_titles():
    find, read = stages("for_each: {titles: [A, B]}\nwhere: [{title: {contains: x}}]")
    assert find["requests"] == []
    assert read["requests"][0]["parameters"]["titles"] == "…"
    find, read = stages("for_each: {file: pages.txt}")
    assert find["notes"] == ["what `file` asks, and where, shows when it runs"]
    assert read["requests"][0]["parameters"]["titles"] == "…"


def test_sources_of_sources_are_told_one_by_one():
    find, read = stages("""
        for_each:
          - backlinks: A
          - category: {category: B, limit: 10}
          - file: pages.txt
        """)
    assert [one["parameters"]["list"] for one in find["requests"]] == [
        "backlinks",
        "categorymembers",
    ]
    assert find["notes"] == [
        "`category` ends after 10 pages",
        "what `file` asks, and where, shows when it runs",
    ]
    assert read["requests"][0]["parameters"]["pageids"] == "…"


def test_what_each_of_several_sources_leaves_out_is_told():
    find, _read = stages("""
        for_each:
          - all_pages: {}
          - category: B
          - difference: [{backlinks: A}, {all_pages: {prefix: X}}]
        where: [{redirect: false}, {namespace: 0}]
        """)
    assert find["about"] == "`union` finds pages"
    assert find["pushed_down"] == ["redirect", "namespace"]
    assert find["notes"] == [
        "`all_pages` leaves out what `redirect` would drop",
        "`category` leaves out what `namespace` would drop",
        "`backlinks` leaves out what `redirect`, `namespace` would drop",
    ]
    pages, category, backlinks, others = (one["parameters"] for one in find["requests"])
    assert pages["apfilterredir"] == "nonredirects"
    assert category["cmnamespace"] == "0"
    assert (backlinks["blfilterredir"], backlinks["blnamespace"]) == ("nonredirects", "0")
    assert others["apfilterredir"] == "all"
    assert find["filters"] == ["redirect"]  # which a category does not tell


def test_a_list_of_one_is_told_as_the_one():
    (find,) = stages("for_each: [{all_pages: {}}]\nwhere: [{redirect: false}]")
    assert find["about"] == "`all_pages` finds pages, and the same request reads them"
    assert (find["pushed_down"], find["notes"]) == (["redirect"], [])
    (find,) = stages("for_each: [{all_pages: {}}]")
    assert find["about"] == "`all_pages` finds pages, and the same request reads them"
    where = "where: [{title: {matches: '^X'}}]"
    find, _read = stages(f"for_each: [{{all_pages: {{}}}}]\n{where}")
    assert find["about"] == "`all_pages` finds pages"
    assert (find["pushed_down"], find["notes"]) == (["title"], [])


def test_redirects_that_the_task_knows_are_not_asked_for_again_by_one_source_of_a_list():
    once, find, _read = stages("""
        for_each: [{backlinks: {to: A, through_redirects: true}}, {titles: [B]}]
        do: [{retarget_link: {from: A, to: B, redirects: follow}}]
        """)
    assert once["notes"] == ["asked anew for the redirects that are found, and for those to these"]
    assert find["notes"] == []
    assert [one["parameters"]["titles"] for one in find["requests"]] == ["A|…"]


def test_what_is_asked_for_each_page_says_so():
    ask, read = stages("where: [{created: {by: Ann}}]")[1:]
    assert ask["requests"][0]["pages"] == {"bots": 1, "others": 1}
    assert ask["notes"] == ["first revision: one page at a time, as the API knows no other way"]
    assert read["stage"] == "read"


def test_a_replica_is_not_asked():
    (find,) = stages("for_each: {backlinks: {to: A, through: replica}}")
    assert find["notes"] == [
        "a copy of the wiki's database names the pages; the wiki confirms each"
    ]
    assert find["about"] == "`backlinks` finds pages, and they are read"


def test_reports_on_pages_are_read_at_the_end():
    *_, last = stages("do: [{report: {}}]\npublish: [{page: User:X/Report}]")
    assert last["stage"] == "publish"


def test_namespaces_that_only_the_wiki_knows_are_assumed():
    (find,) = stages("for_each: {all_pages: {namespace: Portal}}")
    assert find["requests"][0]["parameters"]["gapnamespace"] == "3001"


@pytest.mark.parametrize("more", ["for_each: {lint_errors: missing-end-tag}", BY_THE_WAY])
def test_names_that_the_wiki_alone_knows_end_nothing(more):
    assert stages(more)


def test_an_offline_wiki_tells_its_own():
    once, find = stages(BY_THE_WAY, DemoWiki())
    assert once["requests"][0]["words"] == "the export's tables are walked for RedirectsTo"
    assert find["requests"][0]["pages"] == {"bots": 500, "others": 500}
    assert find["fetches"].keys() == {"info", "text", "incoming"}


def test_a_task_that_does_not_fit_the_wiki_is_refused():
    with pytest.raises(UsageError, match="cannot tell"):
        list(explain(make_task("where: [{protected: edit}]"), DemoWiki()))


@pytest.mark.parametrize(
    ("since", "end"), [("last_run", "…"), ("2026-01-31", "2026-01-31T00:00:00Z")]
)
def test_the_changes_are_a_stage(since, end):
    changed, find, read = stages(f"since: {since}")
    assert changed["stage"] == "since"
    assert [one["parameters"]["list"] for one in changed["requests"]] == ["recentchanges"] * 2
    assert changed["requests"][1]["parameters"]["rcend"] == end
    assert (find["stage"], read["stage"]) == ("find", "read")


def test_what_is_asked_for_a_batch_is_told_apart_from_what_is_asked_for_each_page():
    (ask, _read) = stages("where: [{any: [orphan, {created: {by: Ann}}]}]")[1:]
    assert [one["pages"]["bots"] for one in ask["requests"]] == [500, 1]
    assert ask["fetches"] == {"first revision": ["created"], "incoming": ["orphan"]}


def test_what_is_asked_anew_is_told():
    (find,) = stages("for_each: {category: {category: C, depth: all}}")
    assert find["notes"] == ["asked anew for each category of the tree"]
    (find,) = stages("for_each: {backlinks: {to: A, through_redirects: true}}")
    assert find["notes"] == ["asked anew for the redirects that are found, and for those to these"]
    once, find = stages("""
        for_each: {backlinks: {to: A, through_redirects: true}}
        do: [{retarget_link: {from: A, to: B, redirects: follow}}]
        """)
    assert once["notes"] == ["asked anew for the redirects that are found, and for those to these"]
    assert find["notes"] == []
    assert find["requests"][0]["parameters"]["titles"] == "A|…"


def test_rendering_is_told_page_by_page_after_all_else():
    find, ask = stages("where: [{text: {text: x, rendered: true}}, {longer_than: 5}, {text: y}]")
    assert find["filters"] == ["longer_than", "text"]
    (request,) = ask["requests"]
    assert request["parameters"]["action"] == "parse"
    assert request["parameters"]["oldid"] == "…"
    assert request["pages"] == {"bots": 1, "others": 1}
    assert (ask["filters"], ask["fetches"]) == (["text"], {"rendered": ["text"]})
    assert ask["notes"] == ["rendered: one page at a time, as the API knows no other way"]


def test_an_export_renders_nothing():
    more = "where: [{text: {text: x, rendered: true}}]"
    with pytest.raises(UsageError, match=r"`text` asks for Rendered, which .* cannot tell"):
        list(explain(make_task(more), DemoWiki()))

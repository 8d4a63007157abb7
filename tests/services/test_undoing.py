"""A run is taken back page by page: its old text, a merge, or a reason why not."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.applier import Applying, Ending, Manner
from bot.diff import fingerprints
from bot.errors import UsageError
from bot.ledger import Ledger
from bot.mediawiki.fetching import UNREADABLE
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate, Page
from bot.plan import Edit, Item, Numbered, Outcome, Plan, Publish
from bot.run import Run
from bot.services.undoing import Undoing, undo_summary
from bot.titles import Title
from tests.offline.exports import entries, export_xml

TEXTS = {
    "A": "one\ntwo old\nthree\nfour",
    "B": "one\ntwo old\nthree\nfour",
    "C": "old",
}


@dataclass
class House:
    """A wiki, a ledger, runs in it, and somebody who edits as well."""

    wiki: OfflineWiki
    ledger: Ledger

    def read(self, title: str) -> Page:
        wanted = Candidate(self.wiki.site.title(title))
        [[page]] = self.wiki.fetch([[wanted]], frozenset({INFO, TEXT}))
        return page

    def write(self, title: str, text: str, **more: Any) -> tuple[Edit, Outcome]:
        """Somebody's edit: a page's new text."""
        edit = change(self.read(title), text, **more)
        outcome = self.wiki.write(edit)
        assert outcome.code == "saved"
        return edit, outcome

    def begun(self, *items: Item) -> Run:
        """A run of a plan with these items, nothing of it done yet."""
        plan = self.ledger.begin(
            task="renew",
            task_text="…",
            wiki="testwiki",
            account="",
            versions={},
            site=self.wiki.site.identity,
        )
        self.ledger.add(plan.id, items)
        plan = self.ledger.finish(plan, plan.funnel, 0, 0.0)
        return self.ledger.runs.begin(plan, account="SweepBot")

    def ran(self, *titles: str, **more: Any) -> Run:
        """A run that replaced `old` by `new` on these pages."""
        pages = map(self.read, titles)
        edits = [change(page, page.text.replace("old", "new"), **more) for page in pages]
        run = self.begun(*edits)
        for number, edit in enumerate(edits, 1):
            self.ledger.runs.intend(run.id, Numbered(number, edit))
            self.settle(run, number, self.wiki.write(edit))
        return self.ledger.runs.finish(run.id, "done")

    def settle(self, run: Run, number: int, outcome: Outcome) -> Run:
        self.ledger.runs.settle(run.id, number, outcome)
        return self.ledger.runs.run(run.id)

    def undone(self, run: Run, *titles: str) -> tuple[Plan, list[Edit]]:
        """The plan that takes a run back, and its edits."""
        wanted = [self.wiki.site.title(title) for title in titles]
        undoing = Undoing(run, self.wiki, self.ledger, wanted)
        items = [one.item for batch in undoing for one in batch]
        assert [one.item for one in self.ledger.items(undoing.plan.id)] == items
        funnel = undoing.plan.funnel
        assert funnel.seen == funnel.planned + funnel.skipped.total()
        edits = [one for one in items if isinstance(one, Edit)]
        assert len(edits) == len(items)
        return undoing.plan, edits

    def applied(self, plan: Plan) -> Run:
        """The run of a plan, carried out by the applier."""
        applying = Applying(
            plan,
            None,
            self.wiki,
            self.ledger,
            Manner(interval=0),
            ending=Ending(),
            say=lambda _: None,
        )
        assert all(done.outcome.code == "saved" for done in applying)
        return applying.run


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries(TEXTS)), encoding="utf-8")
    with (
        closing(OfflineWiki("testwiki", export, cache=tmp_path / "cache")) as wiki,
        Ledger(tmp_path / "ledger.sqlite") as ledger,
    ):
        yield House(wiki, ledger)


def change(page: Page, text: str, **more: Any) -> Edit:
    facts = {"summary": "Bot: new for old", **more}
    return Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before=page.text,
        after=text,
        **facts,
    )


def reasons(plan: Plan) -> dict[str, str]:
    """Why pages were left as they are, by title."""
    return {skip.title.text: skip.reason for skip in plan.funnel.faults}


def test_a_page_on_which_the_edit_is_on_top_gets_its_old_text_back(house):
    run = house.ran("A", "C", minor=True, bot=False)
    plan, (first, second) = house.undone(run)
    assert (first.before, first.after) == (house.read("A").text, TEXTS["A"])
    assert (second.title, second.pageid, second.baserevid) == (
        Title(0, "C"),
        house.read("C").pageid,
        house.read("C").revid,
    )
    assert (first.minor, first.bot) == (True, False)
    assert first.summary == f"Undo revision {house.read('A').revid} by SweepBot (Bot: new for old)"
    assert (plan.state, plan.undoes, plan.task, plan.wiki) == ("ready", run.id, "renew", "testwiki")
    assert plan.task_text.startswith("# No task: takes back what run")
    assert plan.funnel.items == {"edit": 2}


def test_what_came_later_stays_where_it_does_not_touch_the_edit(house):
    run = house.ran("A")
    house.write("A", "one\ntwo new\nthree\nfour and more")
    _, (edit,) = house.undone(run)
    assert edit.after == "one\ntwo old\nthree\nfour and more"


def test_where_later_edits_touch_the_edit_the_page_is_left_and_listed(house):
    run = house.ran("A", "B", "C")
    house.write("A", "one\ntwo newer\nthree\nfour")
    house.write("B", "one\ntwo new\n3\nfour")
    plan, edits = house.undone(run)
    assert [edit.title.text for edit in edits] == ["C"]
    assert reasons(plan) == {"A": "overlaps", "B": "overlaps"}
    assert plan.funnel.skipped == {"overlaps": 2}


def test_what_somebody_took_back_before_is_not_taken_back_again(house):
    run = house.ran("A", "B")
    house.write("A", TEXTS["A"])
    house.write("B", TEXTS["B"] + " and more")
    plan, edits = house.undone(run)
    assert (reasons(plan), edits) == ({"A": "already", "B": "already"}, [])
    assert plan.state == "ready"


def test_of_an_edit_that_the_wiki_merged_only_its_own_part_is_taken_back(house):
    sent = change(house.read("A"), TEXTS["A"].replace("old", "new"))
    run = house.begun(sent)
    # the other edit and ours are one revision by now
    _, saved = house.write("A", "one\ntwo new\nthree\nfour and more")
    house.ledger.runs.intend(run.id, Numbered(1, sent))
    house.settle(run, 1, replace(saved, merged=True))
    _, (edit,) = house.undone(house.ledger.runs.run(run.id))
    assert edit.after == "one\ntwo old\nthree\nfour and more"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(code="no_change"), "no_change"),
        (Outcome(code="conflict", detail="somebody was quicker"), "somebody was quicker"),
        (Outcome(code="failed", revid=7, detail="the title is now page 9"), "now page 9"),
    ],
)
def test_what_the_run_did_not_save_is_listed_and_not_looked_at(house, outcome, words):
    run = house.begun(change(house.read("A"), "new"))
    house.settle(run, 1, outcome)
    asked = house.wiki.requests
    plan, edits = house.undone(house.ledger.runs.run(run.id))
    assert (house.wiki.requests, edits, reasons(plan)) == (asked, [], {"A": "not_saved"})
    assert words in plan.funnel.faults[0].detail


def test_a_page_that_is_gone_or_another_one_by_now_is_listed(house):
    gone = replace(change(house.read("A"), "new"), title=Title(0, "Nowhere"))
    other = replace(change(house.read("B"), "new"), pageid=99)
    run = house.begun(gone, other)
    for number in (1, 2):
        house.settle(run, number, Outcome(code="saved", revid=7))
    plan, edits = house.undone(house.ledger.runs.run(run.id))
    assert (edits, reasons(plan)) == ([], {"Nowhere": "gone", "B": "gone"})


def report(title, baserevid, **more) -> Publish:
    facts = {"before": "", "after": "the report", "summary": "Bot: report", **more}
    return Publish(title=title, baserevid=baserevid, read_at=None, **facts)


def test_a_page_that_the_run_created_is_listed(house):
    run = house.begun(report(Title(2, "User:X/Report"), None))
    house.settle(run, 1, Outcome(code="saved", revid=7))
    plan, edits = house.undone(house.ledger.runs.run(run.id))
    assert (edits, reasons(plan)) == ([], {"User:X/Report": "created"})
    assert "deletion" in plan.funnel.faults[0].detail


def test_a_report_on_a_page_that_was_there_is_taken_back(house):
    page = house.read("C")
    sent = report(page.title, page.revid, pageid=page.pageid, before="old", after="the report")
    run = house.begun(sent)
    _, saved = house.write("C", "the report")
    house.settle(run, 1, saved)
    _, (edit,) = house.undone(house.ledger.runs.run(run.id))
    assert (edit.after, edit.kind) == ("old", "edit")


def test_a_page_comes_once_and_what_else_the_run_did_with_it_in_the_next_undo(house):
    first = change(house.read("A"), "one\ntwo new\nthree\nfour")
    run = house.begun(first, replace(first, before=first.after, after="1\ntwo new\nthree\nfour"))
    house.settle(run, 1, house.wiki.write(first))
    second = replace(first, baserevid=house.read("A").revid, after="one\ntwo new\nthree\n4")
    house.ledger.runs.intend(run.id, Numbered(2, replace(second, before=first.after)))
    house.settle(run, 2, house.wiki.write(second))
    run = house.ledger.runs.run(run.id)
    plan, (edit,) = house.undone(run)
    assert edit.after == "one\ntwo old\nthree\n4"
    assert reasons(plan) == {"A": "again"}
    assert house.wiki.write(edit).code == "saved"
    plan, (edit,) = house.undone(run)
    assert (edit.after, reasons(plan)) == (TEXTS["A"], {"A": "already"})


def test_only_the_pages_that_are_named(house):
    run = house.ran("A", "B", "C")
    plan, edits = house.undone(run, "c", "A")
    assert [edit.title.text for edit in edits] == ["A", "C"]
    assert plan.funnel.seen == 2


def test_a_page_that_is_not_the_runs_is_an_error_and_nothing_is_planned(house):
    run = house.ran("A")
    with pytest.raises(UsageError, match=r"did nothing with B, D; wikisweep history"):
        house.undone(run, "A", "D", "B")
    assert all(not plan.undoes for plan in house.ledger.plans())


def test_the_undo_of_an_undo_gives_back_what_was_done(house):
    run = house.ran("A", "C")
    texts = [house.read(title).text for title in ("A", "C")]
    taken_back = house.applied(house.undone(run)[0])
    assert taken_back.undoes == run.id
    assert [house.read(title).text for title in ("A", "C")] == [TEXTS["A"], TEXTS["C"]]
    plan, _ = house.undone(taken_back)
    assert plan.undoes == taken_back.id
    house.applied(plan)
    assert [house.read(title).text for title in ("A", "C")] == texts


def test_bots_on_the_page_do_not_keep_an_undo_away(house):
    run = house.ran("A")
    house.write("A", house.read("A").text + "\n{{bots|deny=all}}")
    house.applied(house.undone(run)[0])
    assert house.read("A").text == TEXTS["A"] + "\n{{bots|deny=all}}"


def test_pages_are_read_in_batches(house):
    size = house.wiki.site.limits.titles
    run = house.begun(*[change(house.read("C"), "new")] * (size + 1))
    for number in range(1, size + 2):
        house.ledger.runs.settle(run.id, number, Outcome(code="saved", revid=7))
    told: list[int] = []
    undoing = Undoing(
        house.ledger.runs.run(run.id),
        house.wiki,
        house.ledger,
        progress=lambda one: told.append(one.requests),
    )
    assert [len(batch) for batch in undoing] == [0, 0]
    assert told == [1, 2]


def test_an_undo_that_is_ended_midway_stays_as_broken(house):
    undoing = Undoing(house.ran("A"), house.wiki, house.ledger)
    batches = iter(undoing)
    next(batches)
    batches.close()
    assert undoing.plan.state == "broken"
    assert len(list(house.ledger.items(undoing.plan.id))) == 1


def test_another_wikis_run_is_refused(house):
    run = replace(house.ran("A"), site="en.wikipedia.org/w")
    with pytest.raises(UsageError, match=r"wrote to en\.wikipedia\.org/w, and testwiki is offline"):
        Undoing(run, house.wiki, house.ledger)


def test_a_run_whose_texts_were_dropped_is_refused(house):
    run = replace(house.ran("A"), id="zzzzzz")
    with pytest.raises(UsageError, match="prune dropped its texts"):
        Undoing(run, house.wiki, house.ledger)


def test_a_run_that_did_nothing_leads_to_an_empty_plan(house):
    plan, edits = house.undone(house.begun())
    assert (plan.state, plan.funnel.seen, edits) == ("ready", 0, [])


@pytest.mark.parametrize(
    ("summary", "longest", "cut"),
    [
        ("Bot: links", 500, "Undo revision 70 by Bot (Bot: links)"),
        ("", 500, "Undo revision 70 by Bot"),
        ("x" * 600, 500, f"Undo revision 70 by Bot ({'x' * 473}…)"),
        ("Bot: links", 36, "Undo revision 70 by Bot (Bot: links)"),
        ("Bot: links", 35, "Undo revision 70 by Bot (Bot: lin…)"),
        ("Bot: links", 31, "Undo revision 70 by Bot (Bot:…)"),
        ("Bot: links", 27, "Undo revision 70 by Bot (…)"),
        ("Bot: links", 26, "Undo revision 70 by Bot"),
        ("Bot: links", 10, "Undo revis"),
    ],
)
def test_the_summary_names_the_revision_and_fits_the_wiki(summary, longest, cut):
    assert undo_summary(70, "Bot", summary, longest) == cut
    assert len(cut) <= longest


def test_without_an_account_the_summary_names_none():
    assert undo_summary(70, "", "Bot: links", 500) == "Undo revision 70 (Bot: links)"


def test_an_edit_whose_answer_was_lost_is_found_in_the_history(house):
    sent, saved = house.write("A", "one\ntwo new\nthree\nfour")
    run = house.begun(sent)
    house.ledger.runs.intend(run.id, Numbered(1, sent))
    _, (edit,) = house.undone(run)
    assert edit.after == TEXTS["A"]
    (record,) = house.ledger.runs.records(run.id)
    assert record.outcome
    assert (record.outcome.code, record.outcome.revid) == ("saved", saved.revid)
    pageid = house.read("A").pageid
    known = house.ledger.runs.made(house.wiki.site.identity, [pageid])[pageid]
    assert known == fingerprints(sent.before, sent.after)


def test_an_edit_whose_answer_was_lost_and_that_never_landed_is_listed(house):
    run = house.begun(change(house.read("A"), "new"))
    house.ledger.runs.intend(run.id, Numbered(1, change(house.read("A"), "new")))
    plan, edits = house.undone(run)
    assert (edits, reasons(plan)) == ([], {"A": "not_saved"})
    assert "history does not have it" in plan.funnel.faults[0].detail
    assert len(house.ledger.runs.open_intents(run.plan)) == 1


def test_a_report_whose_answer_was_lost_leaves_no_fingerprint(house):
    sent, saved = house.write("C", "the report", summary="Bot: report")
    run = house.begun(
        report(sent.title, sent.baserevid, pageid=sent.pageid, before="old", after="the report")
    )
    house.ledger.runs.intend(run.id, next(iter(house.ledger.items(run.plan))))
    _, (edit,) = house.undone(run)
    assert (edit.after, edit.summary.split()[:3]) == ("old", ["Undo", "revision", f"{saved.revid}"])
    assert house.ledger.runs.made(house.wiki.site.identity, [sent.pageid]) == {}


class Hiding(OfflineWiki):
    """A wiki that does not show the texts of its pages, as where revisions are hidden."""

    def fetch(self, wanted, facets=frozenset({INFO})):
        for batch in super().fetch(wanted, facets):
            yield [replace(page, model=UNREADABLE, facets={TEXT: ""}) for page in batch]


def test_a_page_whose_text_the_wiki_hides_is_listed(house, tmp_path):
    run = house.ran("A")
    with closing(Hiding("testwiki", tmp_path / "export.xml", cache=tmp_path / "cache")) as hiding:
        undoing = Undoing(run, hiding, house.ledger)
        assert [one for batch in undoing for one in batch] == []
    assert reasons(undoing.plan) == {"A": "unreadable"}

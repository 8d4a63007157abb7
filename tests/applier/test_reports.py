"""Reports on wiki pages, run after run: ours are replaced, what anybody else wrote is kept."""

from dataclasses import dataclass

import pytest

from bot.applier import Done
from tests.applier.conftest import House, codes
from tests.planner.conftest import make_task

REPORT = "User:SweepBot/Reports"
PAGES = {"Page 1": "old 1", "Page 2": "old 2", "Page 3": "nothing", "Page 4": "nothing"}
TASK = (
    f"where: [{{text: old}}]\ndo: [{{report: {{columns: [title]}}}}]\npublish: {{page: {REPORT}}}"
)


@dataclass
class Reporter:
    """Runs the task in a house, as cron would."""

    house: House

    def run(self) -> tuple[list[Done], list[str]]:
        """What was done, and what the plan notes of the report's page."""
        task = make_task(TASK)
        plan = self.house.plan(task)
        _, done = self.house.apply(plan, task)
        noticed = [one for one in plan.funnel.notices if one.code == "not_published"]
        assert {one.title.text for one in noticed} <= {REPORT}
        return done, [one.detail for one in noticed]

    def write(self, title: str, text: str) -> int:
        """Somebody else's edit."""
        return self.house.wiki.somebody(title, text)

    @property
    def text(self) -> str:
        return self.house.wiki.page(REPORT).text

    @property
    def listed(self) -> list[str]:
        """The pages that the report lists."""
        return [one for one in PAGES if f"[[:{one}]]" in self.text]


@pytest.fixture
def reporter(house):
    """After a first run, which created the page."""
    one = Reporter(house(PAGES))
    done, told = one.run()
    assert (codes(done), told) == (["saved"], [])
    assert one.listed == ["Page 1", "Page 2"]
    return one


def test_each_run_replaces_the_report_of_the_one_before(reporter):
    reporter.write("Page 3", "old 3")
    assert reporter.run()[1] == []
    assert reporter.listed == ["Page 1", "Page 2", "Page 3"]
    reporter.write("Page 1", "nothing")
    assert reporter.run()[1] == []
    assert reporter.listed == ["Page 2", "Page 3"]


def test_a_run_with_nothing_new_to_say_writes_nothing(reporter):
    assert reporter.run() == ([], [])


@pytest.mark.parametrize("more", ["", "\n* Why is Mars missing? ~~~~", "\n"])
def test_what_somebody_wrote_on_a_report_is_kept(reporter, more):
    ours = reporter.house.wiki.page(REPORT).revid
    text = (reporter.text if more.strip() else "I took this page, too.") + more
    by_hand = reporter.write(REPORT, text)
    reporter.write("Page 3", "old 3")
    for _ in range(2):
        done, told = reporter.run()
        assert done == []
        (words,) = told
        assert words == (
            f"somebody else wrote on it (revision {by_hand}) since our report (revision {ours}); "
            "move their words elsewhere and empty the page, then it is published again"
        )
    assert reporter.text == text.rstrip()


def test_a_page_that_was_emptied_is_taken_again(reporter):
    reporter.write(REPORT, "Why is Mars missing?")
    reporter.write(REPORT, "")
    done, told = reporter.run()
    assert (codes(done), told) == (["saved"], [])
    assert reporter.listed == ["Page 1", "Page 2"]


def test_a_report_that_somebody_restored_is_ours_again(reporter):
    report = reporter.text
    reporter.write(REPORT, "nonsense")
    reporter.write(REPORT, report)
    reporter.write("Page 3", "old 3")
    assert reporter.run()[1] == []
    assert reporter.listed == ["Page 1", "Page 2", "Page 3"]


def test_an_older_report_that_somebody_went_back_to_is_kept(reporter):
    older = reporter.text
    reporter.write("Page 3", "old 3")
    reporter.run()
    reporter.write(REPORT, older)
    done, told = reporter.run()
    assert (len(done), len(told)) == (0, 1)
    assert reporter.text == older


def test_an_edit_of_ours_does_not_make_a_page_of_somebodys_a_report(house):
    reporter = Reporter(house({**PAGES, REPORT: "my old page"}))
    sweep = make_task(f"for_each: {{titles: {REPORT}}}")
    _, done = reporter.house.apply(reporter.house.plan(sweep), sweep)
    assert codes(done) == ["saved"]
    done, (told,) = reporter.run()
    assert done == []
    assert "is no report of ours" in told
    assert reporter.text == "my new page"


def test_an_edit_of_ours_on_a_report_is_told_as_ours(reporter):
    sweep = make_task(f"for_each: {{titles: {REPORT}}}\ndo: [{{replace: {{find: Page, with: P}}}}]")
    reporter.house.apply(reporter.house.plan(sweep), sweep)
    done, (told,) = reporter.run()
    assert done == []
    assert "another edit of ours changed it" in told
    assert "Page" not in reporter.text


def test_somebody_who_writes_between_the_plan_and_its_application_is_kept(reporter):
    reporter.write("Page 3", "old 3")
    task = make_task(TASK)
    plan = reporter.house.plan(task)
    reporter.write(REPORT, "Why is Mars missing?")
    _, done = reporter.house.apply(plan, task)
    assert codes(done) == ["conflict"]
    assert reporter.text == "Why is Mars missing?"

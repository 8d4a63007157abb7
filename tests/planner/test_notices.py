"""What a wiki has to say of its answers is told in the plan that came of them, and in no other."""

from contextlib import closing

import pytest

from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plan import Notice
from bot.planner.planning import Planning
from bot.plugin import Reach
from bot.titles import Title
from tests.offline.exports import entries, export_xml
from tests.planner.conftest import make_task


class Old(OfflineWiki):
    """A wiki that says of each of its lists that it is old."""

    said = 0

    @property
    def notices(self):
        return [Notice(Title(-1, f"Special:{one}"), "cached", "old") for one in range(self.said)]

    def fetch(self, *asked):
        self.said += 1
        return super().fetch(*asked)


@pytest.fixture
def old(tmp_path):
    export = tmp_path / "export.xml"
    export.write_text(export_xml(*entries({"A": "old"})), encoding="utf-8")
    with closing(Old("testwiki", export, cache=tmp_path / "cache")) as wiki:
        yield Reach(wiki, Outside(tmp_path))


def test_each_plan_has_the_notices_of_its_own_answers(old, ledger):
    for number in range(2):
        planning = Planning(make_task(), old, ledger)
        assert [len(batch) for batch in planning] == [1]
        funnel = planning.plan.funnel
        assert [one.title.text for one in funnel.notices] == [f"Special:{number}"]
        assert funnel.noticed == {"cached": 1}

"""What is said of a ledger by its condition."""

import pytest

from bot.ledger import Ledger
from bot.ledger.condition import Condition
from bot.services.doctor.keeping import check_ledger, judge_ledger
from tests.services.doctor.conftest import found, states

GOOD = Condition(
    place="/data/ledger.sqlite",
    database="SQLite 3.40.1",
    shape=2,
    journal="wal",
    file_system="ext4",
    free=5 << 30,
)


def judged(**more):
    values = {name: getattr(GOOD, name) for name in Condition.__slots__} | more
    return list(judge_ledger(Condition(**values)))


def test_a_ledger_of_this_machine_is_well(tmp_path):
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        told = list(check_ledger(ledger))
    assert found(told, "ledger").state == "ok"
    assert str(tmp_path / "ledger.sqlite") in found(told, "ledger").message


def test_it_is_told_what_it_is_and_where():
    told = judged()
    assert found(told, "ledger").message == (
        "/data/ledger.sqlite (SQLite 3.40.1, shape 2), on ext4"
    )
    assert found(told, "disk").message == "5.0 GiB free"
    assert found(judged(file_system=""), "ledger").message.endswith("shape 2)")


@pytest.mark.parametrize(("file_system", "where"), [("nfs4", "nfs4"), ("", "a disk")])
def test_a_disk_that_several_machines_share_is_warned_of(file_system, where):
    one = found(judged(journal="delete", file_system=file_system), "ledger")
    assert one.state == "warning"
    assert f"on {where} that several machines may share" in one.message
    assert "`ledger:`" in one.remedy


def test_of_a_server_nothing_is_said_of_disks():
    told = judged(place="mysql://host/db", database="MariaDB 10.11.6", journal="", free=None)
    assert states(told) == {"ledger": "ok"}


@pytest.mark.parametrize(
    ("free", "state"), [(101 << 20, "ok"), (99 << 20, "warning"), (9 << 20, "wrong"), (0, "wrong")]
)
def test_a_disk_that_is_nearly_full_is_told(free, state):
    assert found(judged(free=free), "disk").state == state

"""Exports that are written once, what is measured over them, and how it is judged."""

from pathlib import Path

import pytest

from benchmarks.measuring import Failed, Took
from benchmarks.offline import COLUMNS, Offline, Planned, exported, offline


def planned(pages: int, plan_mib: float) -> Planned:
    return Planned(pages, Took(100.0, 149.1, 103.2), Took(200.0, 240.25, plan_mib))


def test_an_export_has_the_articles_and_what_they_link_to(tmp_path: Path) -> None:
    text = exported(tmp_path, 3).read_text(encoding="utf-8")
    titles = [line for line in text.splitlines() if "<title>" in line]
    assert titles[0] == "    <title>Bench target</title>"
    assert titles[-3:] == [f"    <title>Bench article 0000{number}</title>" for number in (1, 2, 3)]
    assert text.endswith("</mediawiki>\n")


def test_an_export_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    export = exported(tmp_path, 2)
    export.write_text("as it was", encoding="utf-8")
    assert exported(tmp_path, 2) == export
    assert export.read_text(encoding="utf-8") == "as it was"


def test_exports_of_other_articles_and_half_written_ones_go_but_none_of_another_size(
    tmp_path: Path,
) -> None:
    names = ("offline-2-00000000.xml", "offline-2-00000000.xml.draft", "offline-20-00000000.xml")
    for name in names:
        (tmp_path / name).touch()
    export = exported(tmp_path, 2)
    assert {path.name for path in tmp_path.iterdir()} == {export.name, names[2]}


def test_both_wikis_are_imported_and_planned_over(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    found = offline(home, scratch, 2, 3)
    assert (found.small.pages, found.large.pages) == (2, 3)
    every = [one for wiki in (found.small, found.large) for one in (wiki.imported, wiki.planned)]
    assert all(0 < one.seconds < 60 and 20 < one.peak_mib < 500 for one in every)
    assert len(list(home.iterdir())) == 2
    assert not (scratch / "offline").exists()


def test_a_plan_that_does_not_edit_every_article_is_no_answer(tmp_path: Path) -> None:
    exported(tmp_path, 3).replace(exported(tmp_path, 5))
    with pytest.raises(Failed, match="over 5 offline pages saw 3 and edits 3"):
        offline(tmp_path, tmp_path, 5, 5)


def test_an_export_that_cannot_be_imported_is_told(tmp_path: Path) -> None:
    exported(tmp_path, 5).write_text("no export", encoding="utf-8")
    with pytest.raises(Failed, match="wikisweep list over 5 offline pages ended with 2"):
        offline(tmp_path, tmp_path, 5, 5)


def test_the_table_tells_of_each_wiki_what_the_import_took_and_what_the_plan() -> None:
    rows = list(Offline(planned(5000, 102.4), planned(100_000, 102.6)).rows())
    assert [row[:4] for row in rows] == [
        ("import", "5,000", "49.1", "103"),
        ("plan", "5,000", "40.2", "102"),
        ("import", "100,000", "49.1", "103"),
        ("plan", "100,000", "40.2", "103"),
    ]
    assert {len(row) for row in rows} == {len(COLUMNS)}


@pytest.mark.parametrize(
    ("large_mib", "verdict"),
    [
        (95.0, ("95 MiB, -5.0%", True)),
        (110.0, ("110 MiB, +10.0%", True)),
        (111.0, ("111 MiB, +11.0%", False)),
    ],
)
def test_memory_may_grow_by_a_tenth_and_no_more(
    large_mib: float, verdict: tuple[str, bool]
) -> None:
    (target,) = Offline(planned(5000, 100.0), planned(100_000, large_mib)).targets()
    assert target.claim == (
        "offline plan: peak memory at 100,000 pages at most 10 % over that at 5,000"
    )
    assert (target.measured, target.reached) == verdict

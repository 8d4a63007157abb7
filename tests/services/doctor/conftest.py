"""A folder with a config, tasks and a ledger of its own, and a scripted wiki to be asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.services.doctor import Check, Examination
from tests.mediawiki.scripted import ScriptedWiki
from tests.offline.exports import entries, export_xml
from tests.sources.conftest import SITEINFO

TASK = """
for_each: {titles: Mercury}
do: [{replace: {find: old, with: new}}]
edit: {summary: new for old}
"""


@pytest.fixture
def wiki() -> Iterator[ScriptedWiki]:
    server = ScriptedWiki()
    server.about["query"]["namespaces"]["3"] = {
        "id": 3,
        "name": "User talk",
        "case": "first-letter",
    }
    server.about["query"]["userinfo"]["groups"] = ["*", "user", "bot"]
    server.about["query"]["userinfo"]["rights"].append("createpage")
    yield server
    server.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIKI_PASSWORD", "marked-password")
    (tmp_path / "export.xml").write_text(
        export_xml(*entries({"Mercury": "old", "User:Bot/Stop": "Run <!-- please -->"})),
        encoding="utf-8",
    )
    (tmp_path / "siteinfo.json").write_text(SITEINFO)
    return tmp_path


@pytest.fixture
def configure(folder: Path, wiki: ScriptedWiki) -> Callable[..., Path]:
    """Writes a config; `{api}` in it is the address of the scripted wiki."""

    def write(text: str) -> Path:
        path = folder / "user-config.yaml"
        path.touch(mode=0o600)
        path.write_text(text.replace("{api}", wiki.api))
        return path

    return write


@pytest.fixture
def task(folder: Path) -> Callable[..., Path]:
    """Writes a task, with more lines."""

    def write(more: str = "", name: str = "mercury") -> Path:
        path = folder / f"{name}.yaml"
        path.write_text(f"{TASK}\n{more}")
        return path

    return write


@pytest.fixture
def examined(folder: Path) -> Callable[..., list[Check]]:
    """All checks of an examination."""

    def examine(*files: Path, **asked: Any) -> list[Check]:
        state = {"state_path": str(folder / "state"), **asked}
        return list(Examination(files=files, **state).checks())

    return examine


def found(checks: list[Check], name: str) -> Check:
    (one,) = (check for check in checks if check.check == name)
    return one


def states(checks: list[Check]) -> dict[str, str]:
    return {check.check: check.state for check in checks}

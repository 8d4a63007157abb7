"""What the documents show is real: commands are run, outputs compared, links followed."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("devwiki/*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\[]*\]\(([^)\s]+)\)")
FILE = re.compile(r"# (\S+\.yaml)\n")
ID = re.compile(r"\b(?:[Pp]lan|[Rr]un) ([b-z2-9]{6})\b")
# What differs from run to run: a plan's id, how long it took, the day.
VARYING = [
    (re.compile(r"\b([Pp]lan|[Rr]un|show|apply|resume) [b-z2-9]{6}\b"), r"\1 ID"),
    (re.compile(r"^[b-z2-9]{6}  \d{4}-\d\d-\d\d \d\d:\d\d", re.MULTILINE), "ID  WHEN"),
    (re.compile(r"\bin \d+\.\d s\b"), "in N s"),
    (re.compile(r'"plan": "\w{6}"'), '"plan": "ID"'),
    (re.compile(r'"seconds": [\d.]+'), '"seconds": N'),
]


def blocks(document: Path, kind: str) -> list[str]:
    return [text for name, text in BLOCK.findall(document.read_text()) if name == kind]


def settled(text: str) -> str:
    for pattern, steady in VARYING:
        text = pattern.sub(steady, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def sessions() -> list[Any]:
    return [
        pytest.param(document, block, id=f"{document.name}-{number}")
        for document in DOCUMENTS
        for number, block in enumerate(blocks(document, "console"), 1)
    ]


@pytest.mark.parametrize(("document", "session"), sessions())
def test_a_command_prints_what_the_document_shows(document, session, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WIKISWEEP_STATE", str(tmp_path / "state"))
    (tmp_path / "tasks").mkdir()
    for task in (ROOT / "tasks").glob("*.yaml"):
        if "wikisweep init" not in session:
            (tmp_path / "tasks" / task.name).write_text(task.read_text())
    for text in blocks(document, "yaml"):
        if name := FILE.match(text):
            (tmp_path / name[1]).write_text(text)
    ids: dict[str, str] = {}  # those of the document and those that they are today
    for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE):
        program, *arguments = shlex.split(command)
        assert program == "wikisweep"
        run([ids.get(one, one) for one in arguments])
        printed = capsys.readouterr().out
        assert settled(printed) == settled(shown)
        ids.update(zip(ID.findall(shown), ID.findall(printed), strict=True))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document):
    for link in LINK.findall(document.read_text()):
        if "://" not in link and not link.startswith("#"):
            assert (document.parent / link.partition("#")[0]).exists(), link


def test_every_document_is_reached_from_the_readme():
    named = set(LINK.findall((ROOT / "README.md").read_text()))
    missing = {f"docs/{one.name}" for one in (ROOT / "docs").glob("*.md")} - named
    assert not missing

"""The corpus: current, whole, and a valid export."""

import bz2
import hashlib
import re
from xml.etree import ElementTree as ET

import pytest

from devwiki.build_corpus import (
    EXPORT,
    corpus_pages,
    export_xml,
    redirect_target,
    sha1_base36,
)
from devwiki.corpus import page, read_text
from devwiki.devwiki import HERE
from devwiki.generated import HUB, HUGE_BYTES, LARGE_BYTES

PAGES = corpus_pages()
BY_TITLE = {each.title: each for each in PAGES}
NS = "{http://www.mediawiki.org/xml/export-0.11/}"


def test_the_committed_export_is_current() -> None:
    committed = bz2.decompress(EXPORT.read_bytes()).decode()
    assert committed == "".join(export_xml(PAGES)), "run python devwiki/build_corpus.py"


def test_the_export_has_the_fields_that_mediawiki_writes() -> None:
    root = ET.fromstring(bz2.decompress(EXPORT.read_bytes()))
    pages = root.findall(f"{NS}page")
    assert [each.findtext(f"{NS}title") for each in pages] == [each.title for each in PAGES]
    assert [each.findtext(f"{NS}id") for each in pages] == [
        str(n) for n in range(1, len(PAGES) + 1)
    ]
    revisions = root.findall(f"{NS}page/{NS}revision")
    ids = [each.findtext(f"{NS}id") for each in revisions]
    times = [each.findtext(f"{NS}timestamp") for each in revisions]
    assert ids == [str(number) for number in range(1, len(ids) + 1)]
    assert times == sorted(set(times), key=str)
    for each in revisions:
        text = each.findtext(f"{NS}text") or ""
        assert each.findtext(f"{NS}sha1") == sha1_base36(text)
        node = each.find(f"{NS}text")
        assert node is not None
        assert node.get("bytes") == str(len(text.encode()))


def test_sha1_is_written_in_base_36() -> None:
    assert sha1_base36("") == "phoiac9h4m842xq45sp7s6u21eteeq1"
    number = int(hashlib.sha1(b"Mercury", usedforsecurity=False).hexdigest(), 16)
    assert int(sha1_base36("Mercury"), 36) == number


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(PAGES) > 300
    assert HUGE_BYTES - 200 < len(BY_TITLE["Catalogue of minor planets"].text) <= HUGE_BYTES
    assert len(BY_TITLE["List of stars by number"].text) >= LARGE_BYTES
    assert BY_TITLE["Blank page"].text == ""
    assert sum(redirect_target(each) == HUB for each in PAGES) == 64


def test_every_page_that_the_readme_names_exists() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    traps = readme[readme.index("## Traps") :]
    cells = [line.split("|")[1] for line in traps.splitlines() if line.startswith("| `")]
    named = [title for cell in cells for title in re.findall(r"`([^`]+)`", cell)]
    assert len(named) > 100
    assert [title for title in named if title not in BY_TITLE] == []


def test_every_form_of_robots_exclusion_is_told_in_the_readme() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    forms = [title for title in BY_TITLE if title.startswith("Robots: ")]
    assert [title for title in forms if f"`{title}`" not in readme] == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("#REDIRECT [[Mercury]]", "Mercury"),
        ("#redirect[[mercury (planet)#Orbit|x]] more", "Mercury (planet)"),
        ("#REDIRECT: [[:Category:Liquid_metals]]", "Category:Liquid metals"),
        ("#REDIRECT [[Lexicon:mercury]]", "Lexicon:mercury"),
        ("Text. #REDIRECT [[Mercury]]", ""),
        ("<nowiki>#REDIRECT [[Mercury]]</nowiki>", ""),
        ("#WEITERLEITUNG [[Mercury]]", ""),
    ],
)
def test_a_redirect_leads_to_its_target_in_canonical_form(text: str, target: str) -> None:
    assert redirect_target(page("X", text)) == target


def test_a_style_sheet_is_never_a_redirect() -> None:
    assert redirect_target(page("X", "#REDIRECT [[Y]]", model="css")) == ""


def test_later_revisions_follow_the_first() -> None:
    (each,) = read_text("@@@ A title\nold\n@@@+ user=SweepBot | minor=yes\nnew\n")
    assert [revision.text for revision in each.revisions] == ["old", "new"]
    assert (each.text, each.revisions[1].user, each.revisions[1].minor) == ("new", "SweepBot", True)


@pytest.mark.parametrize(
    "source",
    [
        "stray text\n@@@ A\n",
        "@@@ small first letter\n",
        "@@@ An [illegal] title\n",
        "@@@ Project:An alias\n",
        "@@@ A | colour=red\n",
        "@@@ A | model=music\n",
    ],
)
def test_a_wrong_source_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="corpus: "):
        list(read_text(source))

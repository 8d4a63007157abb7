"""Tasks from a few lines of YAML, an offline wiki from a few pages, a ledger in a folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from textwrap import dedent

import pytest

from bot.ledger import Ledger
from bot.loading import parse_task
from bot.loading.installed import installed_tables
from bot.offline import OfflineWiki
from bot.outside import Outside
from bot.plugin import Reach
from bot.task import Task
from tests.offline.exports import Entry, entries, export_xml

DEFAULTS = {
    "for_each": "{all_pages: {namespace: 0}}",
    "do": "[{replace: {find: old, with: new}}]",
    "edit": "{summary: s}",
}


def make_task(more: str = "") -> Task:
    """A task over all pages that replaces `old` by `new`, unless these lines say otherwise."""
    lines = [dedent(more)]
    for key, value in DEFAULTS.items():
        if f"{key}:" not in more:
            lines.append(f"{key}: {value}")
    return parse_task("\n".join(lines), "task.yaml", installed_tables(entries=()))


@pytest.fixture
def reach(tmp_path) -> Iterator[Callable[..., Reach]]:
    """Makes wikis of pages: `reach({title: text})`."""
    with ExitStack() as stack:

        def make(texts: dict[str, str], *pages: Entry) -> Reach:
            export = tmp_path / "export.xml"
            export.write_text(export_xml(*entries(texts), *pages), encoding="utf-8")
            wiki = OfflineWiki("testwiki", export, cache=tmp_path / "cache")
            return Reach(stack.enter_context(closing(wiki)), Outside(tmp_path))

        yield make


@pytest.fixture
def ledger(tmp_path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as one:
        yield one

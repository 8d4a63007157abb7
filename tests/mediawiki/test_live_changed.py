"""Changes that only a real MediaWiki shows: edits, moves by both names, how far it remembers."""

from datetime import timedelta

import pytest

from bot.errors import NotOffered
from bot.wiki.changed import ChangedSince
from tests.mediawiki.live import change, read

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]


def names(wiki, since) -> set[str]:
    found = (one for batch in wiki.enumerate(ChangedSince(since=since)) for one in batch)
    return {one.title.text for one in found}


def test_what_was_edited_and_moved_has_changed(open_wiki):
    wiki = open_wiki()
    first, second = read(wiki, "Mercury"), read(wiki, "Alembic")
    saved = change(wiki, first, f"{first.text} More.")
    assert saved.timestamp
    assert change(wiki, second, f"{second.text} More.").code == "saved"
    told = names(wiki, saved.timestamp)
    assert {"Mercury", "Alembic"} <= told
    assert "Philosophy" not in told
    assert names(wiki, saved.timestamp + timedelta(days=1)) == set()
    with pytest.raises(NotOffered, match="recent changes reach only back to"):
        names(wiki, saved.timestamp - timedelta(days=9999))

"""What only a real MediaWiki can show of lists: changes, logs, special pages, miser mode."""

import struct
import zlib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from bot.errors import ApiError, UsageError
from bot.page import INFO
from bot.wiki import (
    AllPages,
    CategoryMembers,
    Contributions,
    LogEvents,
    RecentChanges,
    SpecialPage,
    Watchlist,
)
from devwiki import seed

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("usual_settings")]
SMALL = {"request_size": 1}


def titles(wiki, query):
    return [one.title.text for one in chain(*wiki.enumerate(query))]


@pytest.fixture(scope="module")
def begun():
    return datetime.now(UTC) - timedelta(seconds=5)


@pytest.fixture(scope="module")
def edit(scratch, begun):
    """Edits a page as one of the accounts."""
    assert begun

    def save(title, text, user="Plain", *options):
        scratch.maintenance("edit", "--user", user, *options, title, stdin=text)

    return save


@pytest.fixture(scope="module")
def happened(scratch, edit):
    """Some edits, a move, a deletion and an upload."""
    for title, text, user, *options in (
        ("Change one", "First. [[Category:Lately]]", "Plain"),
        ("Change two", "Second.", "Lapwing", "--minor"),
        ("Template:Change", "Third.", "SweepBot", "--bot"),
        ("Change moved", "Fourth. [[Category:Lately]]", "Plain"),
        ("Change gone", "Fifth.", "Plain"),
        ("Change one", "Once more. [[Category:Lately]]", "Lapwing"),
        ("Change two", "", "Lapwing"),
    ):
        edit(title, text, user, *options)
    scratch.maintenance("moveBatch", "--u", "Admin", stdin="Change moved|Change's new name\n")
    scratch.maintenance("deleteBatch", "-u", "Admin", stdin="Change gone\n")


@pytest.mark.usefixtures("happened")
class TestChanges:
    @pytest.mark.parametrize("size", [{}, SMALL])
    @pytest.mark.parametrize(
        ("options", "found"),
        [
            ({}, ["Change two", "Change one", "Change moved", "Template:Change"]),
            ({"namespaces": (10,)}, ["Template:Change"]),
            ({"bots": "exclude", "namespaces": (0,)}, ["Change two", "Change one", "Change moved"]),
            ({"bots": "only"}, ["Template:Change"]),
            ({"types": ("new",), "users": ("Lapwing",)}, ["Change two"]),
            ({"minor": "only"}, ["Change two"]),
            ({"tags": ("mw-blank",)}, ["Change two"]),
            ({"users": ("SweepBot", "Lapwing")}, ["Change two", "Change one", "Template:Change"]),
            ({"tags": ("mw-blank", "no such tag")}, ["Change two"]),
            ({"newest_only": True, "users": ("Plain",)}, []),
            ({"anonymous": "only"}, []),
        ],
    )
    def test_a_page_comes_once_newest_first(self, open_wiki, begun, size, options, found):
        asked = RecentChanges(since=begun, **options, **size)
        assert [one for one in titles(open_wiki(), asked) if one != "Change gone"] == found

    def test_nothing_happened_in_the_future(self, open_wiki):
        later = datetime.now(UTC) + timedelta(days=1)
        assert titles(open_wiki(), RecentChanges(since=later)) == []

    def test_a_page_that_moved_is_read_under_its_new_name(self, open_wiki, begun):
        wiki = open_wiki()
        pages = chain(*wiki.fetch(RecentChanges(since=begun), frozenset({INFO})))
        found = {page.title.text: page.exists for page in pages}
        assert found["Change's new name"]
        assert "Change moved" not in found
        assert not found.get("Change gone", False)

    def test_who_patrolled_is_not_for_everybody(self, open_wiki, begun):
        with pytest.raises(ApiError, match="permission"):
            titles(open_wiki("Plain", "hand"), RecentChanges(since=begun, patrolled="only"))

    @pytest.mark.parametrize("size", [{}, SMALL])
    @pytest.mark.parametrize(
        ("options", "found"),
        [
            ({"types": ("move",)}, ["Change moved"]),
            ({"types": ("move/move",)}, ["Change moved"]),
            ({"types": ("delete", "move")}, ["Change gone", "Change moved"]),
            ({"types": ("delete", "move"), "namespaces": (10, 0)}, ["Change gone", "Change moved"]),
            ({"types": ("delete",), "users": ("Plain",)}, []),
            ({"types": ("delete",), "namespaces": (10,)}, []),
        ],
    )
    def test_logs_name_pages(self, open_wiki, begun, size, options, found):
        assert titles(open_wiki(), LogEvents(since=begun, **options, **size)) == found

    @pytest.mark.parametrize("size", [{}, SMALL])
    @pytest.mark.parametrize(
        ("options", "found"),
        [
            ({"users": ("Lapwing",)}, {"Change two", "Change one"}),
            ({"users": ("Lapwing",), "newest": "only"}, {"Change two", "Change one"}),
            ({"users": ("Plain",)}, {"Change one", "Change's new name"}),
            ({"users": ("Plain",), "newest": "only"}, set()),
            ({"users": ("Lapwing",), "created": "only"}, {"Change two"}),
            ({"users": ("Lapwing",), "created": "exclude"}, {"Change two", "Change one"}),
            ({"users": ("Lapwing", "SweepBot"), "namespaces": (10,)}, {"Template:Change"}),
            ({"users": ("Lapwing",), "tags": ("mw-blank", "mw-x")}, {"Change two"}),
        ],
    )
    def test_contributions_are_pages_as_they_are_called_now(
        self, open_wiki, begun, size, options, found
    ):
        said = titles(open_wiki(), Contributions(since=begun, **options, **size))
        assert len(said) == len(set(said))
        assert set(said) == found

    def test_a_category_tells_who_came_last(self, open_wiki, begun):
        lately = open_wiki().site.title("Category:Lately")
        asked = CategoryMembers(category=lately, sort="timestamp", order="descending", since=begun)
        found = titles(open_wiki(), asked)
        assert set(found) == {"Change one", "Change's new name"}
        assert (
            titles(open_wiki(), CategoryMembers(category=lately, sort="timestamp")) == found[::-1]
        )
        files = CategoryMembers(category=lately, sort="timestamp", types=("file", "subcat"))
        assert titles(open_wiki(), files) == []


def test_uploads_are_new_files_and_new_versions_are_not(scratch, open_wiki, begun, tmp_path):
    scratch.set(f"$wgEnableUploads = true; $wgUploadDirectory = '{tmp_path}/images';")
    (tmp_path / "images").mkdir()
    files = tmp_path / "files"
    files.mkdir()
    for shade, found in (
        (1, {"upload/upload": 1, "upload/overwrite": 0}),
        (2, {"upload/overwrite": 1}),
    ):
        (files / "Spot.png").write_bytes(png(shade))
        told = scratch.maintenance("importImages", "--user", "Plain", "--overwrite", str(files))
        assert "Added" in told or "Overwritten" in told or "done" in told, told
        for action, count in found.items():
            asked = LogEvents(since=begun, types=(action,), users=("Plain",))
            assert titles(open_wiki(), asked) == ["File:Spot.png"] * count


def png(shade):
    """A picture of one dot."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )


class TestWatchlist:
    def test_the_account_s_own_pages_come_by_title(self, scratch, open_wiki):
        with closing(seed.database(scratch.folder)) as database, database:
            [[user]] = database.execute("SELECT user_id FROM user WHERE user_name = 'Plain'")
            database.execute("DELETE FROM watchlist WHERE wl_user = ?", [user])
            database.executemany(
                "INSERT INTO watchlist (wl_user, wl_namespace, wl_title, wl_notificationtimestamp)"
                " VALUES (?, ?, ?, ?)",
                [
                    (user, 0, "Mercury", None),
                    (user, 1, "Mercury", None),
                    (user, 0, "Nowhere_at_all", "20260101000000"),
                ],
            )
        scratch.set("$wgGrantPermissions['basic']['viewmywatchlist'] = true;")
        wiki = open_wiki("Plain", "hand")
        everything = ["Mercury", "Nowhere at all", "Talk:Mercury"]
        assert titles(wiki, Watchlist()) == everything
        assert titles(wiki, Watchlist(request_size=1)) == everything
        assert titles(wiki, Watchlist(namespaces=(1,))) == ["Talk:Mercury"]
        assert titles(wiki, Watchlist(changed=True)) == ["Nowhere at all"]

    def test_who_may_not_see_it_is_told(self, open_wiki):
        with pytest.raises(ApiError, match="permission to view your watchlist"):
            titles(open_wiki(), Watchlist())
        with pytest.raises(UsageError, match="nobody is logged in"):
            titles(open_wiki(""), Watchlist())


class TestMiserMode:
    """What busy wikis do: expensive lists beforehand, some bounds not kept by the API."""

    MISER = "$wgMiserMode = true; $wgQueryCacheLimit = 3;"

    def test_of_when_a_special_page_is_is_told(self, scratch, open_wiki):
        now = titles(open_wiki(), SpecialPage(name="Wantedpages"))
        scratch.set(self.MISER)
        never = open_wiki()
        assert titles(never, SpecialPage(name="Wantedpages")) == []
        [notice] = never.notices
        assert notice.detail.startswith("the wiki made this list some time ago, or never")
        scratch.maintenance("updateSpecialPages", "--only=Wantedpages", "--override")
        wiki = open_wiki()
        assert titles(wiki, SpecialPage(name="Wantedpages", request_size=2)) == now[:3]
        [notice] = wiki.notices
        today = f"{datetime.now(UTC):%Y-%m}"
        assert notice.title.text == "Special:Wantedpages"
        assert notice.detail.startswith(f"the wiki made this list on {today}")
        assert notice.detail.endswith("and keeps the first 3 pages of it")

    @pytest.mark.parametrize(
        "query",
        [
            AllPages(largest=60),
            AllPages(largest=60, redirects="only", request_size=20),
            AllPages(smallest=60, redirects="exclude", request_size=20),
        ],
    )
    def test_bounds_are_kept_all_the_same(self, scratch, open_wiki, query):
        usual = titles(open_wiki(), query)
        assert usual
        scratch.set(self.MISER)
        assert titles(open_wiki(), query) == usual

    @pytest.mark.parametrize("sort", [None, "sortkey", "timestamp"])
    def test_members_of_a_type_are_the_same(self, scratch, open_wiki, sort):
        contents = open_wiki().site.title("Category:Contents")
        query = CategoryMembers(
            category=contents, types=("subcat",), namespaces=(14,), sort=sort, request_size=2
        )
        usual = titles(open_wiki(), query)
        assert len(usual) == 7
        scratch.set(self.MISER)
        assert titles(open_wiki(), query) == usual

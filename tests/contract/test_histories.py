"""Digests and histories, by which an edit of ours is known again; and pages that are made."""

import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Unreachable
from bot.offline import OfflineWiki
from bot.page import INFO, TEXT, Candidate
from bot.plan import Edit, Publish
from bot.site import CATEGORY
from bot.titles import Title
from bot.wiki import Backlinks, CategoryMembers, Revision, Sha1, Since, Wiki
from tests.contract.conftest import CORPUS, SITEINFO, TENANTS, live_wiki

SHA1 = Sha1()
NOWHERE = "A page that nobody wrote"


@pytest.fixture(scope="module")
def scratch_live(scratch):
    with closing(live_wiki(scratch)) as wiki:
        yield wiki


@pytest.fixture
def scratch_offline(tmp_path):
    with closing(OfflineWiki("devwiki", CORPUS, SITEINFO, cache=tmp_path)) as wiki:
        yield wiki


@pytest.fixture(params=TENANTS)
def writable(request):
    """A wiki that may be written to; each test writes to pages that no other test touches."""
    return request.getfixturevalue(f"scratch_{request.param}")


def read(wiki, name, *facets):
    [[page]] = wiki.fetch([[Candidate(wiki.site.title(name))]], frozenset({INFO, *facets}))
    return page


def since(wiki, name, revid=0) -> tuple[Revision, ...]:
    found: tuple[Revision, ...] = read(wiki, name, Since(revid))[Since(revid)]
    return found


def edit(page, after, summary="Bot: a test, é"):
    return Edit(
        title=page.title,
        pageid=page.pageid,
        baserevid=page.revid,
        read_at=page.read_at,
        before=page.text,
        after=after,
        summary=summary,
    )


def publish(page, after, **more):
    given = {
        "title": page.title,
        "baserevid": None,
        "read_at": page.read_at,
        "before": "",
        "after": after,
        "summary": "Bot: a report",
    }
    return Publish(**{**given, **more})


def digest(text):
    return hashlib.sha1(text.encode()).hexdigest()


@pytest.mark.parametrize("name", ["Mercury", "☿", "Blank page", "User:SweepBot/config.json"])
def test_a_digest_is_that_of_the_text(wiki, name):
    page = read(wiki, name, TEXT, SHA1)
    assert page[SHA1] == digest(page.text)
    alone = read(wiki, name, SHA1)
    assert alone[SHA1] == page[SHA1]
    assert TEXT not in alone.facets
    assert (alone.revid, alone.length) == (page.revid, page.length)


def test_what_is_not_there_has_no_digest_and_no_history(wiki):
    page = read(wiki, NOWHERE, SHA1, Since(0), Since(5))
    assert not page.exists
    assert (page[SHA1], page[Since(0)], page[Since(5)]) == ("", (), ())


def test_both_are_offered(wiki):
    assert wiki.offers(SHA1)
    assert wiki.offers(Since(0))
    assert wiki.offers(Publish)


def test_the_newest_revision_is_in_the_history_and_nothing_is_after_it(wiki):
    page = read(wiki, "Mercury", SHA1)
    *_, newest = since(wiki, "Mercury")
    assert (newest.revid, newest.sha1) == (page.revid, page[SHA1])
    assert newest.timestamp <= page.read_at
    assert since(wiki, "Mercury", newest.revid) == ()
    assert since(wiki, "Mercury", newest.revid - 1) == (newest,)


def test_a_revision_that_the_wiki_never_had_has_nothing_after_it(wiki):
    assert since(wiki, "Mercury", 99_999_999) == ()


def test_several_pages_may_be_asked_with_their_text(wiki):
    facets = frozenset({INFO, TEXT, SHA1, Since(0)})
    titles = [Title(0, "Gold"), Title(0, NOWHERE), Title(0, "Silver")]
    [pages] = wiki.fetch([[Candidate(title) for title in titles]], facets)
    assert [page.exists for page in pages] == [True, False, True]
    assert [page[Since(0)][-1].revid for page in pages[::2]] == [page.revid for page in pages[::2]]


def test_an_edit_is_found_in_the_history(writable):
    before = read(writable, "Retort", TEXT)
    outcomes = [writable.write(edit(before, "One, é."))]
    page = read(writable, "Retort", TEXT)
    outcomes.append(writable.write(edit(page, "Two.\n\n")))
    first, second = since(writable, "Retort", before.revid)
    assert [first.revid, second.revid] == [one.revid for one in outcomes]
    assert [first.parent, second.parent] == [before.revid, first.revid]
    assert [first.sha1, second.sha1] == [digest("One, é."), digest("Two.")]
    assert [first.timestamp, second.timestamp] == [one.timestamp for one in outcomes]
    assert {first.user, second.user} == {writable.site.account.name}
    assert {first.summary, second.summary} == {"Bot: a test, é"}
    assert since(writable, "Retort", first.revid) == (second,)
    *_, base, one, two = since(writable, "Retort")
    assert (base.revid, one, two) == (before.revid, first, second)


def test_the_newest_revision_has_the_text_that_was_saved(writable):
    before = read(writable, "Barometer", TEXT)
    asked = Since(before.revid, texts=True)
    writable.write(edit(before, "One, é."))
    page = read(writable, "Barometer", TEXT, asked)
    assert [one.text for one in page[asked]] == [page.text] == ["One, é."]
    writable.write(edit(page, "Two.\n\n"))
    page = read(writable, "Barometer", asked, Since(before.revid))
    older, newest = page[asked]
    assert newest.text == "Two."
    assert older.text in {"One, é.", None}  # an export keeps no old texts
    assert [one.text for one in page[Since(before.revid)]] == [None, None]
    assert [replace(one, text=None) for one in page[asked]] == [*page[Since(before.revid)]]


@pytest.mark.parametrize("name", ["Mercury", "Blank page", "User:SweepBot/config.json"])
def test_the_text_of_the_newest_revision_is_the_page_s(wiki, name):
    every = Since(0, texts=True)
    page = read(wiki, name, TEXT, every)
    assert page[every][-1].text == page.text


@pytest.mark.live
def test_a_real_wiki_has_the_text_of_each_revision(scratch_live):
    before = read(scratch_live, "Telescope", TEXT)
    item = edit(before, "One.")
    first = scratch_live.write(item)
    scratch_live.write(replace(item, baserevid=first.revid, before="One.", after="Two."))
    asked = Since(before.revid, texts=True)
    texts = [one.text for one in read(scratch_live, "Telescope", asked)[asked]]
    assert texts == ["One.", "Two."]


def test_an_edit_sent_twice_is_in_the_history_once(writable):
    page = read(writable, "Sodium", TEXT)
    item = edit(page, f"{page.text} Once.")
    assert [writable.write(item).code for _ in range(3)] == ["saved", "no_change", "no_change"]
    assert len(since(writable, "Sodium", page.revid)) == 1


def test_a_conflict_leaves_no_trace(writable):
    page = read(writable, "Potassium", TEXT)
    writable.write(edit(page, "Theirs."))
    assert writable.write(edit(page, "Ours.")).code == "conflict"
    (theirs,) = since(writable, "Potassium", page.revid)
    assert theirs.sha1 == digest("Theirs.")


def test_a_report_makes_its_page(writable):
    name = "User:SweepBot/Reports/New"
    item = publish(read(writable, name), "See [[Mercury]].\n[[Category:Reports]]\n")
    outcome = writable.write(item)
    assert (outcome.code, outcome.merged) == ("saved", False)
    page = read(writable, name, TEXT)
    assert (page.exists, page.revid, page.model) == (True, outcome.revid, "wikitext")
    assert page.text == "See [[Mercury]].\n[[Category:Reports]]"
    assert page.length == len(page.text)
    assert abs(outcome.timestamp - datetime.now(UTC)) < timedelta(minutes=5)
    (made,) = since(writable, name)
    assert (made.revid, made.parent, made.summary) == (outcome.revid, 0, "Bot: a report")
    found = {
        one.title.text
        for query in (
            Backlinks(to=Title(0, "Mercury"), namespaces=(2,)),
            CategoryMembers(category=Title(CATEGORY, "Category:Reports")),
        )
        for batch in writable.enumerate(query)
        for one in batch
    }
    assert name in found


def test_a_report_never_falls_upon_a_page_that_is_there(writable):
    page = read(writable, "Mercury", TEXT)
    for after in ("x", page.text):
        assert writable.write(publish(page, after)).code == "exists"
    assert read(writable, "Mercury").revid == page.revid


def test_a_report_follows_the_one_before_and_never_somebody_s_words(writable):
    name = "User:SweepBot/Reports/Weekly"
    first = writable.write(publish(read(writable, name), "One."))
    page = read(writable, name, TEXT)
    assert page.revid == first.revid
    second = publish(page, "Two.", pageid=page.pageid, baserevid=page.revid, before="One.")
    assert writable.write(second).code == "saved"
    assert writable.write(second).code == "no_change"
    assert writable.write(replace(second, after="Three.")).code == "conflict"
    assert read(writable, name, TEXT).text == "Two."


@pytest.mark.parametrize(
    ("name", "text", "model"),
    [
        ("User:SweepBot/report.json", "{}", "json"),
        ("User:SweepBot/report.css", "a {}", "css"),
        ("User talk:SweepBot/report.js", "x", "wikitext"),
        ("A report.json", "{}", "wikitext"),
        ("Devwiki:Report.js", "x()", "wikitext"),
    ],
)
def test_a_new_page_has_the_model_that_its_title_asks_for(writable, name, text, model):
    outcome = writable.write(publish(read(writable, name), text))
    if outcome.code == "protected":  # the real wiki keeps scripts from robots
        assert model != "wikitext"
        return
    assert outcome.code == "saved"
    assert read(writable, name).model == model


@pytest.mark.live
def test_a_page_deleted_since_it_was_read_is_missing(scratch, scratch_live):
    page = read(scratch_live, "Crucible", TEXT)
    scratch.maintenance("deleteBatch", "--u", "Admin", stdin="Crucible\n")
    assert scratch_live.write(edit(page, "x")).code == "missing"
    assert since(scratch_live, "Crucible") == ()


@pytest.mark.parametrize("tenant", TENANTS)
def test_once_the_end_is_asked_for_nothing_is_asked_any_more(request, tmp_path, tenant):
    wiki: Wiki
    if tenant == "live":
        wiki = live_wiki(request.getfixturevalue("scratch"))
    else:
        wiki = OfflineWiki("devwiki", CORPUS, SITEINFO, cache=tmp_path)
    with closing(wiki):
        page = read(wiki, "Tin", TEXT)
        before = wiki.requests
        wiki.end_waits()
        for ask in (lambda: wiki.write(edit(page, "x")), wiki.look, lambda: read(wiki, "Tin")):
            with pytest.raises(Unreachable, match="is asked no more") as ended:
                ask()
            assert not ended.value.unsettled
        assert wiki.requests == before
        assert wiki.site.wiki == "devwiki"

"""What a test gives, and that a text says of its page what an offline wiki would read in it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import InvalidFile, UsageError
from bot.loading import installed_tables, parse_task
from bot.offline import OfflineWiki
from bot.page import Candidate, Facets
from bot.services.given_facts import read_facts
from bot.services.given_unknown import NotGiven
from bot.services.given_ways import answer
from bot.task import Given
from bot.wiki import (
    REDIRECT_FLAG,
    Categories,
    Contributors,
    Editors,
    FirstRevision,
    Incoming,
    IncomingLinks,
    LastRevision,
    LinkedPages,
    Protection,
    Restriction,
    Revision,
    Sha1,
    ShownFiles,
    UsedTemplates,
)
from bot.wikitext.saved import as_saved
from tests.loading.test_schema import valid
from tests.offline.exports import entries, export_xml
from tests.pairs import SITE

TABLES = installed_tables()


def facts(**values):
    return read_facts(Given.model_validate(values), SITE)


def test_nothing_is_made_up():
    nothing = facts()
    known = {name for name in nothing.__slots__ if getattr(nothing, name) not in (None, ())}
    assert known == {"given", "site", "now", "title"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"categories": ("Talk:A",)}, "`given.categories`: 'Talk:A' is not a category; leave"),
        ({"subcategories": {"A": ("a[b",)}}, "`given.subcategories`: 'a[b' is not a page title"),
        ({"subcategories": {"a|b": ()}}, "`given.subcategories`: 'a|b' is not a page title"),
        ({"templates": ("",)}, "`given.templates`: '' is not a page title: it is empty"),
        ({"files": ("Talk:A",)}, "`given.files`: 'Talk:A' is not a file; leave its prefix out"),
        ({"links": ("a{b",)}, "`given.links`: 'a{b' is not a page title"),
        ({"redirects": ("#A",)}, "`given.redirects`: '#A' names a section but no page"),
        ({"in_list": ("<",)}, "`given.in_list`: '<' is not a page title"),
        ({"linked_from": ({"title": "[[A]]"},)}, "`given.linked_from`: '[[A]]' is not a page"),
        ({"linked_from": ({"title": "A", "categories": ("Talk:B",)},)}, "`given.linked_from`: 'Ta"),
        ({"creator": "a|c"}, "`given.creator`: 'User:a|c' is not a page title"),
        ({"last_editor": "[]"}, "`given.last_editor`: 'User:[]' is not a page title"),
        ({"edited_by": ("Ann", "{}")}, "`given.edited_by`: 'User:{}' is not a page title"),
        ({"via": ("<>",)}, "`given.via`: '<>' is not a page title"),
    ],
)  # fmt: skip
def test_a_title_or_a_name_that_cannot_be_is_told_with_its_key(values, message):
    with pytest.raises(UsageError) as caught:
        facts(**values)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("{last_edited: ¶yesterday}", "`tests.given.last_edited`: 'yesterday' is no time; give a"),
        ("{created: ¶3 months}", "`tests.given.created`: '3 months' is no time; give a date"),
        ("{size: ¶-1}", "`tests.given.size` should be at least 0, not '-1'"),
        ("{size: ¶many}", "`tests.given.size` should be a whole number, not 'many'"),
        ("{protected: ¶edit}", "`tests.given.protected` should be a mapping, not 'edit'"),
        ("{disambiguation: ¶maybe}", "`tests.given.disambiguation` should be true or false, not"),
        ("{linked_from: {¶titel: A}}", "`tests.given.linked_from` has no option `titel` (did you"),
        ("{linked_from: [¶{categories: A}]}", "`tests.given.linked_from` needs the option `title`"),
        ("{language: ¶''}", "`tests.given.language` should"),
        ("{¶last_edit: 3 days}", "`tests.given` has no option `last_edit` (did you mean `last_edi"),
        ("{redirects: {A: ¶{B: C}}}", "`tests.given.redirects.A` should be a text or a list of"),
        ("{pageid: ¶0}", "`tests.given.pageid` should be at least 1, not '0'"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(value, problem):
    begun = "for_each: {titles: Mars}\ndo: report\ntests:\n- expect: {unchanged: true}\n  given: "
    column = len("  given: ") + value.index("¶") + 1
    with pytest.raises(InvalidFile) as caught:
        parse_task(begun + value.replace("¶", "") + "\n", "t.yaml", TABLES)
    (told,) = caught.value.problems
    assert str(told).startswith(f"t.yaml:5:{column}: {problem}")


EVERYTHING = """
for_each: {titles: Mars}
do: report
tests:
  - given:
      text: A [[planet]].
      rendered: A planet.
      size: 9
      title: Mars
      namespace: 0
      redirect: false
      exists: true
      model: wikitext
      language: pt-br  # of Brazil
      disambiguation: false
      properties: {wikibase_item: Q111, noindex: ''}
      protected: {edit: sysop, move: sysop}
      categories: [Planets, 1984]
      subcategories: {Planets: [Giants, Dwarfs], Giants: Gas giants, Dwarfs: []}
      templates: Stub
      files: [Mars.jpg]
      links: [Venus, 012]
      external_links: https://example.org/?a#b
      linked_from:
        - Venus
        - {title: Mars (disambiguation), disambiguation: true, categories: Lists, written: false}
      redirects: {Mercury: [Hermes], Template:Stub: []}
      in_list: User:Ann/Done
      created: 2021-02-03
      creator: Ann
      last_edited: 30 days
      last_editor: 192.0.2.7
      edited_by: [Ann, 192.0.2.7]
      pageid: 4
      revid: 5
      direct: false
      via: [Hermes]
      row: {archive: A}
    expect: {rows: {title: Mars}}
  - given: {linked_from: Venus, redirects: Ares, subcategories: [A, B], properties: noindex}
    expect: {skip: missing}
  - given: {linked_from: {title: Venus}, properties: [a, b], protected: {}, row: {}}
    expect: {skip: missing}
"""


def test_every_key_has_its_place_in_a_file_and_in_the_schema():
    whole, short, _ = parse_task(EVERYTHING, "t.yaml", TABLES).tests
    assert whole.given.model_fields_set == set(Given.model_fields)
    assert valid(EVERYTHING)
    assert (whole.given.language, whole.given.links) == ("pt-br", ("Venus", "012"))
    assert whole.given.linked_from is not None
    assert [one.written for one in whole.given.linked_from] == [True, False]
    assert (short.given.redirects, short.given.properties) == (("Ares",), ("noindex",))


@pytest.mark.parametrize(
    "given_",
    [
        "{protected: edit}",
        "{linked_from: {titel: A}}",
        "{linked_from: {disambiguation: true}}",
        "{size: -1}",
        "{redirects: {A: {B: C}}}",
        "{properties: {a: [b]}}",
        "{last_edit: 3 days}",
    ],
)
def test_an_editor_is_told_of_what_has_not_the_right_shape(given_):
    assert not valid(
        f"for_each: {{titles: A}}\ndo: report\ntests: {{given: {given_}, expect: {{skip: a}}}}"
    )
    assert valid("for_each: {titles: A}\ndo: report\ntests: {given: {}, expect: {skip: a}}")


NAMES = st.tuples() | st.lists(st.text(max_size=9), max_size=3).map(tuple)


@given(NAMES, NAMES, st.dictionaries(st.text(max_size=9), NAMES, max_size=2), st.text(max_size=9))
def test_whatever_names_are_given_they_are_read_or_refused(some, others, groups, one):
    try:
        read = facts(
            categories=some,
            templates=others,
            redirects=groups,
            edited_by=some,
            via=others,
            linked_from=tuple({"title": f"A {name}", "categories": some} for name in others),
            creator=f"A{one}",
        )
    except UsageError as error:
        assert str(error).startswith("`given.")  # noqa: PT017 - refusing is one of two good ends
    else:
        assert read.categories is not None
        assert len(read.categories) <= len(some)


def test_ages_count_back_from_the_moment_of_the_test():
    before = datetime.now(UTC)
    one = facts(created="2 days", last_edited="2026-01-31")
    assert before <= one.now <= datetime.now(UTC)
    assert one.created == one.now - timedelta(days=2)
    assert one.last_edited == datetime(2026, 1, 31, tzinfo=UTC)


def test_users_are_named_as_the_wiki_names_them():
    one = facts(creator="ann_b", last_editor="192.0.2.7", edited_by=("ann b", "Ann_b", "Ben"))
    assert (one.creator, one.last_editor) == ("Ann b", "192.0.2.7")
    assert answer(Contributors(), one) == Editors(frozenset({"Ann b", "Ben"}))
    last, first = answer(LastRevision(), one), answer(FirstRevision(), one)
    assert isinstance(last, Revision)
    assert isinstance(first, Revision)
    assert (last.user, first.user) == ("192.0.2.7", "Ann b")


def test_those_without_an_account_are_counted():
    one = facts(edited_by=("Ann", "192.0.2.7", "2001:db8::1", "192.0.2.7"))
    assert answer(Contributors(), one) == Editors(frozenset({"Ann"}), 2)


def test_protection_is_a_restriction_for_each_action():
    one = facts(protected={"edit": "sysop", "move": "autoconfirmed"})
    edit, move = Restriction("edit", "sysop"), Restriction("move", "autoconfirmed")
    assert answer(Protection(), one) == (edit, move)


def test_links_to_the_page_end_where_there_are_enough():
    one = facts(linked_from=tuple({"title": name} for name in ("C", "B", "Page", "A", "b")))
    titles = tuple(map(SITE.title, "ABC"))
    assert answer(Incoming(enough=2), one) == IncomingLinks(titles[:2], more=True)
    assert answer(Incoming(enough=3), one) == IncomingLinks(titles, more=True)
    assert answer(Incoming(enough=4), one) == IncomingLinks(titles)


PIECES = st.sampled_from(
    ["[[A]]", "[[b|c]]", "[[File:A.png|x]]", "[[Category:C]]", "[[:Category:D]]", "{{a}}", "\n",
     "{{#if:x|[[E]]}}", "<nowiki>", "</nowiki>", "<!--", "-->", "{{", "}}", "[[", "]]", "|", "x ",
     "#REDIRECT [[F]]", "{{:G|h=[[I]]}}", "[[/J]]", "[[Page 1]]", "[[#K]]", "<gallery>\nL.png\n",
     "</gallery>", "[[de:M]]", "Ä", "\u0301"],
)  # fmt: skip


FACETS: Facets = frozenset(
    {REDIRECT_FLAG, LinkedPages(), ShownFiles(), UsedTemplates(), Sha1(), Categories()}
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(PIECES, max_size=8), min_size=40, max_size=40))
def test_a_text_says_of_its_page_what_an_offline_wiki_reads_in_it(texts):
    pages = {f"Page {number}": as_saved("".join(one)) for number, one in enumerate(texts)}
    with TemporaryDirectory() as folder:
        export = Path(folder, "export.xml")
        export.write_text(export_xml(*entries(pages)), "utf-8")
        with closing(OfflineWiki("testwiki", export, None, cache=Path(folder))) as wiki:
            candidates = [Candidate(wiki.site.title(name)) for name in pages]
            for page in chain.from_iterable(wiki.fetch([candidates], FACETS)):
                name = page.title.text
                one = read_facts(Given(title=name, text=pages[name]), wiki.site)
                for facet in FACETS:
                    if (told := answered(facet, one)) is not None:
                        assert told == page[facet]


def answered(facet, facts):
    """What follows from the text, None for what does not."""
    try:
        return answer(facet, facts)
    except NotGiven:
        return None

"""Every facet that a plugin can ask for is given in some way; the table of the docs knows them."""

import inspect
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bot.wiki
from bot.loading import installed_tables, parse_task
from bot.loading.shapes import options
from bot.page import TEXT, Facet, Info, Text
from bot.services.given_facts import read_facts
from bot.services.given_unknown import NotGiven
from bot.services.given_ways import WAYS, answer
from bot.site import plain_site
from bot.task import Given
from bot.wiki import (
    REDIRECT_FLAG,
    Categories,
    CategoryMembers,
    Contributors,
    Disambiguation,
    Edited,
    Editors,
    ExternalLinks,
    FirstRevision,
    Incoming,
    Known,
    Language,
    LastRevision,
    LinkedPages,
    LinksOn,
    Property,
    Protection,
    RedirectsTo,
    Sha1,
    ShownFiles,
    Since,
    UsedTemplates,
)
from bot.wiki.facts import Rendered

DOCS = Path(__file__).parents[2] / "docs" / "tasks.md"
SITE = plain_site()
TABLES = installed_tables()
# What no plugin asks for: how edits are settled and undone, which no test does.
NO_WAY = {Since}


def given(facet, **facts):
    return answer(facet, read_facts(Given.model_validate(facts), SITE))


def names(facet, **facts):
    return sorted(title.text for title in given(facet, **facts))


def found(query, **facts):
    return [candidate.title.text for candidate in given(Known(query), **facts)]


def missing(facet, **facts):
    with pytest.raises(NotGiven) as caught:
        given(facet, **facts)
    return caught.value.key


def title(text):
    return SITE.title(text)


def test_every_facet_of_a_page_has_its_way():
    facets = {one for one in vars(bot.wiki).values() if inspect.isclass(one)}
    facets = {one for one in facets if issubclass(one, Facet)} | {Info, Text}
    assert facets - WAYS.keys() == {Known} | NO_WAY


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, name)
        for kind in ("filters", "actions", "conditions")
        for name in getattr(TABLES, kind)
    ],
)
def test_every_plugin_of_the_manual_asks_for_what_a_test_can_give(kind, name):
    examples = re.findall(
        r"```yaml\n(.*?)```", inspect.getdoc(getattr(TABLES, kind)[name]) or "", re.DOTALL
    )
    rest = {
        "for_each": "for_each: {titles: Mars}",
        "do": "do: {replace: {find: a, with: b}}",
        "edit": "edit: {summary: Tidy}",
    }
    assert examples
    for example in examples:
        more = [text for key, text in rest.items() if not re.search(rf"(?m)^{key}:", example)]
        task = parse_task("\n".join([*more, example]), "t", TABLES)
        tops = (*task.where, *task.do, *task.skip_if, *task.require)
        asked = {facet for top in tops for one in top.parts() for facet in one.needs(SITE)}
        kinds = {type(one.query if isinstance(one, Known) else one) for one in asked}
        assert kinds <= WAYS.keys()


def test_the_docs_name_every_key_and_no_other():
    text = DOCS.read_text("utf-8")
    section = text[text.index("## `tests`") : text.index("`expect` says one of")]
    cells = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    told = [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]
    assert sorted(told) == sorted(options(Given))


def test_a_fact_that_nobody_gives_is_missing_by_the_key_that_would_give_it():
    kinds = WAYS.keys() - {Info, FirstRevision, CategoryMembers, LinksOn, RedirectsTo}
    asked = [kind(name="noindex") if kind is Property else kind() for kind in kinds]
    assert {missing(facet) for facet in asked} <= options(Given).keys() - {"title", "namespace"}


@pytest.mark.parametrize(
    ("facet", "key"),
    [
        (UsedTemplates(), "templates"),
        (ShownFiles(), "files"),
        (LinkedPages(), "links"),
        (ExternalLinks(), "external_links"),
        (Categories(), "categories"),
    ],
)
def test_what_no_text_names_and_nobody_gives_is_missing(facet, key):
    assert missing(facet) == key


def test_what_stands_in_a_text_without_templates_is_all_there_is():
    text = "[[A]] [[File:B.png]] https://example.org/x"
    assert names(UsedTemplates(), text=text) == []
    assert names(ShownFiles(), text=text) == ["File:B.png"]
    assert names(LinkedPages(), text=text) == ["A"]
    assert given(ExternalLinks(), text=text) == {"https://example.org/x"}


def test_what_is_given_stands_for_all_whatever_the_text_says():
    text = "{{a}} [[A]] [[File:B.png]] https://example.org/x"
    assert names(UsedTemplates(), text=text, templates=("b", ":c", "User:D")) == [
        "C",
        "Template:B",
        "User:D",
    ]
    assert names(ShownFiles(), text=text, files=()) == []
    assert names(LinkedPages(), text=text, links=("talk:c",)) == ["Talk:C"]
    assert given(ExternalLinks(), text=text, external_links=()) == frozenset()


def test_no_more_is_told_than_was_asked():
    b, talk = title("B"), title("Talk:C")
    facts = {"text": "[[A]] [[b]] [[Talk:C]]"}
    assert names(LinkedPages(frozenset({b, talk})), **facts) == ["B", "Talk:C"]
    assert names(LinkedPages(frozenset({b, talk}), (0,)), **facts) == ["B"]
    assert names(LinkedPages(None, (1,)), **facts) == ["Talk:C"]
    some = ShownFiles(frozenset({title("File:A.png")}))
    assert names(some, files=("A.png", "B.png")) == ["File:A.png"]


def test_a_text_with_templates_settles_what_it_names_itself():
    text = "{{x}} [[A]] [[File:A.png]]"
    assert names(LinkedPages(frozenset({title("A")})), text=text) == ["A"]
    assert missing(LinkedPages(frozenset({title("A"), title("B")})), text=text) == "links"
    assert names(ShownFiles(frozenset({title("File:A.png")})), text=text) == ["File:A.png"]
    assert missing(ShownFiles(frozenset({title("File:B.png")})), text=text) == "files"


@pytest.mark.parametrize(
    ("redirects", "used"),
    [
        ({"Template:Stub": ("Template:Stb",)}, ["Template:Stb", "Template:Stub"]),
        ({"Template:Other": ("Template:Others",)}, ["Template:Stb"]),
        (("Template:Stb",), ["Template:Stb"]),  # to which template, only a question tells
        ((), ["Template:Stb"]),
    ],
)
def test_a_template_by_a_redirect_is_used_by_both_names(redirects, used):
    assert names(UsedTemplates(), text="{{stb}}", redirects=redirects) == used


def test_a_template_that_is_asked_about_is_used_by_the_redirects_that_are_given():
    stub = UsedTemplates(frozenset({title("Template:Stub")}))
    assert names(stub, text="{{stb}}", redirects=("Template:Stb",)) == ["Template:Stub"]
    assert names(stub, text="{{stb}}", redirects=("Template:Stab",)) == []
    assert names(stub, text="{{stb}}") == []


def test_the_hash_is_that_of_the_saved_text():
    assert given(Sha1(), text="a \n") == "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
    assert missing(Sha1()) == "text"


def test_redirects_belong_to_the_page_that_the_mapping_names():
    both = RedirectsTo(to=(title("Mercury"), title("Venus")))
    groups = {"mercury": ("Hermes", "Talk:H"), "Mars": ("Ares",)}
    assert found(RedirectsTo(to=title("Mercury")), redirects=groups) == ["Hermes", "Talk:H"]
    assert found(RedirectsTo(to=title("Venus")), redirects=groups) == []
    assert found(both, redirects=groups) == ["Hermes", "Talk:H"]
    assert found(both, redirects=("Hermes",)) == ["Hermes"]
    talk = RedirectsTo(to=title("Mercury"), namespaces=(1,))
    assert found(talk, redirects=groups) == ["Talk:H"]
    assert missing(Known(both)) == "redirects"


TREE = {"A": ("B", "C"), "B": ("D", "A"), "D": ("E",)}


@pytest.mark.parametrize(
    ("depth", "names"), [(0, "BC"), (1, "BCD"), (2, "BCDE"), (9, "BCDE"), (None, "BCDE")]
)
def test_the_tree_of_subcategories_is_walked_as_deep_as_is_asked(depth, names):
    tree = CategoryMembers(category=title("Category:A"), depth=depth, types=("subcat",))
    assert found(tree, subcategories=TREE) == [f"Category:{name}" for name in names]
    assert found(tree, subcategories=("B", "C")) == ["Category:B", "Category:C"]
    assert missing(Known(tree)) == "subcategories"


@pytest.mark.parametrize(
    ("depth", "categories", "member"),
    [(0, "A", True), (0, "B", False), (1, "C", True), (1, "D", False), (None, "E", True)],
)
def test_the_page_is_a_member_where_one_of_its_categories_counts(depth, categories, member):
    pages = CategoryMembers(category=title("Category:A"), depth=depth, types=("page",))
    facts = {"title": "Mars", "subcategories": TREE, "categories": (categories,)}
    assert found(pages, **facts) == (["Mars"] if member else [])
    assert found(pages, **{**facts, "title": "Category:Mars"}) == []


def test_members_of_all_kinds_are_the_page_and_the_subcategories():
    members = CategoryMembers(category=title("Category:A"))
    facts = {"title": "File:A.png", "categories": ("A",)}
    assert found(members, **facts) == ["File:A.png"]
    assert found(members, **facts, subcategories=TREE) == [
        "Category:B",
        "Category:C",
        "File:A.png",
    ]
    files = CategoryMembers(category=title("Category:A"), namespaces=(6,))
    assert found(files, **facts, subcategories=TREE) == ["File:A.png"]
    deep = CategoryMembers(category=title("Category:A"), depth=1)
    assert missing(Known(deep), **facts) == "subcategories"
    assert missing(Known(members), title="A") == "categories"


def test_a_list_leads_to_the_page_whatever_else_it_names():
    facts = {"title": "Mars", "in_list": ("user:ann/Done",)}
    done, other = (title("User:Ann/Done"),), (title("User:Ben/Done"),)
    assert found(LinksOn(pages=done), **facts) == ["Mars"]
    assert found(LinksOn(pages=other + done), **facts) == ["Mars"]
    assert found(LinksOn(pages=other), **facts) == []
    assert found(LinksOn(pages=done, namespaces=(1,)), **facts) == []
    assert found(LinksOn(pages=done, which="blue"), **facts) == ["Mars"]
    assert found(LinksOn(pages=done, which="red"), **facts) == []
    assert found(LinksOn(pages=done, which="red"), **facts, exists=False) == ["Mars"]


GONE = {
    Categories(): frozenset(),
    Contributors(): Editors(),
    Disambiguation(): False,
    Edited(): None,
    ExternalLinks(): frozenset(),
    FirstRevision(): None,
    Language(): "",
    LastRevision(): None,
    LinkedPages(): frozenset(),
    Property(name="noindex"): None,
    REDIRECT_FLAG: False,
    Rendered(): "",
    Sha1(): "",
    ShownFiles(): frozenset(),
    TEXT: "",
    UsedTemplates(): frozenset(),
}


@pytest.mark.parametrize(("facet", "value"), GONE.items())
def test_a_page_that_does_not_exist_has_nothing_of_its_own(facet, value):
    assert given(facet, exists=False) == value


@pytest.mark.parametrize(
    ("facet", "key"), [(Incoming(), "linked_from"), (Protection(), "protected")]
)
def test_a_page_that_does_not_exist_may_be_linked_to_and_protected(facet, key):
    assert missing(facet, exists=False) == key


def test_what_is_given_of_a_page_that_does_not_exist_is_not_called_in_question():
    at = given(FirstRevision(), exists=False, created="2026-01-31").timestamp
    assert at == datetime(2026, 1, 31, tzinfo=UTC)
    assert given(FirstRevision(), exists=False, creator="Ann").user == "Ann"
    assert given(Language(), exists=False, language="de") == "de"

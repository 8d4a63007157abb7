import base64
import hashlib

import pytest

from bot.errors import BotError, UsageError
from bot.render.templates import Templates, csp_hash


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.txt").write_text("Hello {{ name }}\n")
    (tmp_path / "page.html").write_text("<b>{{ name }}</b>\n")
    return tmp_path


def test_a_template_is_filled_in(folder):
    assert Templates(folder).render("one.txt", {"name": "<you>"}) == "Hello <you>\n"


def test_html_is_escaped(folder):
    assert Templates(folder).render("page.html", {"name": "<you>"}) == "<b>&lt;you&gt;</b>\n"


def test_the_users_folder_comes_before_what_ships_and_need_not_exist(tmp_path):
    values: dict[str, list[str]] = {"hunks": []}
    filters = {"paint": str, "line": str}
    assert Templates(tmp_path / "none", filters).render("diff.txt", values) == ""
    (tmp_path / "diff.txt").write_text("mine")
    assert Templates(tmp_path, filters).render("diff.txt", values) == "mine"
    assert Templates(None, filters).render("diff.txt", values) == ""


def test_long_texts_come_in_pieces_while_their_items_are_read(folder):
    (folder / "many.txt").write_text("{% for one in many %}{{ one }}{% endfor %}")
    read = []

    def many():
        for number in range(100):
            read.append(number)
            yield "x" * 10_000

    pieces = Templates(folder).stream("many.txt", {"many": many()})
    assert len(next(pieces)) >= 1 << 16
    assert len(read) < 10
    assert sum(map(len, pieces)) > 900_000


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("\n{{ nope }}", "template bad.txt, line 2: 'nope' is undefined"),
        ("\n\n{% if %}", "template bad.txt, line 3: Expected an expression"),
        ("{{ name|nofilter }}", "template bad.txt, line 1: No filter named 'nofilter'"),
        ("{{ name.x.y }}", "template bad.txt, line 1: 'str object' has no attribute 'x'"),
        ("\n{{ 1 / 0 }}", "template bad.txt, line 2: division by zero"),
        ("{{ 1 + 'a' }}", "template bad.txt, line 1: unsupported operand"),
        ("{{ name.__class__ }}", "template bad.txt, line 1: access to attribute '__class__'"),
        ("{{ 'x'|int|join }}", "template bad.txt, line 1: 'int' object is not iterable"),
        ("{% include 'none.txt' %}", "no template 'none.txt' in "),
        ("{% macro a() %}{{ a() }}{% endmacro %}\n{{ a() }}", "template bad.txt, line 1: maximum"),
        ("{% for x in range(999999999) %}{% endfor %}", "template bad.txt, line 1: Range too big"),
    ],
)
def test_a_faulty_template_is_told_in_one_line_with_name_and_line_number(folder, template, told):
    (folder / "bad.txt").write_text(template)
    with pytest.raises(UsageError) as error:
        Templates(folder).render("bad.txt", {"name": "x"})
    assert str(error.value).startswith(told)
    assert "\n" not in str(error.value)


def test_a_fault_in_an_included_template_names_that_one(folder):
    (folder / "bad.txt").write_text("\n\n{{ 1 / 0 }}")
    (folder / "outer.txt").write_text("{% include 'bad.txt' %}")
    with pytest.raises(UsageError, match=r"template bad\.txt, line 3: division by zero"):
        Templates(folder).render("outer.txt", {})


def test_a_template_that_is_missing_is_told(folder):
    with pytest.raises(UsageError, match=r"no template 'missing\.txt' in "):
        Templates(folder).render("missing.txt", {})


def test_a_template_that_is_not_utf_8_is_told(folder):
    (folder / "latin.txt").write_bytes("ü".encode("latin-1"))
    with pytest.raises(UsageError, match=r"template latin\.txt: .*utf-8"):
        Templates(folder).render("latin.txt", {})


@pytest.mark.parametrize("error", [BotError("the disk is full"), KeyError("a bug of ours")])
def test_what_is_not_the_templates_fault_flies_as_it_is(folder, error):
    def failing():
        yield "x"
        raise error

    (folder / "many.txt").write_text("{% for one in many %}{{ one }}{% endfor %}")
    with pytest.raises(type(error)) as caught:
        Templates(folder).render("many.txt", {"many": failing()})
    assert caught.value is error


def test_the_hash_of_a_script_is_what_a_browser_computes():
    expected = base64.b64encode(hashlib.sha256(b"let a = 1;").digest()).decode()
    assert csp_hash("let a = 1;") == f"'sha256-{expected}'"

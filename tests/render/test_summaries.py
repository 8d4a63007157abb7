import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.render import TemplateFault, check_template, is_template, render_summary

VALUES = {"title": "Mercury", "via": ["A", "B"], "count": 3}


@pytest.mark.parametrize(
    "text", ["Bot: links to [[Mercury]]", "{x} 50% {", "", "100 %} done", "}}", "[[A|B]] — ü"]
)
def test_a_summary_without_marks_is_taken_as_it_is(text):
    assert not is_template(text)
    assert render_summary(text, {}) == text.strip()
    assert check_template(text, []) is None


@pytest.mark.parametrize(
    ("template", "summary"),
    [
        ("Bot: {{ title }}", "Bot: Mercury"),
        ("via {{ via|join(', ') }}", "via A, B"),
        ("{% for one in via %}{{ one }};{% endfor %}", "A;B;"),
        ("{% if count > 2 %}many{% else %}few{% endif %}", "many"),
        ("{# nothing #}x", "x"),
        ("{{ title[:3] ~ '…' }} {{ count * 2 }} {{ count % 2 }}", "Mer… 6 1"),
        ("{{ '{{' }}tl|x}}", "{{tl|x}}"),
        ("{{ nothing|default('none') }}", "none"),
        ("two\nlines {{ title }}\t\x1b\n", "two lines Mercury"),
        ("{{ '<b>' }}", "<b>"),
    ],
)
def test_variables_are_filled_in_on_one_line(template, summary):
    assert is_template(template)
    assert check_template(template) is None
    assert render_summary(template, VALUES) == summary


def test_an_unknown_variable_is_told_with_those_that_there_are():
    with pytest.raises(UsageError, match="'nope' is undefined; there are count, title, via"):
        render_summary("{{ nope }}", VALUES)


FAULTY = [
    "{{ title",
    "{% if %}",
    "{% if title %}x",
    "{{ title|nofilter }}",
    "{{ title is nothing }}",
    "{{ {{ tl }} }}",
    "{{ a b }}",
    "{{ title.upper() }}",
    "{{ range(10) }}",
    "{{ 2 ** 99999 }}",
    "{% macro a() %}{% endmacro %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% for x in via recursive %}{% endfor %}",
    "{" * 400 + "{{ x }}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% for x in via %}" * 25 + "{% endfor %}" * 25,
]


@pytest.mark.parametrize("template", FAULTY)
def test_a_faulty_template_is_found_at_load_time_and_told_at_any_time(template):
    assert isinstance(check_template(template), TemplateFault)
    with pytest.raises(UsageError, match=r"edit\.summary, line 1: "):
        render_summary(template, VALUES)


RUNAWAY = [
    "{{ 'a' * 99999999999 }}",
    "{{ [1] * 99999999999 }}",
    "{{ '%99999999d' % 5 }}",
    "{% for a in title %}" * 8 + "x" + "{% endfor %}" * 8,
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a ~ a ~ a %}" * 40 + "{{ a }}",
    "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a + a + a %}" * 40 + "{{ a }}",
    "{% set a = 'xx' %}" + "{% set a = a|replace('x', 'xxxxxxxxxxx') %}" * 20 + "{{ a }}",
    "{% set n = 9999999 %}" + "{% set n = n * n %}" * 40 + "{{ n }}",
    "{% for a in '" + "x" * 900 + "' %}" + "y" * 20 + "{% endfor %}",
]


@pytest.mark.parametrize("template", RUNAWAY)
def test_a_runaway_ends_soon_with_an_error(template):
    began = time.process_time()
    with pytest.raises(UsageError, match=r"edit\.summary"):
        render_summary(template, VALUES)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "template",
    ["{{ ().__class__ }}", "{{ title.__class__.__mro__ }}", "{{ count / 0 }}", "{{ count + 'a' }}"],
)
def test_what_fails_only_when_it_runs_is_told_then(template):
    assert check_template(template, VALUES) is None
    with pytest.raises(UsageError, match=r"edit\.summary, line 1: "):
        render_summary(template, VALUES)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("{{ title }} and {{ a b }}", 1, 17),
        ("one\ntwo {{ title }}\nthree {% if %}", 3, 7),
        ("x {{ title", 1, 3),
        ("x {{ nope }}", 1, 6),
        ("x\n y {{ nope }}", 2, 7),
    ],
)
def test_a_fault_is_told_with_line_and_column(text, line, column):
    fault = check_template(text, ["title"])
    assert fault is not None
    assert (fault.line, fault.column) == (line, column)


def test_a_variable_that_is_known_is_no_fault():
    assert check_template("{{ title }}", ["title"]) is None
    assert check_template("{% for one in title %}{{ one }}{% endfor %}", ["title"]) is None


@given(st.text(alphabet="{}%#| titlev.'\"()[]~*+-0\n", max_size=40))
def test_any_text_is_either_faulty_or_rendered(text):
    fault = check_template(text)
    try:
        render_summary(text, VALUES)
    except UsageError as error:
        told = str(error)
    else:
        told = ""
    assert "\n" not in told
    assert bool(told) or fault is None


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ title.upper() }}", "call a function, here upper(…); there are filters, such as"),
        ("{{ range(3) }}", "call a function, here range(…); there are filters, such as"),
        ("{{ (a or b)() }}", "call a function; there are filters, such as {{ title|upper }}"),
        ("{{ 2 ** 3 }}", "raise to a power (**)"),
        ("{% include 'x' %}", "include another template ({% include %})"),
        ("{% macro x() %}{% endmacro %}", "define a macro ({% macro %})"),
        ("{% for x in via recursive %}{% endfor %}", "have a recursive loop"),
    ],
)
def test_what_a_summary_may_not_do_is_named(template, told):
    fault = check_template(template)
    assert fault
    assert fault.message.startswith(f"a summary may not {told}")


@given(st.text("aeo\u0301\u0308\u212b "))
def test_a_summary_is_in_form_c_whatever_its_variables_bring(text):
    made = render_summary("e{{ one }}, {{ one }}", {"one": text})
    assert unicodedata.is_normalized("NFC", made)
    assert made == unicodedata.normalize("NFC", " ".join(f"e{text}, {text}".split()))

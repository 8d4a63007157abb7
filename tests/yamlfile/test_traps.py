"""Each trap with the one line that tells of it; both of PyYAML's parsers have to agree."""

import pytest
import yaml

from bot.errors import InvalidFile
from bot.yamlfile import parse_yaml, quote, quote_it

LOADERS: list[type] = [yaml.SafeLoader]
if hasattr(yaml, "CSafeLoader"):
    LOADERS.append(yaml.CSafeLoader)

FATAL = {
    "to: *": "1:5: a value cannot begin with * (quote it: '*')",
    "to: @foo": "1:5: a value cannot begin with @ (quote it: '@foo')",
    "to: @foo   # a comment": "1:5: a value cannot begin with @ (quote it: '@foo')",
    "to: & x": "1:5: a value cannot begin with & (quote it: '& x')",
    "to: !foo!x y": "1:5: a value cannot begin with ! (quote it: '!foo!x y')",
    "to: `x`": "1:5: a value cannot begin with ` (quote it: '`x`')",
    "to: %x": "1:5: a value cannot begin with % (quote it: '%x')",
    "to: {{x}} y": "1:5: a value that begins with {{ has to be quoted (quote it: '{{x}} y')",
    "to: [[Foo]]s": "1:5: a value that begins with [[ has to be quoted (quote it: '[[Foo]]s')",
    "- to: [[A]] x\n": "1:7: a value that begins with [[ has to be quoted (quote it: '[[A]] x')",
    "- [[Foo]] x\n": "1:3: a value that begins with [[ has to be quoted (quote it: '[[Foo]] x')",
    "to: {{x} y}": "1:5: a value that begins with {{ has to be quoted (quote it: '{{x} y}')",
    "a: [b, ${c}, d]": "1:8: inside brackets a value with ${ has to be quoted (quote it: '${c}')",
    "a: {b: c ${d} e, f: g}": "1:8: inside brackets a value with ${ has to be quoted "
    "(quote it: 'c ${d} e')",
    "a: {b: ${c}": "1:8: inside brackets a value with ${ has to be quoted (quote it: '${c}')",
    "to: [Foo] bar": "1:5: a text that begins with [ has to be quoted (quote it: '[Foo] bar')",
    "to: {x} bar": "1:5: a text that begins with { has to be quoted (quote it: '{x} bar')",
    "to: Star Wars: A New Hope": "1:5: a colon inside a value starts a new mapping in YAML "
    "(quote it: 'Star Wars: A New Hope')",
    "- to: Star Wars: It's": "1:7: a colon inside a value starts a new mapping in YAML "
    "(quote it: 'Star Wars: It''s')",
    "a: b\n c: d": "2:2: this line is indented as if it went on with the value above "
    "(give it the same indentation as the key that it stands beside)",
    "a:\n\t- b": "2:1: a tab cannot indent in YAML (use spaces)",
    "a: b\n\tc: d": "2:1: a tab cannot indent in YAML (use spaces)",
    "a: 'x\nb: y": "1:4: this ' is never closed (a quoted text needs both quotes)",
    'a: "x': '1:4: this " is never closed (a quoted text needs both quotes)',
    'a: "\\q"': "1:5: \\q means nothing in double quotes "
    "(use single quotes, in which a backslash is a backslash)",
    'a: "\\uZZ"': "1:5: \\u means nothing in double quotes "
    "(use single quotes, in which a backslash is a backslash)",
    "a: [b, c": "1:4: this [ is never closed "
    "(close it with ], or quote the value if [ belongs to the text)",
    "a: [b\nc: d\ne: f": "1:4: this [ is never closed "
    "(close it with ], or quote the value if [ belongs to the text)",
    "a: {b: c\nd: e": "1:4: this { is never closed "
    "(close it with }, or quote the value if { belongs to the text)",
    "a: 'don't'": "1:4: something stands behind the closing ' "
    "(inside single quotes, double each of them: 'don''t')",
    'a: "say "hi" now"': '1:4: something stands behind the closing " '
    "(inside single quotes, double each of them: 'say \"hi\" now')",
    "a: ''italic'' text": "1:4: something stands behind the closing ' "
    "(inside single quotes, double each of them: '''''italic'''' text')",
    "to: | foo": "1:5: a text after | belongs on the next line (quote it: '| foo')",
    "to: > foo": "1:5: a text after > belongs on the next line (quote it: '> foo')",
    "to: ]": "1:5: a value cannot begin with ] (quote it: ']')",
    "to: - x": "1:5: a value cannot begin with - (quote it: '- x')",
    "to: ? x": "1:5: a value cannot begin with ? (quote it: '? x')",
    "a: b\nc": "2:1: this is neither `key: value` nor a list item: 'c'",
    "a:\n  b: c\n d: e": "3:2: this does not fit the lines above it: 'd: e' "
    "(check the indentation: what belongs together begins in the same column)",
    "  a: b\nc: d": "2:1: this does not fit the lines above it: 'c: d' "
    "(check the indentation: what belongs together begins in the same column)",
    "where:\n- text: x\n  - title: y": "3:3: this does not fit the lines above it: '- title: y' "
    "(check the indentation: what belongs together begins in the same column)",
}


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(("text", "line"), FATAL.items(), ids=list(FATAL))
def test_what_yaml_cannot_parse_is_told_in_one_line_with_the_fix(text, line, loader):
    with pytest.raises(InvalidFile) as caught:
        parse_yaml(text, "t", loader=loader)
    assert str(caught.value) == f"t:{line}"


MENDED = {
    "to: {{x}}": "1:5: a value that begins with {{ has to be quoted (quote it: '{{x}}')",
    "to: {{x|y=1}}": "1:5: a value that begins with {{ has to be quoted (quote it: '{{x|y=1}}')",
    "to: [[Foo]]": "1:5: a value that begins with [[ has to be quoted (quote it: '[[Foo]]')",
    "to: [[F|bar]]": "1:5: a value that begins with [[ has to be quoted (quote it: '[[F|bar]]')",
    "to: *foo": "1:5: YAML aliases are not used here "
    "(quote it: '*foo'; a value used more than once goes under `let:`)",
    "to: !important": "1:5: YAML tags are not used here (quote it: '!important')",
    "to: !!python/object/apply:os.system [x]": "1:5: YAML tags are not used here (delete it)",
    "to: &a b": "1:5: YAML anchors are not used here (quote it: '&a b')",
    "to: &a {b: c}": "1:5: YAML anchors are not used here (put shared values under `let:`)",
    "<<: {a: b}": "1:1: merge keys (<<) are not used here (put shared values under `let:`)",
    "a: x\nb: y\na: z": "3:1: the key `a` stands here for the second time "
    "(first in line 1; keep one of them)",
    "? [a]\n: b": "1:3: a key is a text, not a list or mapping (quote it)",
    "a: b\n---\nc: d": "2:1: a second document begins here (one file holds one; delete the ---)",
    'a: "\\bplanet"': "1:4: the text has the control character U+0008 "
    "(in double quotes \\b is a backspace: use single quotes)",
    'a: "\\x00"': "1:4: the text has the control character U+0000",
}


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(("text", "line"), MENDED.items(), ids=list(MENDED))
def test_what_yaml_reads_otherwise_is_told_and_the_rest_of_the_file_is_read(text, line, loader):
    document = parse_yaml(text, "t", loader=loader)
    assert [str(problem) for problem in document.problems] == [f"t:{line}"]


HARMLESS = [
    "to: -x",
    "to: :Category:X",
    "to: ?x",
    "to: x * y",
    "to: 50%",
    "to: a@b",
    "to: Foo [[Bar]]",
    "to: see {{x}}",
    "to: '[[Foo]]'",
    'to: "{{x}}"',
    "to: it's",
    "to: |-\n  [[Foo]]\n  {{x}}",
    "to: [a, [b, c]]",
    "'<<': x",
    "---\na: b\n",
    "a: x  # a comment",
    "a: http://example.org/#x",
]


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize("text", HARMLESS)
def test_what_yaml_reads_as_it_stands_is_no_problem(text, loader):
    assert parse_yaml(text, "t", loader=loader).problems == ()


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML's own parser does not mind")
def test_an_unknown_directive_is_told():
    with pytest.raises(InvalidFile, match="t:1:1: a value cannot begin with %"):
        parse_yaml("%FOO bar\n---\na: b", "t")


def test_a_quote_is_doubled_inside_quotes():
    assert quote("it's") == "'it''s'"


def test_a_value_that_would_fill_the_screen_is_not_shown():
    assert quote_it("x" * 200) == "quote it"
    assert quote_it("a\nb") == "quote it"


@pytest.mark.parametrize("text", [*FATAL, *MENDED])
def test_of_a_private_file_no_value_is_told(text):
    value = "hunter2-" + "x" * 4
    planted = text.replace("x", value).replace("Foo", value).replace("foo", value)
    try:
        told = [str(one) for one in parse_yaml(planted, "t", private=True).problems]
    except InvalidFile as error:
        told = [str(error)]
    assert value not in "".join(told)

"""Parameters of templates are read as MediaWiki's preprocessor reads them, on every page."""

import json
import random
from urllib.parse import urlencode
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest

from bot.errors import InvalidTitle
from bot.site import TEMPLATE
from bot.wikitext.arguments import find_calls
from bot.wikitext.templates import template_titles
from tests.contract.expanded import all_pages, has_templates

pytestmark = pytest.mark.live

PIECES = (
    *("{{Box|", "{{Box", "{{", "}}", "}}", "|", "|", "=", "[[", "]]", "{{{", "}}}", "\n", "\n=="),
    *("\n=", "a", "b ", " c", "==", "-{", "}-", "<!--", "-->", "<nowiki>", "</nowiki>", "[[d|e]]"),
)


def tree(api, text, title):
    """How MediaWiki's preprocessor takes a text apart."""
    question = {
        "action": "expandtemplates",
        "format": "json",
        "prop": "parsetree",
        "title": title,
        "text": text,
    }
    with urlopen(api, urlencode(question).encode(), timeout=60) as answer:
        return ET.fromstring(json.load(answer)["expandtemplates"]["parsetree"])


def words(node):
    """A part of the tree without its marks and comments."""
    for comment in node.iter("comment"):
        comment.text = ""
    return bare("".join(node.itertext()))


def bare(text):
    """A text without the marks of templates, links and tags, which the tree has as nodes."""
    for tag in ("<nowiki>", "</nowiki>", "<nowiki/>"):
        text = text.replace(tag, "")
    return "".join(one for one in text if one not in "{}|=-<>/! \n")


def theirs(root, is_meant):
    found = []
    for template in root.iter("template"):
        title = template.find("title")
        if title is None or not is_meant("".join(title.itertext()).strip()):
            continue
        arguments = {}
        for part in template.findall("part"):
            name, value = part.find("name"), part.find("value")
            key = name.get("index") or words(name)
            arguments[key] = words(value)
        found.append(arguments)
    return sorted(found, key=repr)


def test_random_texts(devwiki, offline):
    dice = random.Random(7)
    box = offline.site.title("Template:Box")
    page = offline.site.title("Page")
    used = 0
    for _ in range(60):
        # Many small texts in one question, each of which ends what it leaves open.
        text = "".join(dice.choices(PIECES, k=14))
        mine = sorted(
            (
                {bare(name): bare(value) for name, value in call.arguments.items()}
                for call in find_calls(text, offline.site, page, frozenset({box}))
            ),
            key=repr,
        )
        assert mine == theirs(tree(devwiki.api, text, "Page"), {"Box"}.__contains__), text
        used += len(mine)
    assert used > 10


def test_every_template_of_every_page(devwiki, offline):
    checked = 0
    for page in all_pages(offline):
        if not has_templates(page) or page.title.namespace != 0:
            continue
        titles = frozenset(template_titles(page.text, offline.site, page.title))
        mine = [
            {bare(name): bare(value) for name, value in call.arguments.items()}
            for call in find_calls(page.text, offline.site, page.title, titles)
        ]

        def is_meant(name, titles=titles):
            try:
                return offline.site.title(name, TEMPLATE) in titles
            except InvalidTitle:
                return False

        told = theirs(tree(devwiki.api, page.text, page.title.text), is_meant)
        checked += len(told)
        # Those in references and the like are not in the tree.
        assert [one for one in told if one not in mine] == [], page.title
    assert checked > 50

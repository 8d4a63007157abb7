import os
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.errors import UsageError
from bot.plan import Numbered
from bot.render import plan_page
from bot.render.templates import csp_hash

TAGS = frozenset(
    "html head meta title style body header h1 h2 bdi span p section table tr th td div input"  # noqa: SIM905 - read as a sentence
    " output button main details summary a b i ins del mark script".split()
)


class Reader(HTMLParser):
    """What a browser would see: every tag with its attributes, and the scripts' texts."""

    def __init__(self, page):
        super().__init__()
        self.tags = []
        self.scripts = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.lasttag == "script" and self.scripts and not self.scripts[-1]:
            self.scripts[-1] = data


@pytest.fixture
def page(sample):
    return "".join(plan_page(sample.plan, sample.items, sample.site))


def test_the_only_script_is_our_own_and_the_page_allows_no_other(page):
    reader = Reader(page)
    (script,) = reader.scripts
    (policy,) = (
        attributes["content"]
        for tag, attributes in reader.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert f"script-src {csp_hash(script)};" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "pwned" not in script


def test_no_tag_and_no_attribute_comes_from_a_wiki(page):
    reader = Reader(page)
    assert {tag for tag, _ in reader.tags} <= TAGS
    for _, attributes in reader.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "https://wiki.example.org/wiki/").startswith(
            "https://wiki.example.org/wiki/"
        )


def test_the_page_needs_nothing_from_elsewhere(page):
    assert not re.search(r"<(link|img|iframe|object|embed|base)\b|@import|url\(", page.lower())


def test_the_page_has_every_item_and_the_funnel(page):
    assert page.count('<details class="item"') == 9
    assert '<span class="tag">publish</span> <span class="tag">new page</span>' in page
    assert "1</td><td>report to publish on wiki pages</td>" in page
    assert '1</td><td>to note: the wiki will change what the edit adds <span class="tag">' in page
    assert "Mercury in fiction</a>" in page
    assert "left out: nothing to change" in page
    assert "P0</bdi>, " in page
    assert "<mark>小</mark>" in page
    assert '<bdi dir="auto">השפה' in page
    assert "<th><bdi>count</bdi></th>" in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\\x1b]0;x\\x07&lt;U+202E&gt;" in page


def test_every_change_of_a_giant_line_is_on_the_page(sample):
    before = " ".join(f"[[Mercury]] word{number}" for number in range(3_000))
    item = replace(
        sample.items[0].item,
        before=before,
        after=before.replace("[[Mercury]]", "[[Mercury (planet)|Mercury]]"),
    )
    page = "".join(plan_page(sample.plan, [Numbered(1, item)]))
    assert page.count("<mark> (planet)|Mercury</mark>") == 3_000
    assert "more changes" not in page


def test_without_a_site_titles_are_no_links(sample):
    assert "<a " not in "".join(plan_page(sample.plan, sample.items))


def test_an_unfinished_plan_says_so(sample):
    assert "unfinished" in "".join(plan_page(replace(sample.plan, state="planning"), []))
    assert "unfinished" not in "".join(plan_page(sample.plan, []))


@pytest.mark.parametrize(("count", "told"), [(1, "1 request in"), (1_200, "1,200 requests in")])
def test_one_request_is_one_request(sample, count, told):
    assert f" {told} " in "".join(plan_page(replace(sample.plan, requests=count), []))


def test_items_are_rendered_and_forgotten_one_by_one(sample):
    read = []

    def many():
        for number in range(2_000):
            read.append(number)
            yield Numbered(number, sample.items[0].item)

    pieces = plan_page(sample.plan, many())
    next(pieces)
    assert len(read) < 200
    assert sum(1 for _ in pieces) > 10


def test_the_users_own_template_comes_first_and_its_faults_are_told(sample, tmp_path):
    (tmp_path / "plan.html").write_text(
        "<p>{{ plan.task }}</p>{% for x in sections %}.{% endfor %}"
    )
    page = "".join(plan_page(sample.plan, sample.items, folder=tmp_path))
    assert page.startswith("<p>mercury &#34;")
    (tmp_path / "plan.html").write_text("\n{{ nope }}")
    with pytest.raises(UsageError, match=r"template plan\.html, line 2: 'nope' is undefined"):
        "".join(plan_page(sample.plan, sample.items, folder=tmp_path))


@pytest.fixture
def chromium():
    """The browser's path; skips where there is none, fails where the environment wants one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium on this machine"
        if os.environ.get("WIKISWEEP_REQUIRE_LIVE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def body(seen):
    """The page's opening body tag."""
    return re.findall(r"<body[^>]*>", seen)


def dom(chromium, folder, page):
    """The page as Chromium has it after all its scripts ran."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run(
        [chromium, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


@pytest.mark.browser
def test_in_a_browser_no_script_of_a_wiki_runs_and_our_own_does(chromium, page, tmp_path):
    seen = dom(chromium, tmp_path, page)
    assert "<title>Plan bcdfgh: mercury" in seen
    assert body(seen) == ["<body>"]
    assert '<div class="find">' in seen


@pytest.mark.browser
def test_in_a_browser_the_policy_alone_would_stop_a_script_too(chromium, page, tmp_path):
    script = "<script>document.body.id = 'pwned'</script>"
    script += "<img src=x onerror=\"document.body.id='pwned'\">"
    planted = page.replace("</main>", f"{script}</main>")
    assert body(dom(chromium, tmp_path, planted)) == ["<body>"]
    unguarded = re.sub(r"<meta http-equiv[^>]*>", "", planted)
    assert body(dom(chromium, tmp_path, unguarded)) == ['<body id="pwned">']

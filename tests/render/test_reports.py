import csv
import io
import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.plan import Row
from bot.render import Report, render_report, report_format
from bot.render.reports import FORMATS, Cell, csv_line, markdown, wikitext
from bot.titles import Title

TEXTS = st.text(st.characters(codec="utf-8"))
COLUMNS = ("page", "count", "note")
ROWS = [
    Row(title=Title(0, "Mercury"), report="r", columns={"page": "Mercury", "count": "12"}),
    Row(
        title=Title(6, "File:A.jpg"),
        report="r",
        columns={"note": 'a "b", c\nd | e', "page": "File:A.jpg"},
    ),
]


def written(name, rows=ROWS, columns=COLUMNS, site=None, **more):
    report = Report("Red links", columns)
    return "".join(render_report(report_format(name), report, rows, site, **more))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("reports/mercury.html", "HTML"),
        ("A.HTM", "HTML"),
        ("a.csv", "CSV"),
        ("a.jsonl", "JSON lines"),
        ("a.ndjson", "JSON lines"),
        ("a.json", "JSON"),
        ("a.b.md", "Markdown"),
        ("a.wiki", "wikitext"),
        ("a.mediawiki", "wikitext"),
        ("a.txt", "wikitext"),
    ],
)
def test_a_files_ending_tells_its_format(path, name):
    assert report_format(path).name == name


@pytest.mark.parametrize("path", ["a.pdf", "a", ".csv", "reports/", "a.csv.gz"])
def test_another_ending_is_refused_with_all_that_there_are(path):
    with pytest.raises(UsageError, match=r"one of \.html, \.htm, \.csv, \.jsonl, "):
        report_format(path)


def test_csv_is_as_rfc_4180_has_it():
    assert written("a.csv") == (
        'page,count,note\r\nMercury,12,\r\nFile:A.jpg,,"a ""b"", c\nd | e"\r\n'
    )


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_csv_can_be_read_back(cells):
    text = "".join(map(csv_line, cells))
    back = list(csv.reader(io.StringIO(text, newline="")))
    assert [[one.removeprefix("'") for one in row] for row in back] == [
        [one.removeprefix("'") for one in row] for row in cells
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+HYPERLINK(1)", "-2+3", "@SUM(1)", "=", "-", "\t=1", "\r=1", "-1;2", "+a"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell):
    (back,) = csv.reader(io.StringIO(csv_line([cell]), newline=""))
    assert back == ["'" + cell]


@pytest.mark.parametrize("cell", ["-5", "+1", "-1.5", "-1,234", "5%", "a=b", "1-2", "", "Ünï"])
def test_numbers_and_plain_text_are_not_guarded(cell):
    (back,) = csv.reader(io.StringIO(csv_line([cell, "x"]), newline=""))
    assert back == [cell, "x"]


def test_half_a_pair_of_surrogates_does_not_break_the_file():
    for one in FORMATS:
        row = Row(title=Title(0, "A"), report="r", columns={"a": "x\ud800y"})
        written(f"a{one.endings[0]}", [row], ("a",)).encode()


def test_json_lines_are_one_object_a_row_with_every_column():
    lines = written("a.jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"page": "Mercury", "count": "12", "note": ""},
        {"page": "File:A.jpg", "count": "", "note": 'a "b", c\nd | e'},
    ]


def test_json_is_an_array_of_the_same_objects():
    assert json.loads(written("a.json")) == [
        json.loads(line) for line in written("a.jsonl").splitlines()
    ]
    assert json.loads(written("a.json", [], ())) == []


def test_markdown_is_a_table(sample):
    assert written("a.md", site=sample.site) == (
        "# Red links\n"
        "\n"
        "| page | count | note |\n"
        "| --- | --- | --- |\n"
        "| [Mercury](<https://wiki.example.org/wiki/Mercury>) | 12 |  |\n"
        "| [File:A.jpg](<https://wiki.example.org/wiki/File:A.jpg>) |  "
        '| a "b", c<br>d \\| e |\n'
    )


def test_wikitext_is_a_sortable_table():
    assert written("a.wiki") == (
        '{| class="wikitable sortable"\n'
        "|+ Red links\n"
        "|-\n"
        "! page\n"
        "! count\n"
        "! note\n"
        "|-\n"
        "| [[:Mercury]]\n"
        "| 12\n"
        "| \n"
        "|-\n"
        "| [[:File:A.jpg]]\n"
        "| \n"
        '| a "b", c<br>d &#124; e\n'
        "|}\n"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain, 12:30 - 5 = x!", "plain, 12:30 - 5 = x!"),
        ("Talk:Foo's_page", "Talk:Foo's_page"),
        ("[[a]] {{b}}", "&#91;&#91;a&#93;&#93; &#123;&#123;b&#125;&#125;"),
        ("a || b", "a &#124;&#124; b"),
        ("a !! b", "a &#33;! b"),
        ("~~~~", "&#126;&#126;&#126;&#126;"),
        ("'''b'''", "&#39;&#39;&#39;b&#39;&#39;&#39;"),
        ("__NOTOC__", "&#95;_NOTOC&#95;_"),
        ("<b>&amp;</b>", "&#60;b&#62;&#38;amp;&#60;/b&#62;"),
        ("see https://x.example and mailto:a@b", "see https&#58;//x.example and mailto&#58;a@b"),
        ("ISBN 1234567890, RFC 822", "ISBN&#32;1234567890, RFC&#32;822"),
        ("a\n* b\tc", "a<br>* b c"),
        ("\x1b[0m\u202e", "\\x1b&#91;0m&#60;U+202E&#62;"),
    ],
)
def test_a_cell_of_wikitext_is_nothing_but_text(text, cell):
    assert wikitext(text) == cell
    assert wikitext(Cell(text)) == cell


def test_a_cell_with_an_impossible_title_is_no_link():
    assert wikitext(Cell("A]]|B", "A]]|B")) == "A&#93;&#93;&#124;B"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain, 12:30 - 5 (x)!", "plain, 12:30 - 5 (x)!"),
        ("a | b", "a \\| b"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)"),
        ("javascript:x https://y", "javascript:x https\\://y"),
        ("a\nb\tc&nbsp;\\", "a<br>b c\\&nbsp;\\\\"),
    ],
)
def test_a_cell_of_markdown_is_nothing_but_text(text, cell):
    assert markdown(text) == cell
    assert markdown(Cell(text)) == cell


TAGS = frozenset(
    {"html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody"}
    | {"tr", "th", "td", "bdi", "a"}
)


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.links = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not any(name.startswith("on") for name, _ in attrs)


def test_html_is_a_page_with_links_and_nothing_of_the_wikis(sample):
    rows = [one.item for one in sample.items if isinstance(one.item, Row)]
    columns = tuple(dict.fromkeys(name for row in rows for name in row.columns))
    report = Report(rows[-1].report, columns, sample.plan)
    page = "".join(render_report(report_format("a.html"), report, rows, sample.site))
    reader = Tags(page)
    assert reader.tags == TAGS
    assert len(reader.links) == 4
    assert all(link.startswith("https://wiki.example.org/wiki/") for link in reader.links)
    assert "plan bcdfgh" in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", ""),
        ("a.jsonl", ""),
        ("a.json", "[\n]\n"),
        ("a.md", "# Red links\n\nNo rows.\n"),
        ("a.wiki", "''No rows.''\n"),
    ],
)
def test_a_report_without_rows_says_so_where_it_can(name, text):
    assert written(name, [], ()) == text


def test_an_html_report_without_rows_says_so():
    assert "<p>No rows.</p>" in written("a.html", [], ())


@pytest.mark.parametrize("one", FORMATS)
def test_rows_are_read_while_the_report_is_written(one):
    read = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield Row(title=Title(0, "A"), report="r", columns={"n": f"{number:010}"})

    pieces = render_report(one, Report("r", ("n",)), rows())
    next(pieces)
    assert len(read) < 10_000
    assert sum(piece.count("0000019999") for piece in pieces) == 1


def test_the_users_own_template_comes_first(tmp_path):
    (tmp_path / "report.csv").write_text("{% for cells in rows %}{{ cells[0].text }};{% endfor %}")
    assert written("a.csv", folder=tmp_path) == "Mercury;File:A.jpg;"

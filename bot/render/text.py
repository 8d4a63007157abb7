"""A plan as text for a terminal or a pipe: the items as they come, and the funnel at the end."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.diff import Hunk
from bot.page import Candidate
from bot.plan import Notice, Numbered, Plan, Row
from bot.render.excerpt import Piece, Shown, excerpt
from bot.render.harmless import harmless, one_line
from bot.render.reasons import notice_words, reason_words
from bot.render.sections import Notes, no_notes, sections
from bot.render.templates import Templates

# SGR parameters, ECMA-48 8.3.117
_STYLES = {
    "title": "1",
    "dim": "2",
    "heading": "36",
    "-": "31",
    "+": "32",
    "-marked": "31;1;7",
    "+marked": "32;1;7",
    "warning": "33",
    "good": "32",
    "bad": "31",
}
_BRACKETS = {"-": "[-{}-]", "+": "{{+{}+}}"}
_MOST = 40  # changes of one line that are worth showing on a terminal
_WIDEST = 40  # letters of one cell in a table of rows
_FAULTS_SHOWN = 20
_NOTICES_SHOWN = 5


class TextView:
    """Shows plans in `width` columns; `colour` is the caller's decision (a terminal, NO_COLOR).

    `folder` holds the user's own templates. Raises UsageError for one that is faulty.
    """

    def __init__(
        self, *, width: int = 80, colour: bool = False, folder: Path | None = None
    ) -> None:
        self._width = width
        self._colour = colour
        self._templates = Templates(
            folder,
            {
                "paint": self._paint,
                "line": self._line,
                "harmless": harmless,
                "one_line": one_line,
                "reason": reason_words,
                "notice": notice_words,
            },
        )

    def items(self, entries: Iterable[Numbered], notes: Notes = no_notes) -> Iterator[str]:
        """The items with their diffs and notes; rows that follow on each other are lined up."""
        for section in sections(entries, notes=notes):
            values = {
                "item": section,
                "hunks": [self._hunk(hunk) for hunk in section.hunks],
                "table": _aligned([section.columns, *section.rows]) if section.rows else [],
            }
            yield self._templates.render("item.txt", values)

    def summary(self, plan: Plan) -> str:
        """Where every page went, what was wrong, and what to do next.

        A plan that takes a run back names every page that it leaves as it is.
        """
        faults = plan.funnel.faults
        shown = faults if plan.undoes else faults[:_FAULTS_SHOWN]
        values = {
            "plan": plan,
            "items": sum(plan.funnel.items.values()),
            "writable": bool(plan.funnel.items.keys() - {Row.kind}),
            "faults": shown,
            "more_faults": len(faults) - len(shown),
            "notices": {code: _notices(plan, code) for code in plan.funnel.noticed},
        }
        return self._templates.render("summary.txt", values)

    def diff(self, hunks: Iterable[Hunk]) -> str:
        """A diff alone, for the texts of a task's own tests."""
        found = [self._hunk(hunk) for hunk in hunks]
        return self._templates.render("diff.txt", {"hunks": found})

    def _hunk(self, hunk: Hunk) -> tuple[str, list[Shown]]:
        lines = [excerpt(line, self._width, _MOST) for line in hunk.lines]
        # pages of a wiki have no line end at their end; told only where it is what changed, and
        # not where the one text is empty
        lacking = {line.sign for line in hunk.lines if not line.newline}
        empty = len({line.sign for line in hunk.lines}) == 1
        if len(lacking) == 1 and lacking != {" "} and not empty:
            told = "no line end at the end " + ("any more" if lacking == {"+"} else "before")
            lines.append(Shown("\\", (Piece(f" {told}"),)))
        return hunk.heading, lines

    def _paint(self, text: str, style: str) -> str:
        """The text in a style, where there are colours."""
        sign = _STYLES.get(style)
        return f"\x1b[{sign}m{text}\x1b[0m" if self._colour and sign and text else text

    def _line(self, line: Shown) -> str:
        """A line of a diff with its sign; changed words stand out by colour, else by brackets."""
        text, plain = [], line.sign
        for piece in line.pieces:
            if not piece.gap and not piece.marked:
                plain += piece.text
                continue
            text.append(self._paint(plain, line.sign))
            plain = ""
            if piece.gap:
                text.append(self._paint(piece.text, "dim"))
            elif self._colour:
                text.append(self._paint(piece.text, f"{line.sign}marked"))
            else:
                text.append(_BRACKETS[line.sign].format(piece.text))
        return "".join([*text, self._paint(plain, line.sign)])


def _notices(plan: Plan, code: str) -> list[Notice]:
    """The first notices of one code."""
    return [one for one in plan.funnel.notices if one.code == code][:_NOTICES_SHOWN]


def candidate_text(candidate: Candidate) -> str:
    """A title on a line; after a tab by what way it was found, where not directly."""
    title = one_line(candidate.title.text)
    if not candidate.via:
        return f"{title}\n"
    ways = [*(["directly"] if candidate.direct else [])]
    ways += [f"by the {via.kind} {one_line(via.title.text)}" for via in candidate.via]
    return f"{title}\t{', '.join(ways)}\n"


def plan_text(plan: Plan) -> str:
    """A plan in a list of plans: one line."""
    items = sum(plan.funnel.items.values())
    state = "" if plan.state == "ready" else f"  ({plan.state})"
    when = plan.started.astimezone().strftime("%Y-%m-%d %H:%M")
    word = "item " if items == 1 else "items"
    return f"{plan.id}  {when}  {items:>6,} {word}  {one_line(plan.task)} on {plan.wiki}{state}\n"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns stand below each other."""
    cells = [[_shortened(one_line(cell)) for cell in row] for row in rows]
    widths = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes: wide letters two, marks on letters none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )

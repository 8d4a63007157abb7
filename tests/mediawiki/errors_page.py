"""docs/errors.md, its table as `bot.mediawiki.codes` has it; run as a module it is written anew."""

from pathlib import Path

from bot.mediawiki.codes import (
    CODES,
    Anew,
    Doubt,
    Leave,
    LogIn,
    Meaning,
    NewToken,
    Refused,
    Shrink,
    Stop,
    Unreadable,
    Wait,
    Wrong,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
HEAD = "| code | what is the matter | what wikisweep does | what you can do |\n|---|---|---|---|\n"
UNKNOWN = (
    "| any other | | leaves the page: `failed`, with the wiki's code and words | read them |\n"
)


HISTORY = "looks into the page's history whether it was saved, and sends it again if not"
KINDS = {
    Doubt: HISTORY,
    Stop: "stops the run",
    NewToken: "fetches a new token, then logs in again, then ends the run",
    LogIn: "logs in again, once",
    Refused: "ends the run with the server's words",
    Shrink: "asks for as many at once as the wiki allows",
    Anew: "begins the list again, once; no page comes twice",
    Unreadable: "reads the other pages; this one is skipped",
    Wrong: "ends the run with the wiki's words",
}


def does(meaning: Meaning) -> str:
    """What becomes of an edit that is answered so."""
    match meaning:
        case Wait(untouched=True):
            return f"waits {meaning.pause:.0f} s, then longer, and sends it again"
        case Wait():
            return HISTORY
        case Leave(outcome="conflict"):
            return "plans the page anew; where that is another change, leaves it: `conflict`"
        case Leave():
            return f"leaves the page: `{meaning.outcome}`"
        case _:
            return KINDS[type(meaning)]


def table() -> str:
    """The table's text: codes that mean the same share a line."""
    groups: dict[int, tuple[Meaning, list[str]]] = {}
    for code, meaning in CODES.items():
        groups.setdefault(id(meaning), (meaning, []))[1].append(f"`{code}`")
    lines = [
        f"| {', '.join(codes)} | {one.about} | {does(one)} | {one.advice} |\n"
        for one, codes in groups.values()
    ]
    return HEAD + "".join(lines) + UNKNOWN


def page(text: str) -> str:
    """The page with its table made anew."""
    before, _, rest = text.partition(HEAD)
    after = rest.partition("\n\n")[2]
    return f"{before}{table()}\n{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")

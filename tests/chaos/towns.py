"""Small articles in families, the task that edits one family, and what it makes of each. Pure."""

from devwiki.build_corpus import export_xml
from devwiki.corpus import page

SUMMARY = "Bot: color as America spells it"
STOP_PAGE = "User:SweepBot/Stop"
OLD, NEW = "colour", "color"


def title(family: str, number: int) -> str:
    """The title of a town, counted from 1."""
    return f"{family} {number:03}"


def titles(family: str, count: int) -> list[str]:
    """The titles of a family, in the order in which a wiki lists them."""
    return [title(family, number) for number in range(1, count + 1)]


def text(name: str) -> str:
    """The text of a town before anybody edits it; lines stand apart, so that edits can, too."""
    return "\n\n".join(
        (
            f"'''{name}''' is a town on the river.",
            "It has a market, a mill and a tower.",
            f"The {OLD} of its bridge is told of in {name} alone.",
            "The road to the north is narrow.",
            "The harbour is quiet in winter.",
        )
    )


def edited(before: str) -> str:
    """What the task makes of a text with one word to be changed."""
    assert before.count(OLD) == 1
    return before.replace(OLD, NEW)


def changed_once(before: str) -> set[str]:
    """What a text may be after exactly the planned change, wherever its word now stands."""
    pieces = before.split(OLD)
    return {
        OLD.join(pieces[:place]) + NEW + OLD.join(pieces[place:]) for place in range(1, len(pieces))
    }


def export(families: dict[str, int]) -> str:
    """All towns and the stop page as an export for MediaWiki."""
    names = [name for family, count in families.items() for name in titles(family, count)]
    pages = [page(STOP_PAGE, "run"), *(page(name, text(name)) for name in names)]
    return "".join(export_xml(pages))


def task(family: str, *, limits: str = "", check_every: int = 100) -> str:
    """The task file that edits a family, and looks at its stop page after so many edits."""
    return (
        f"for_each: {{all_pages: {{prefix: '{family} '}}}}\n"
        f"do: [{{replace: {{find: {OLD}, with: {NEW}}}}}]\n"
        f"edit: {{summary: '{SUMMARY}'}}\n"
        f"bots: {{stop_page: '{STOP_PAGE}', check_every: {check_every}}}\n"
        f"{f'limits: {{{limits}}}' if limits else ''}\n"
    )

r"""A text as lines that end at `\n` alone, as in MediaWiki and in diff(1)."""


def lines_of(text: str) -> list[str]:
    """The lines without their ends; a last line that has none is spelled with one.

    No other line can hold a line end, so that it equals only its like.
    """
    lines = text.split("\n")
    last = lines.pop()
    if last:
        lines.append(last + "\n")
    return lines

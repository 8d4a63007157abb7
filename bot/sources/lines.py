"""Titles in lines of text, as people keep lists of pages; shared by sources that read such."""

from collections.abc import Iterator


def names(line: str) -> Iterator[tuple[int, str]]:
    """The titles of one line as written, each with the column it begins in, from 1.

    The whole line up to a tab, or all its `[[links]]`; none of a line that begins with `#`.
    """
    start = line.find("[[")
    if start < 0:
        name = line.partition("\t")[0].strip()
        if name and not name.startswith("#"):
            yield line.index(name) + 1, name
        return
    while start >= 0:
        end = line.find("]]", start)
        if end < 0:
            return
        yield start + 1, line[start + 2 : end].partition("|")[0].strip()
        start = line.find("[[", end)

"""The source `stdin`: pages named on standard input."""

from collections.abc import Iterator

from bot.plugin import Reach
from bot.sources.worklist import WorkList
from bot.wiki import CandidateBatch

_PLACE = "standard input"


class Stdin(WorkList):
    """The pages named on standard input, in their order, each once; for pipes.

    Everything is as for `file`; without `read_as` it is lines, and JSON objects where the first
    line begins with `{`. Standard input is read to its end before the first page is worked on, so
    that a bad line is told in time.

    ```yaml
    for_each: stdin
    ```

    As in `wikisweep list search insource:teh | wikisweep plan typos.yaml`.
    """

    def find(self, reach: Reach) -> Iterator[CandidateBatch]:
        """The pages; raises UsageError, or InvalidFile with every bad line."""
        lines = reach.outside.read_input()
        first = next((line for line in lines if line.strip()), "")
        form = self.read_as or ("jsonl" if first.lstrip().startswith("{") else "lines")
        return self.listed(lines, form, _PLACE, reach.wiki.site)

"""A command whose help ends with examples, each a line that can be run as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import click

HELP: Final[Mapping[str, Any]] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class ExampleCommand(click.Command):
    """Shows `examples` below its options."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        # a command makes its help option once, whoever calls it first, with or without the group
        self.context_settings = dict(HELP)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples; long ones are not broken."""
        write_examples(formatter, self.examples)
        super().format_epilog(ctx, formatter)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[str]) -> None:
    """A section of examples, where there are any."""
    if examples:
        with formatter.section("Examples"):
            formatter.write("".join(f"{'':>{formatter.current_indent}}{one}\n" for one in examples))

"""`wikisweep list`: streams the candidates of one source; every simple source is a subcommand."""

import sys
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import click

from bot.cli.context import Context, common, opened
from bot.cli.options import is_simple, parameters
from bot.config import find_config
from bot.loading import plugin_from_options
from bot.loading.installed import installed_tables
from bot.plugin import Source
from bot.render import candidate_json, candidate_text, json_line
from bot.wiki import CandidateBatch


class Sources(click.Group):
    """The sources as commands, made from their classes."""

    @cached_property
    def sources(self) -> dict[str, type[Source]]:
        """The simple ones, by their YAML names."""
        tables = installed_tables(find_config().plugins)
        return {name: one for name, one in tables.sources.items() if is_simple(one)}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        """By name."""
        return sorted(self.sources)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of one source; dashes do for underscores."""
        source = self.sources.get(cmd_name.replace("-", "_"))
        return _command(source) if source else None


@click.command(cls=Sources, name="list")
def command() -> None:
    r"""Stream the pages that one source finds, as they come.

    One title a line; after a tab, by what way it was found. With --format json one object a line.

    \b
    wikisweep list backlinks Mercury --namespace 0 --redirects exclude --through-redirects
    wikisweep list category Planets --depth all --format json
    """


def _command(source: type[Source]) -> click.Command:
    """The click command whose flags are the source's options."""

    def call(**options: Any) -> None:
        with opened(options) as context:
            as_json = options.pop("format") == "json"
            given = {name: value for name, value in options.items() if value not in (None, ())}
            _stream(context, plugin_from_options(source, given), as_json=as_json)

    doc = (source.__doc__ or "").partition("```")[0]
    made = click.Command(
        source.yaml_name, params=parameters(source), callback=call, help=doc, no_args_is_help=False
    )
    return common("format", "wiki", "config", "state", "quiet")(made)


def _stream(context: Context, source: Source, *, as_json: bool) -> None:
    reach = context.reach()
    source.fits(reach.wiki.site)
    pages = 0
    for batch in source.candidates(reach):
        pages += len(batch)
        context.status.clear()
        sys.stdout.writelines(_lines(batch, as_json=as_json))
        context.status.show(f"{pages:,} pages, {reach.wiki.requests:,} requests")
    sys.stdout.flush()
    context.status.clear()
    context.status.say(f"{pages:,} pages in {reach.wiki.requests:,} requests")


def _lines(batch: CandidateBatch, *, as_json: bool) -> Iterator[str]:
    if as_json:
        return (json_line(candidate_json(candidate)) for candidate in batch)
    return (candidate_text(candidate) for candidate in batch)

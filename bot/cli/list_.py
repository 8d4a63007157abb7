"""`wikisweep list`: streams the candidates of one source; every simple source is a subcommand."""

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import click

from bot.cli.context import Context, common_options, opened
from bot.cli.helping import ExampleCommand, write_examples
from bot.cli.options import flags, given_options, is_simple, parameters
from bot.cli.status import counted
from bot.config import find_config
from bot.errors import BotError, UsageError
from bot.loading import plugin_from_options
from bot.loading.installed import installed_tables
from bot.plugin import Plugin, Reach, Source
from bot.render import candidate_json, candidate_text, json_line
from bot.sources import SOURCES
from bot.wiki import CandidateBatch
from bot.yamlfile import did_you_mean

_EXAMPLES = (
    "wikisweep list backlinks Mercury --namespace 0 --redirects exclude --through-redirects",
    "wikisweep list category Planets --depth all --format json",
    "wikisweep list titles Mercury 'Venus (planet)' --wiki demo",
)
_YAML = re.compile(r"```yaml\n.*?```\n?", re.DOTALL)


class Sources(click.Group):
    """The sources as commands, made from their classes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Look ahead for `--config`: its file may name the plugin whose command is asked for."""
        for number, word in enumerate(args):
            name, _, value = word.partition("=")
            if name == "--config":
                ctx.meta[__name__] = value or "".join(args[number + 1 : number + 2])
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """By name; help is given even where the config cannot be read."""
        try:
            found = _sources(ctx)
        except BotError:
            found = SOURCES
        return sorted(name for name, one in found.items() if is_simple(one))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one source; dashes do for underscores."""
        name = cmd_name.replace("-", "_")
        source = SOURCES.get(name) or _sources(ctx).get(name)
        return _command(source) if source and is_simple(source) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what was probably meant by a source that is unknown here."""
        name = args[0].replace("-", "_")
        if not name.startswith("_") and self.get_command(ctx, name) is None:
            if name in _sources(ctx):
                raise click.UsageError(
                    f"{name} is made of other sources; it works in a task, under for_each", ctx
                )
            raise click.UsageError(
                f"no source {args[0]!r}; {did_you_mean(name, self.list_commands(ctx))}", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the sources with the first line of their manual, and the examples."""
        names = self.list_commands(ctx)
        commands = [(name, self.get_command(ctx, name)) for name in names]
        with formatter.section("Sources"):
            formatter.write_dl([(name, one.short_help or "") for name, one in commands if one])
        write_examples(formatter, _EXAMPLES)


@click.command(
    cls=Sources, name="list", subcommand_metavar="SOURCE [OPTIONS]...", no_args_is_help=True
)
def command() -> None:
    """Stream the pages that one source finds, as they come.

    One title a line; after a tab, by what way it was found. With --format json one object a line.
    Each source tells its options: wikisweep list SOURCE --help
    """


def _sources(ctx: click.Context) -> Mapping[str, type[Source]]:
    """All sources that are installed here."""
    found: Mapping[str, type[Source]] | None = ctx.meta.get(f"{__name__}.sources")
    if found is None:
        config = find_config(ctx.meta.get(__name__))
        found = ctx.meta[f"{__name__}.sources"] = installed_tables(config.plugins).sources
    return found


def _command(source: type[Source]) -> click.Command:
    """The click command whose flags are the source's options."""

    def call(**options: Any) -> None:
        with opened(options) as context:
            as_json = options.pop("format") == "json"
            _stream(context, _made(source, options), as_json=as_json)

    about = _YAML.sub("", inspect.cleandoc(source.__doc__ or "")).replace("`", "")
    return ExampleCommand(
        source.yaml_name,
        params=[*parameters(source), *common_options("format", "wiki", "config", "state", "quiet")],
        callback=call,
        help=about,
        short_help=about.partition("\n")[0],
    )


def _made(source: type[Source], values: dict[str, Any]) -> Source:
    """The source with these options; what is wrong is told by the flags, not by YAML's names."""
    given = given_options(source, values)
    try:
        return plugin_from_options(source, given)
    except UsageError as error:
        told = str(error).replace(f"`{source.yaml_name}`: ", "")
        for name, flag in flags(source).items():
            told = told.replace(f"`{source.yaml_name}.{name}`", flag).replace(f"`{name}`", flag)
        command = f"wikisweep list {source.yaml_name}"
        raise UsageError(f"{told} ({command} --help)") from error


def _stream(context: Context, source: Source, *, as_json: bool) -> None:
    reach = context.reach()
    _check(source, reach)
    in_groups = not as_json and bool(source.list_only())
    pages = 0
    for batch in source.candidates(reach):
        pages += len(batch)
        context.status.clear()
        sys.stdout.writelines(_lines(batch, as_json=as_json, in_groups=in_groups))
        sys.stdout.flush()
        asked = counted(reach.wiki.requests, "request")
        context.status.show(f"{counted(pages, 'page')}, {asked}")
    context.status.clear()
    asked = counted(reach.wiki.requests, "request")
    context.status.say(f"{counted(pages, 'page')} in {asked}")


def _check(source: Source, reach: Reach) -> None:
    """Raise what every plugin has to say of its options on this wiki."""
    part: Plugin
    for part in source.parts():
        part.fits(reach.wiki.site)


def _lines(batch: CandidateBatch, *, as_json: bool, in_groups: bool) -> Iterator[str]:
    for one in batch:
        if as_json:
            yield json_line(candidate_json(one))
        elif in_groups and one.via:
            yield f"    {candidate_text(replace(one, via=()))}"
        else:
            yield candidate_text(one)

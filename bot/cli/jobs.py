"""`wikisweep jobs`: the schedules of tasks as Toolforge's jobs.yaml, or as crontab lines."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from bot.cli.context import Context, common, opened
from bot.cli.helping import ExampleCommand
from bot.errors import UsageError
from bot.services.crontab import crontab_line
from bot.services.jobs import (
    LONGEST_NAME,
    BuiltImage,
    Emails,
    StandardImage,
    Wishes,
    job_names,
    toolforge_jobs,
)
from bot.task import Task
from bot.yamlfile import yaml_list

_TOOLFORGE = ("image", "build", "venv", "folder", "logs", "mem", "cpu", "timeout", "emails")
_STANDARD = ("image", "venv", "folder", "logs")
_HANDED_ON = ("wiki", "config", "state")


@click.command(
    name="jobs",
    cls=ExampleCommand,
    examples=(
        "wikisweep jobs tasks/*.yaml > jobs.yaml",
        "wikisweep jobs tasks/*.yaml --build tool-sweep/sweep:latest --emails onfailure",
        "wikisweep jobs tasks/mercury.yaml --crontab",
    ),
)
@click.argument("tasks", nargs=-1, required=True, metavar="TASK...", type=Path)
@click.option("--crontab", is_flag=True, help="Lines for cron on this machine instead.")
@click.option(
    "--image", metavar="NAME", help="One of Toolforge's own images.  [default: python3.13]"
)
@click.option(
    "--build", metavar="IMAGE", help="An image of the build service: tool-NAME/IMAGE:latest."
)
@click.option(
    "--venv", metavar="DIR", help="The virtual environment in the tool's home.  [default: venv]"
)
@click.option("--folder", metavar="DIR", help="The working folder there, if not the tool's home.")
@click.option("--logs", metavar="DIR", help="The folder of the log files, if not the tool's home.")
@click.option("--mem", metavar="SIZE", help="Memory, such as 1Gi.  [Toolforge's default: 512Mi]")
@click.option("--cpu", metavar="CORES", help="Processor, such as 1.  [Toolforge's default: 100m]")
@click.option(
    "--timeout", type=click.IntRange(min=1), metavar="SECONDS", help="End a run after so long."
)
@click.option("--emails", type=click.Choice(get_args(Emails)), help="When Toolforge writes to you.")
@common("wiki", "config", "state", "quiet")
def command(tasks: tuple[Path, ...], crontab: bool, **options: Any) -> None:  # noqa: FBT001 - click
    """Print a `jobs.yaml` for `toolforge jobs load`: one job for each TASK with a `schedule`.

    Paths of tasks stand in it as they are given here. --wiki, --config and --state are handed on
    to the jobs. With --crontab, lines for this machine's cron are printed instead.
    """
    said = {name: options.pop(name) for name in _TOOLFORGE}
    handed = {name: options[name] for name in _HANDED_ON}
    with opened(options) as context:
        files = _once(tasks, context.status.say)
        loaded = _scheduled(context.tasks(files), context.status.say)
        names = job_names([task.name for task in loaded])
        if crontab:
            _refuse(said, _TOOLFORGE, "--crontab is for this machine, so it takes no --{}")
            lines = _crontab(context, loaded, names)
        else:
            image = _image(said, handed)
            wishes = Wishes(**{name: said[name] for name in _TOOLFORGE[5:] if said[name]})
            lines = yaml_list(toolforge_jobs(loaded, names, image, wishes))
            _tell_names(loaded, names, context.status.say)
    click.echo(lines, nl=False)


def _once(files: Sequence[Path], say: Callable[[str], None]) -> list[Path]:
    """Each file once, whatever it was called: two jobs of one would be in each other's way."""
    found: dict[str, Path] = {}
    for file in files:
        first = found.setdefault(os.path.realpath(file), file)
        if first is not file:
            say(f"{file}: named twice, so it is left out the second time")
    return list(found.values())


def _scheduled(tasks: Sequence[Task], say: Callable[[str], None]) -> list[Task]:
    found = [task for task in tasks if task.schedule]
    if not found:
        files = ", ".join(task.file for task in tasks)
        raise UsageError(f"{files}: no `schedule`; say when to run, such as `schedule: 17 3 * * *`")
    for task in tasks:
        if not task.schedule:
            say(f"{task.file}: left out, for it has no `schedule`")
    return found


def _refuse(said: dict[str, Any], names: Sequence[str], words: str) -> None:
    for name in names:
        if said[name] is not None:
            raise UsageError(words.format(name))


def _image(said: dict[str, Any], handed: dict[str, Any]) -> StandardImage | BuiltImage:
    parts = [part for name in _HANDED_ON for part in _option(name, handed)]
    if said["build"] is None:
        given = {name: said[name] for name in _STANDARD if said[name]}
        return StandardImage(**given, options=parts)
    _refuse(said, _STANDARD, "--build has no shell and no home, so it takes no --{}")
    return BuiltImage(image=said["build"], state=handed["state"] or "", options=parts)


def _option(name: str, handed: dict[str, Any]) -> list[str]:
    return [f"--{name}", str(handed[name])] if handed[name] else []


def _crontab(context: Context, tasks: Sequence[Task], names: Sequence[str]) -> str:
    here, program = Path.cwd(), Path(sys.argv[0]).absolute()  # cron knows no PATH of ours
    places = {"wiki": context.wiki_name, "state": here / context.state}
    if context.config.file:
        places["config"] = here / context.config.file
    handed = [part for name in _HANDED_ON if name in places for part in _option(name, places)]
    lines = [
        crontab_line(
            task.schedule,
            [str(program), "run", *handed, str(here / task.file)],
            here,
            here / context.state / f"{name}.log",
        )
        for task, name in zip(tasks, names, strict=True)
    ]
    return "".join(f"{line}\n" for line in lines)


def _tell_names(tasks: Sequence[Task], names: Sequence[str], say: Callable[[str], None]) -> None:
    for task, name in zip(tasks, names, strict=True):
        if task.name != name:
            say(
                f"{task.file}: its job is called {name}; Toolforge takes small letters from a to "
                f"z, digits and hyphens, at most {LONGEST_NAME}, and each name once"
            )

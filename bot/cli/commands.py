"""The commands by name; each one's module is loaded only when it is called, for a quick start."""

from difflib import get_close_matches
from importlib import import_module

import click

from bot.cli import garbage

# name: (module under bot.cli, its line in the list of commands)
COMMANDS = {
    "list": ("list_", "Stream the pages that one source finds."),
    "check": ("check", "Tell every problem of task files and run their tests; touches no wiki."),
    "test": ("test", "Run only the tests of task files, with a diff of what differed."),
    "explain": ("explain", "Tell the requests that planning a task will make, or one page's way."),
    "plan": ("plan", "The dry run: work out what tasks would change, show it, keep it."),
    "show": ("show", "Show a kept plan or run again; without one, list the plans."),
    "review": ("review", "Approve or reject the items of a plan, one by one or by number."),
    "apply": ("apply", "Carry out a plan: write the edits that it shows."),
    "run": ("run_", "Plan and apply tasks unattended, each within its limits: for cron."),
    "resume": ("resume", "Go on with a run that was stopped, ended or killed."),
    "undo": ("undo", "Take back what a run saved: planned, shown, asked for, applied."),
    "history": ("history", "What was done, run by run; of one run every page."),
    "prune": ("prune", "Drop old plans from the ledger."),
    "plugins": ("plugins", "The reference manual of sources, filters, actions and conditions."),
    "schema": ("schema", "Print the JSON Schema of task files, for editors."),
    "doctor": (
        "doctor",
        "Look at config, login, rights, limits, ledger: what is wrong, what to do.",
    ),
    "jobs": ("jobs", "Print the schedules of tasks as Toolforge's jobs.yaml, or for cron."),
    "init": ("init", "Write a commented user-config.yaml and a first task."),
}


class Commands(click.Group):
    """A group that knows its commands' names and help lines without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own
        """In the order in which a task lives, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module and give its command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"bot.cli.{COMMANDS[cmd_name][0]}").command
        garbage.loaded()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Add a did-you-mean to an unknown command."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean {close[0]}?" if close else "; see wikisweep --help"
            raise click.UsageError(f"no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

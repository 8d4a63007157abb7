"""The files that a plan is also written to when a command is asked for that: `--html`, `--out`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.showing import notes
from bot.errors import BotError, UsageError
from bot.ledger import Ledger
from bot.ledger.planfile import write_plan
from bot.outside import Outside
from bot.plan import Plan
from bot.render import plan_page
from bot.site import Site


@dataclass(frozen=True, slots=True)
class Files:
    """Where the web page of a plan and the plan itself are written to, if anywhere."""

    html: str | None = None
    out: str | None = None

    def check(self) -> None:
        """Raise UsageError for a place that cannot be written to, before long work."""
        for path in (self.html, self.out):
            if path is not None:
                Outside().check(path, folders=False)

    def write(
        self,
        plan: Plan,
        ledger: Ledger,
        templates: Path | None,
        say: Callable[[str], None],
        site: Site | None = None,
    ) -> None:
        """Write them; raises BotError, with what to do, for what cannot be written after all.

        `templates` is the folder of the user's own; with a `site` titles link to their pages.
        """
        if self.html is not None:
            told = notes(ledger.decided(plan.id))
            page = plan_page(plan, ledger.items(plan.id), site, templates, told)
            with _told(plan, "--html FILE makes the page"):
                say(f"page written: {Outside().write(self.html, page)}")
        if self.out is not None:
            with _told(plan, "--out FILE writes it"):
                path = Outside().write(self.out, write_plan(ledger, plan.id))
            say(f"plan written: {path}; wikisweep apply FILE carries it out, here or elsewhere")


@contextmanager
def _told(plan: Plan, again: str) -> Iterator[None]:
    """What fails now is no wrong usage any more: the plan is there."""
    try:
        yield
    except UsageError as error:
        words = f"plan {plan.id} is kept; wikisweep show {plan.id} {again}"
        raise BotError(f"{error}; {words}") from error

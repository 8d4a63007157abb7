"""`wikisweep review`: approve or reject the items of a plan, one by one or by their numbers."""

import sys
from collections.abc import Callable
from typing import Any, Final

import click

from bot.cli.context import common, opened
from bot.cli.helping import ExampleCommand
from bot.cli.keeping import kept, plan_named
from bot.cli.keys import END, Keys
from bot.cli.showing import text_view
from bot.cli.status import counted
from bot.errors import UsageError
from bot.plan import Decision
from bot.render import TextView, json_line
from bot.render.runs import decision_note
from bot.services.reviewing import Review, Walk, ranges

_HELP: Final = """\
y  approve this item
n  reject it
s  skip it: it stays as it is
a  approve it and all the rest
b  back to the item before
q  quit; what is decided is kept
?  this help"""
_QUIT: Final = frozenset({"q", END})


@click.command(
    name="review",
    cls=ExampleCommand,
    examples=(
        "wikisweep review k3fd7m",
        "wikisweep review k3fd7m --approve 1-20,25 --reject 3",
        "wikisweep review k3fd7m --approve-all --reject-page 'Mercury in fiction'",
    ),
)
@click.argument("plan", metavar="PLAN|FILE")
@click.option("--approve", metavar="NUMBERS", multiple=True, help="Approve items, as in 1-20,25.")
@click.option("--reject", metavar="NUMBERS", multiple=True, help="Reject items.")
@click.option("--approve-page", metavar="TITLE", multiple=True, help="Approve the items of a page.")
@click.option("--reject-page", metavar="TITLE", multiple=True, help="Reject the items of a page.")
@click.option("--approve-all", is_flag=True, help="Approve all items that are still pending.")
@click.option("--reset", is_flag=True, help="Forget all decisions on the plan first.")
@common("format", "config", "state", "quiet")
def command(plan: str, **options: Any) -> None:
    """Approve or reject the items of PLAN; goes on where the last review ended.

    Without options it asks on the terminal, item by item. Every decision is kept at once; the
    wiki is not asked. What is rejected is never written. PLAN may be a file that --out wrote.
    """
    with opened(options) as context:
        ledger = kept(context)
        review = Review(ledger, plan_named(ledger, plan))
        chosen = {name: options[name] for name in _CHOICES}
        if any(chosen.values()):
            _decide(review, **chosen)
        else:
            _walk(review, text_view(context.config.templates))
        _end(review, options["format"])


_CHOICES: Final = ("approve", "reject", "approve_page", "reject_page", "approve_all", "reset")


def _decide(
    review: Review,
    *,
    approve: tuple[str, ...],
    reject: tuple[str, ...],
    approve_page: tuple[str, ...],
    reject_page: tuple[str, ...],
    approve_all: bool,
    reset: bool,
) -> None:
    """What the options say; nothing of it where one of them is wrong."""
    approved = _numbers(review, approve, "--approve") + review.of_pages(approve_page)
    rejected = _numbers(review, reject, "--reject") + review.of_pages(reject_page)
    if both := sorted(set(approved) & set(rejected)):
        raise UsageError(f"item {both[0]} cannot be both approved and rejected")
    if reset:
        review.decide("pending", review.numbers)
    if approve_all:
        review.decide("approved", [one for one in review.pending if one not in set(rejected)])
    review.decide("approved", approved)
    review.decide("rejected", rejected)


def _numbers(review: Review, given: tuple[str, ...], option: str) -> list[int]:
    return review.within(one for text in given for one in ranges(text, option))


def _walk(review: Review, view: TextView) -> None:
    """Show one pending item after the other, and do what the keys say."""
    walk = Walk(review)
    if walk.current is None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "there is no terminal to ask on; say --approve NUMBERS, --reject NUMBERS or "
            f"--approve-all, and see the items with wikisweep show {review.plan.id}"
        )
    keys: dict[str, Callable[[], object]] = {
        "y": lambda: walk.decide("approved"),
        "n": lambda: walk.decide("rejected"),
        "s": walk.skip,
        "a": walk.approve_rest,
        "b": walk.back,
    }
    shown = None
    with Keys() as pressed:
        while (number := walk.current) is not None:
            if number != shown:
                pressed.forget()
                sys.stdout.write(_item(review, view, number))
                shown = number
            key = _key(f"{counted(walk.left, 'item')} to go; approve? [y n s a b q ?] ", pressed)
            if key in _QUIT:
                return
            if key not in keys:
                click.echo(_HELP)
            elif keys[key]() is False:
                click.echo("this is the first item")


def _item(review: Review, view: TextView, number: int) -> str:
    note = decision_note(review.decision(number))
    return "".join(view.items([review.entry(number)], lambda _: note))


def _key(question: str, pressed: Keys) -> str:
    """One key, told on the line of the question."""
    click.echo(question, nl=False)
    key = pressed.read().lower()
    click.echo(key if len(key) == 1 and key.isprintable() else "")
    return key


_SHOWN: Final[tuple[Decision, ...]] = ("approved", "rejected", "pending")


def _end(review: Review, form: str) -> None:
    """The counts, and what comes next."""
    plan, counts = review.plan, review.counts
    if form == "json":
        decided: dict[str, int] = {one: counts[one] for one in _SHOWN}
        sys.stdout.write(json_line({"type": "review", "plan": plan.id, **decided}))
        return
    words = ", ".join([f"{counts[one]:,} {one}" for one in _SHOWN])
    if not review.numbers:
        following = "nothing is left to decide on: runs have tried all of it"
    elif counts["pending"] == sum(counts.values()):
        following = f"wikisweep review {plan.id} decides on them"
    elif review.pending:
        following = (
            f"wikisweep review {plan.id} goes on, wikisweep apply {plan.id} --pending leave "
            "carries out what is approved"
        )
    elif counts["approved"]:
        following = f"wikisweep apply {plan.id} carries out what is approved"
    else:
        following = "nothing of it will be written"
    sys.stdout.write(f"Plan {plan.id}: {words}; {following}\n")

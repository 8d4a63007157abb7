"""What `wikisweep explain` tells, as text: the plain values of its JSON, for people. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.render.harmless import one_line

Told = Mapping[str, Any]
_INDENT = "     "
_HEAD = 2  # lines of a diff that name the page twice


def explained_text(told: Iterable[Told]) -> Iterator[str]:
    """The stages of a task as lines, each with its end."""
    for one in told:
        lines = {"task": _task, "stage": _stage, "rules": _rules}[one["type"]](one)
        yield from (f"{line}\n" for line in lines)


def page_text(told: Iterable[Told]) -> Iterator[str]:
    """One page's way as lines, each with its end."""
    kinds: dict[str, Callable[[Told], Iterator[str]]] = {
        "page": _page,
        "filter": _filter,
        "action": _action,
        "condition": _condition,
        "verdict": _verdict,
    }
    for one in told:
        yield from (f"{line}\n" for line in kinds[one["type"]](one))


def _task(one: Told) -> Iterator[str]:
    kind = ", an offline wiki" if one["offline"] else ""
    yield f"{one_line(one['task'])} on {one_line(one['wiki'])}{kind}"
    if one["about"]:
        yield f"  {one_line(one['about'])}"


def _stage(one: Told) -> Iterator[str]:
    yield ""
    yield f"{one['number']:>3}. {one_line(one['about'])}"
    for asked in one["requests"]:
        words = one_line(asked["words"])
        yield f"{_INDENT}{words or _parameters(asked['parameters'])}"
        yield f"{_INDENT}  {_rule(asked)}"
    if one["pushed_down"]:
        yield f"{_INDENT}the wiki itself leaves out what {_named(one['pushed_down'])} would drop"
    for name, askers in one["fetches"].items():
        why = f", for {_named(askers)}" if askers else ", as of every page"
        yield f"{_INDENT}fetches: {one_line(name)}{why}"
    if one["filters"]:
        yield f"{_INDENT}then judge: {_named(one['filters'])}"
    for note in one["notes"]:
        yield f"{_INDENT}note: {one_line(note)}"


def _parameters(parameters: Mapping[str, str]) -> str:
    """As they stand in an address, but to be read."""
    return one_line(" ".join(f"{name}={value}" for name, value in parameters.items()))


def _rule(asked: Told) -> str:
    """How many requests for how many pages, for accounts with high limits and for others."""
    what = "batch" if asked["words"] else "request"
    counts = [(asked["pages"], "pages"), (asked["values"], "results")]
    known = [(count, noun) for count, noun in counts if count["bots"] is not None]
    if not known:
        return f"1 {what}"
    if asked["pages"]["bots"] == 1:
        return f"1 {what} for each page"
    line = f"1 {what} for each {' and each '.join(_count(one, 'bots') for one in known)}"
    if any(count["bots"] != count["others"] for count, _ in known):
        fewer = " and ".join(_count(one, "others") for one in known)
        line += f"; without the right apihighlimits {fewer}"
    return line


def _count(one: tuple[Told, str], who: str) -> str:
    count, noun = one
    return f"{count[who]:,} {noun}"


def _rules(one: Told) -> Iterator[str]:
    yield ""
    yield f"Then act: {_named(one['actions'])}"
    if one["skip_if"]:
        yield f"  left out if: {_named(one['skip_if'])}"
    if one["require"]:
        yield f"  only if: {_named(one['require'])}"
    yield from (f"  {one_line(guard)}" for guard in one["guards"])


def _page(one: Told) -> Iterator[str]:
    yield f"{one_line(one['title'])} on {one_line(one['wiki'])}, by {one_line(one['task'])}"
    if not one["exists"]:
        yield "  there is no such page"
        return
    kind = ", a redirect" if one["redirect"] else ""
    yield f"  revision {one['revid']}, {one['length']:,} bytes of {one_line(one['model'])}{kind}"


def _filter(one: Told, depth: int = 1) -> Iterator[str]:
    word = {True: "keeps", False: "drops", None: "fails"}[one["kept"]]
    finding = one_line(one["failed"] or one["finding"])
    told = f"  (saw: {finding})" if finding and one["kept"] is not None else ""
    told = f": {finding}" if one["kept"] is None else told
    yield f"{'  ' * depth}{word}  `{one_line(one['filter'])}`{told}"
    for inner in one["within"]:
        yield from _filter(inner, depth + 1)


def _action(one: Told) -> Iterator[str]:
    name = f"`{one_line(one['action'])}`"
    if one["failed"]:
        yield f"  fails  {name}: {one_line(one['failed'])}"
    elif not one["acted"]:
        yield f"  left   {name}, by its `when`"
    else:
        yield f"  acts   {name}{'' if one['diff'] else ': the text stays as it is'}"
    for inner in one["when"]:
        yield from _filter(inner, 2)
    for row in one["rows"]:
        yield f"    row: {one_line('; '.join(f'{name}: {value}' for name, value in row.items()))}"
    yield from (f"    {one_line(line)}" for line in one["diff"].splitlines()[_HEAD:])


def _condition(one: Told) -> Iterator[str]:
    what = f"`{one['under']}: {one_line(one['condition'])}`"
    if one["holds"] is None:
        yield f"  fails  {what}: {one_line(one['failed'])}"
        return
    good = one["holds"] == (one["under"] == "require")
    said = "holds" if one["holds"] else "does not hold"
    yield f"  {'passes' if good else 'stops '} {what} {said}"


def _verdict(one: Told) -> Iterator[str]:
    yield ""
    if one["planned"]:
        items = ", ".join(one["items"])
        yield f"Planned: {items}" + (f" ({one_line(one['summary'])})" if one["summary"] else "")
    else:
        detail = f": {one_line(one['detail'])}" if one["detail"] else ""
        yield f"Left out [{one_line(one['skip'])}]{detail}"


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{one_line(name)}`" for name in names)

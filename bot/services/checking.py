"""What can be said of a task without any wiki, beyond its own file's rules. Asks nothing."""

from collections.abc import Iterator

from bot.errors import InvalidTitle, UsageError
from bot.loading.shapes import shapes
from bot.plugin import Plugin
from bot.site import Site, plain_site
from bot.sources.namespaces import ALL
from bot.task import Task
from bot.titles import Namespace

_NAMESPACE = "a namespace"  # what `Word` calls it
_FIRST_FREE = 3000  # https://www.mediawiki.org/wiki/Manual:Using_custom_namespaces


def impossible_titles(task: Task) -> Iterator[UsageError]:
    """The titles in the task's options that no wiki can have."""
    site = assumed_site(task)
    for plugin in _plugins(task):
        try:
            plugin.fits(site)
        except InvalidTitle as error:
            yield UsageError(f"{task.file}: `{plugin.yaml_name}`: {error}")
        except UsageError:
            continue  # whether it fits, only the wiki itself can tell


def assumed_site(task: Task) -> Site:
    """A wiki as MediaWiki is by itself, with every further namespace that the task names."""
    site = plain_site(task.wiki or "no wiki")
    for name in _named(task):
        try:
            site.namespace(name)
        except UsageError:
            number = int(name) if name.isdecimal() else max(_FIRST_FREE, *site.namespaces) + 1
            site = Site(site.wiki, {**site.namespaces, number: Namespace(number, name, name)})
    return site


def _named(task: Task) -> Iterator[str]:
    """The namespaces that options name, those of the tests included."""
    for model in (*_plugins(task), *(test.given for test in task.tests)):
        known = zip(shapes(type(model)).values(), type(model).model_fields, strict=True)
        for shape, field in known:
            value = getattr(model, field)
            if value and (shape.item or shape).scalars == (_NAMESPACE,):
                names = value if isinstance(value, tuple) else (value,)
                yield from (one for one in names if one != ALL)


def _plugins(task: Task) -> Iterator[Plugin]:
    for top in (task.source, *task.where, *task.do, *task.skip_if, *task.require):
        yield from top.parts()

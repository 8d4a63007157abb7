"""Every built-in filter, action and condition has a manual page, and its examples load."""

import inspect
import re

import pytest

from bot.actions import ACTIONS
from bot.conditions import CONDITIONS
from bot.filters import FILTERS
from bot.loading import installed_tables, parse_task
from tests.pairs import SITE

PLUGINS = {
    f"{kind} {name}": (name, cls)
    for kind, table in (("filter", FILTERS), ("action", ACTIONS), ("condition", CONDITIONS))
    for name, cls in table.items()
}
CLASSES = [cls for _, cls in PLUGINS.values()]
NEEDED = {
    "for_each": "for_each: {titles: Mars}",
    "do": "do:\n  - replace: {find: a, with: b}",
    "edit": "edit: {summary: Test}",
}


def examples(cls):
    return re.findall(r"```yaml\n(.*?)```", inspect.getdoc(cls) or "", re.DOTALL)


@pytest.mark.parametrize(("name", "cls"), PLUGINS.values(), ids=PLUGINS)
def test_the_name_in_a_task_is_that_of_the_class_and_of_its_file(name, cls):
    assert cls.yaml_name == name
    assert cls.__module__.rpartition(".")[2].rstrip("_") == name


@pytest.mark.parametrize("cls", CLASSES, ids=PLUGINS)
def test_the_page_begins_with_one_sentence(cls):
    first, *rest = (inspect.getdoc(cls) or "").splitlines()
    assert first.endswith(".")
    assert rest[0] == ""


@pytest.mark.parametrize("cls", CLASSES, ids=PLUGINS)
def test_every_option_is_described(cls):
    assert [name for name, field in cls.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(("name", "cls"), PLUGINS.values(), ids=PLUGINS)
def test_the_examples_are_tasks_that_load_and_fit(name, cls):
    assert examples(cls)
    for example in examples(cls):
        missing = [text for key, text in NEEDED.items() if not re.search(rf"(?m)^{key}:", example)]
        task = parse_task("\n".join([*missing, example]), f"{name}.yaml", installed_tables())
        found = [
            one
            for plugin in (*task.where, *task.do, *task.skip_if, *task.require)
            for one in plugin.parts()
        ]
        assert cls in {type(one) for one in found}
        for one in found:
            one.fits(SITE)

"""Every built-in source has a manual page, and its examples are tasks that load and fit a wiki."""

import inspect
import re

import pytest

from bot.loading import installed_tables, parse_task
from bot.sources import SOURCES
from bot.sources.special_pages import SPECIAL_PAGES
from tests.pairs import SITE

NEEDED = {
    "do": "do:\n  - replace: {find: a, with: b}",
    "edit": "edit: {summary: Test}",
}


def examples(cls):
    return re.findall(r"```yaml\n(.*?)```", inspect.getdoc(cls) or "", re.DOTALL)


@pytest.mark.parametrize("name", SOURCES)
def test_the_name_in_a_task_is_that_of_the_class_and_of_its_file(name):
    cls = SOURCES[name]
    assert cls.yaml_name == name
    module = cls.__module__.rpartition(".")[2].rstrip("_")
    assert module == ("special_pages" if name in SPECIAL_PAGES else name)


@pytest.mark.parametrize("name", SOURCES)
def test_the_page_begins_with_one_sentence(name):
    first, *rest = (inspect.getdoc(SOURCES[name]) or "").splitlines()
    assert first.endswith(".")
    assert rest[0] == ""


@pytest.mark.parametrize("name", SOURCES)
def test_every_option_is_described(name):
    fields = SOURCES[name].model_fields.items()
    assert [option for option, field in fields if not field.description] == []


@pytest.mark.parametrize("name", SOURCES)
def test_the_examples_are_tasks_that_load_and_fit(name):
    found = examples(SOURCES[name])
    assert found
    for example in found:
        missing = [text for key, text in NEEDED.items() if not re.search(rf"(?m)^{key}:", example)]
        task = parse_task("\n".join([*missing, example]), f"{name}.yaml", installed_tables())
        assert SOURCES[name] in {type(one) for one in task.source.parts()}
        for one in task.source.parts():
            one.fits(SITE)

from pathlib import Path

import pytest

from bot.config import DEMO, ApiWiki, Config, DemoWiki, ExportWiki
from bot.errors import UsageError

API, EXPORT = ApiWiki("api", "https://a/api.php"), ExportWiki("dump", Path("d.xml"))


def config(*wikis: ApiWiki | ExportWiki, contact: str = "me", default: str = "") -> Config:
    return Config("c.yaml", contact, {one.name: one for one in wikis}, default)


def refusal(asked: Config, name: str = "") -> str:
    with pytest.raises(UsageError) as caught:
        asked.wiki(name)
    return str(caught.value)


def test_a_wiki_is_found_by_name():
    assert config(API, EXPORT).wiki("dump") == EXPORT


def test_without_a_name_the_default_is_meant_else_the_only_one():
    assert config(API, EXPORT, default="dump").wiki() == EXPORT
    assert config(EXPORT).wiki() == EXPORT


def test_the_demo_is_always_there():
    assert config(API).wiki(DEMO) == DemoWiki()
    assert Config().wiki(DEMO) == DemoWiki()
    assert config(API, default=DEMO).wiki() == DemoWiki()
    assert DemoWiki().name == DEMO


def test_where_no_wiki_is_configured_the_demo_is_meant():
    assert Config().wiki() == DemoWiki()
    assert config().wiki() == DemoWiki()


def test_several_wikis_want_a_choice():
    assert refusal(config(API, EXPORT)) == (
        "c.yaml: several wikis (api, dump) and no `default_wiki`; choose one by --wiki"
    )


def test_an_unknown_wiki_is_told_with_what_was_probably_meant():
    assert refusal(config(API), "apy") == "c.yaml: no wiki is called 'apy' (did you mean `api`?)"
    assert refusal(config(API), "xyz") == "c.yaml: no wiki is called 'xyz' (known: api, demo)"


def test_without_a_config_the_way_to_one_is_told():
    nothing = Config(sought=(Path("a/user-config.yaml"), Path("b/user-config.yaml")))
    assert refusal(nothing, "testwiki") == (
        "no wiki is called 'testwiki': there is no config, neither a/user-config.yaml nor "
        "b/user-config.yaml; `wikisweep init` writes one"
    )


def test_a_real_wiki_wants_a_contact_and_an_export_does_not():
    message = refusal(config(API, contact=""))
    assert message.startswith("c.yaml: `contact` is missing; wikis ask bots to name their operator")
    assert config(EXPORT, contact="").wiki() == EXPORT


@pytest.mark.parametrize(
    "contact", ["User:Example on meta.wikimedia.org", "user:YourName on en.wikipedia.org"]
)
def test_the_contact_of_the_example_is_nobodys(contact):
    message = refusal(config(API, contact=contact))
    assert message.startswith(f"c.yaml: `contact: {contact}` is only an example; ")
    assert config(API, EXPORT, contact=contact).wiki("dump") == EXPORT
    assert config(API, contact=contact).wiki(DEMO) == DemoWiki()


@pytest.mark.parametrize("contact", ["User:ExampleBot on meta.wikimedia.org", "me@example.org"])
def test_a_contact_that_is_only_like_the_example_is_taken(contact):
    assert config(API, contact=contact).wiki() == API

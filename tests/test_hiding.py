"""What others quote of our secrets, and what must not be mistaken for one."""

import secrets

import pytest

from bot.config import Secret
from bot.hiding import hide, without_secrets


@pytest.fixture
def secret() -> str:
    """One that no other test knows: what is hidden stays so in this process."""
    return f"a&b/ü {secrets.token_hex(8)}"


def test_a_secret_that_was_never_revealed_is_no_concern(secret):
    Secret(secret)
    assert without_secrets(f"x {secret} y") == f"x {secret} y"


def test_a_revealed_secret_is_blotted_out_as_often_as_it_stands_there(secret):
    Secret(secret).reveal()
    assert without_secrets(f"x {secret} y {secret}{secret}") == "x [secret] y [secret][secret]"


@pytest.mark.parametrize("form", ["a%26b%2F%C3%BC%20{}", "a%26b%2F%C3%BC+{}"])
def test_a_url_or_form_that_has_it_is_blotted_out_too(secret, form):
    hide(secret)
    written = form.format(secret.rpartition(" ")[2])
    assert without_secrets(f"lgpassword={written}&x=1") == "lgpassword=[secret]&x=1"


def test_a_secret_within_another_leaves_nothing_of_it(secret):
    hide(secret)
    hide(f"{secret}/longer")
    assert without_secrets(f"{secret}/longer") == "[secret]"


def test_words_that_hold_no_secret_or_a_very_short_one_stay(secret):
    hide("abcdefg")
    hide("")
    assert without_secrets("abcdefg") == "abcdefg"
    assert without_secrets(secret[:-1]) == secret[:-1]

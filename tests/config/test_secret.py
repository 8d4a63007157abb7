import copy
import os
import pickle
from pathlib import Path

import pytest

from bot.config import Secret
from bot.errors import UsageError

PASSWORD = "hunter2-hunter2"


@pytest.fixture
def variable():
    """An environment variable of this test's own."""
    name = "WIKISWEEP_TEST_SECRET"
    yield name
    os.environ.pop(name, None)


def test_a_secret_in_the_config_reveals_its_text():
    assert Secret(PASSWORD).reveal() == PASSWORD


def test_a_secret_in_a_variable_is_read_when_it_is_asked_for(variable):
    secret = Secret(variable, "env")
    os.environ[variable] = PASSWORD
    assert secret.reveal() == PASSWORD


def test_a_missing_or_empty_variable_is_named(variable):
    secret = Secret(variable, "env")
    with pytest.raises(UsageError, match=f"the environment variable {variable} is not set"):
        secret.reveal()
    os.environ[variable] = ""
    with pytest.raises(UsageError, match=rf"<secret from \${variable}> is empty"):
        secret.reveal()


def test_a_secret_in_a_file_loses_only_its_line_end(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(f" {PASSWORD} \r\n".encode())
    assert Secret(str(path), "file").reveal() == f" {PASSWORD} "


def test_a_file_that_is_missing_empty_or_no_text_is_named_without_what_is_in_it(tmp_path):
    path = tmp_path / "secret"
    secret = Secret(str(path), "file")
    with pytest.raises(UsageError, match="cannot read the secret that the config names: No such"):
        secret.reveal()
    path.write_text("\n")
    with pytest.raises(UsageError, match="is empty"):
        secret.reveal()
    path.write_bytes(PASSWORD.encode() + b"\xff")
    with pytest.raises(UsageError, match="not UTF-8") as caught:
        secret.reveal()
    assert PASSWORD not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_no_way_to_show_a_secret_shows_it():
    secret = Secret(PASSWORD)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret!r:>80}", repr([secret])]
    shown += [repr({"a": secret}), "%s" % secret]  # noqa: UP031 - one more way
    assert not [one for one in shown if PASSWORD in one]
    assert repr(Secret("NAME", "env")) == "<secret from $NAME>"
    assert repr(Secret("/a/b", "file")) == "<secret from /a/b>"


def test_a_secret_goes_into_no_file_and_no_copy():
    secret = Secret(PASSWORD)
    assert not hasattr(secret, "__dict__")
    for store in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="a secret is not copied"):
            store(secret)


def test_secrets_are_equal_where_they_come_from_the_same_place():
    assert Secret("A", "env") == Secret("A", "env")
    assert hash(Secret("A", "env")) == hash(Secret("A", "env"))
    assert Secret("A", "env") != Secret("A")
    assert Secret("A") != "A"


def test_a_secret_says_where_it_is():
    assert [Secret("A", origin).origin for origin in ("text", "env", "file")] == [
        "text",
        "env",
        "file",
    ]
    assert Secret("/a/b", "file").file == Path("/a/b")
    assert Secret("/a/b").file is None
    assert Secret("A", "env").file is None

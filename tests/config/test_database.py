from pathlib import Path

import pytest

from bot.config import LedgerAddress, Secret, load_config
from bot.errors import InvalidFile

URL = "mysql+pymysql://tools.db.svc.wikimedia.cloud/s12345__wikisweep"
PASSWORD = "hunter2-hunter2"


def read(folder: Path, text: str, mode: int = 0o600) -> LedgerAddress | None:
    path = folder / "user-config.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return load_config(path).ledger


def told(folder: Path, text: str, mode: int = 0o600) -> str:
    with pytest.raises(InvalidFile) as caught:
        read(folder, text, mode)
    assert PASSWORD not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder / 'user-config.yaml'}:")


def test_without_the_key_the_ledger_is_in_the_state_folder(tmp_path):
    assert read(tmp_path, "contact: me\n") is None


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "mariadb://127.0.0.1:3307/x?ssl_ca=/etc/ca.pem",
        "mysql://db/x?read_default_file=/home/me/.my.cnf",
        "mysql://[::1]:3306/x",
        "sqlite:////srv/ledger.sqlite",
    ],
)
def test_a_url_alone_is_enough(tmp_path, url):
    assert read(tmp_path, f"ledger: {url}\n") == LedgerAddress(url)
    assert read(tmp_path, f"ledger: {{url: '{url}'}}\n") == LedgerAddress(url)


def test_user_and_password_are_said_as_other_secrets_are(tmp_path):
    assert read(tmp_path, f"ledger: {{url: '{URL}', user: me, password: {PASSWORD}}}\n") == (
        LedgerAddress(URL, Secret("me"), Secret(PASSWORD))
    )
    text = f"ledger:\n  url: {URL}\n  user: {{env: WHO}}\n  password: {{file: secrets/db}}\n"
    assert read(tmp_path, text, 0o644) == LedgerAddress(
        URL, Secret("WHO", "env"), Secret(str(tmp_path / "secrets/db"), "file")
    )
    address = read(tmp_path, f"ledger: {{url: '{URL}', password: {PASSWORD}}}\n")
    assert PASSWORD not in repr(address)


def test_a_user_may_be_read_by_anybody_and_a_password_may_not(tmp_path):
    assert read(tmp_path, f"ledger: {{url: '{URL}', user: me}}\n", 0o644)
    found = told(tmp_path, f"ledger: {{url: '{URL}', password: {PASSWORD}}}\n", 0o644)
    assert "`ledger.password` stands in a file that others can read" in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ledger:\n", "1:1: `ledger` should be a text"),
        ("ledger: [a]\n", "`ledger` should be a text"),
        ("ledger: ledger.sqlite\n", "should be the URL of a database of MariaDB, MySQL or SQLite"),
        ("ledger: postgresql://db/x\n", "should be the URL of a database of MariaDB"),
        ("ledger: mysql+mysqldb://db/x\n", "should be the URL of a database of MariaDB"),
        ("ledger: mysql://db:port/x\n", "should be the URL of a database (such as"),
        ("ledger: mysql:///x\n", "should name a server"),
        ("ledger: mysql://db\n", "should name a database"),
        ("ledger: sqlite://\n", "should name a database"),
        (f"ledger: mysql://me:{PASSWORD}@db/x\n", "should not hold a user or password in its URL"),
        (f"ledger: mysql://db/x?password={PASSWORD}\n", "should not hold a user or password"),
        ("ledger: mysql://db/x?user=\n", "should not hold a user or password"),
        ("ledger: {user: me}\n", "should be the URL of a database"),
        (f"ledger: {{url: '{URL}', pasword: {PASSWORD}}}\n", "`pasword`"),
        (f"ledger: {{url: '{URL}', {PASSWORD}: x}}\n", "`ledger` has another key"),
        (f"ledger: {{url: '{URL}', password: }}\n", "`ledger.password` should be {env: NAME}"),
        (f"ledger: {{url: '{URL}', user: [a]}}\n", "`ledger.user` should be {env: NAME}"),
    ],
)
def test_what_is_wrong_is_told_without_the_password(tmp_path, text, words):
    assert words in told(tmp_path, text)

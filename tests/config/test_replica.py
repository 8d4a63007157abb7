from pathlib import Path

import pytest

from bot.config import ApiWiki, ReplicaAddress, Secret, load_config
from bot.errors import InvalidFile

PASSWORD = "hunter2-hunter2"


def written(folder: Path, replica: str, mode: int = 0o600) -> Path:
    path = folder / "user-config.yaml"
    api = "api: https://en.example.org/w/api.php"
    path.write_text(f"contact: me\nwikis:\n  enwiki:\n    {api}\n    {replica}\n", "utf-8")
    path.chmod(mode)
    return path


def read(folder: Path, replica: str, mode: int = 0o600) -> ReplicaAddress | None:
    wiki = load_config(written(folder, replica, mode)).wikis["enwiki"]
    assert isinstance(wiki, ApiWiki)
    return wiki.replica


def told(folder: Path, replica: str, mode: int = 0o600) -> str:
    with pytest.raises(InvalidFile) as caught:
        read(folder, replica, mode)
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def test_a_wiki_has_no_replica_if_none_is_named(tmp_path):
    assert read(tmp_path, "edit_interval: 0") is None


@pytest.mark.parametrize("replica", ["replica: enwiki", "replica: {database: enwiki}"])
def test_the_name_of_the_database_is_enough(tmp_path, replica):
    assert read(tmp_path, replica) == ReplicaAddress("enwiki")


def test_everything_can_be_said(tmp_path):
    text = f"{{host: db, port: 3307, database: my-wiki, user: me, password: {PASSWORD}}}"
    address = read(tmp_path, f"replica: {text}")
    assert address == ReplicaAddress(
        "my-wiki", "db", 3307, user=Secret("me"), password=Secret(PASSWORD)
    )
    assert PASSWORD not in repr(address)
    text = "{database: enwiki_p, cluster: web, my_cnf: secrets/my.cnf}"
    assert read(tmp_path, f"replica: {text}", 0o644) == ReplicaAddress(
        "enwiki_p", cluster="web", my_cnf=tmp_path / "secrets/my.cnf"
    )
    text = "{database: enwiki, user: {env: WHO}, password: {file: pw}}"
    assert read(tmp_path, f"replica: {text}", 0o644) == ReplicaAddress(
        "enwiki", user=Secret("WHO", "env"), password=Secret(str(tmp_path / "pw"), "file")
    )


@pytest.mark.parametrize(
    ("replica", "words"),
    [
        ("replica:", "`replica` should be a text"),
        ("replica: []", "`replica` should be a text"),
        ("replica: {}", "`replica` should name its `database`"),
        ("replica: {database: }", "`database` should be a text"),
        ("replica: {host: db}", "`replica` should name its `database`"),
        ("replica: en/wiki", "'en/wiki' is no database's name"),
        ("replica: en.wiki.evil.example", "is no database's name"),
        ("replica: {database: enwiki, hots: x}", "`replica` has no key `hots`"),
        (f"replica: {{database: enwiki, {PASSWORD}: x}}", "`replica` has another key"),
        ("replica: {database: enwiki, port: many}", "`port` should be a number, not 'many'"),
        ("replica: {database: enwiki, port: 70000}", "`port` should be a number"),
        ("replica: {database: enwiki, port: ²}", "`port` should be a number"),
        ("replica: {database: enwiki, cluster: wbe}", "`cluster` should be analytics or web"),
        ("replica: {database: x, host: db, cluster: web}", "means nothing beside `host`"),
        ("replica: {database: x, my_cnf: a, user: b}", "both `my_cnf` and `user` or `password`"),
        ("replica: {database: x, user: {path: b}}", "`replica.user` should be {env: NAME}"),
        ("replica: {database: x, my_cnf: }", "`my_cnf` should be a text"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path, replica, words):
    assert words in told(tmp_path, replica)


def test_a_password_in_a_file_that_others_can_read_is_refused(tmp_path):
    text = f"replica: {{database: x, user: me, password: {PASSWORD}}}"
    assert "`replica.password` stands in a file that others" in told(tmp_path, text, 0o644)


def test_an_offline_wiki_has_no_replica(tmp_path):
    path = written(tmp_path, "replica: x")
    path.write_text("wikis: {off: {export: a.xml, replica: x}}")
    with pytest.raises(InvalidFile, match="has no key `replica`"):
        load_config(path)

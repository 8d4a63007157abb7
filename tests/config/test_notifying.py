"""`notify:` of a config: every way, the defaults of its keys, and what is wrong with it."""

from pathlib import Path

import pytest

from bot.config import Email, Notify, Secret, TalkPage, Webhook, load_config
from bot.config.notifying import webhook_fault
from bot.errors import InvalidFile

WIKIS = """
wikis:
  real: {api: https://test.wikipedia.org/w/api.php, oauth2: {token: {env: T}}}
  dump: {export: dump.xml}
"""
USUAL = frozenset({"failure", "stop"})
SECRET = "hunter2-hunter2"
MAIL = "to: me@example.org, from: bot@example.org, server: mail.example.org"


def written(folder: Path, text: str) -> Path:
    path = folder / "user-config.yaml"
    path.touch(mode=0o600)
    path.write_text(f"notify:\n{text}\n{WIKIS}")
    return path


def ways(folder: Path, *items: str) -> tuple[Notify, ...]:
    return load_config(written(folder, "\n".join(f"  - {item}" for item in items))).notify


def told(folder: Path, text: str) -> list[str]:
    path = written(folder, text)
    with pytest.raises(InvalidFile) as caught:
        load_config(path)
    assert SECRET not in str(caught.value)
    return [f"{one.place.line}:{one.place.column}: {one.words}" for one in caught.value.problems]


def mail(folder: Path, more: str = "") -> Email:
    (one,) = ways(folder, f"email: {{{MAIL}{more}}}")
    assert isinstance(one.way, Email)
    return one.way


def test_without_the_key_nobody_is_told(tmp_path):
    path = tmp_path / "user-config.yaml"
    path.write_text("contact: me")
    assert load_config(path).notify == ()
    path.write_text("notify: []\ncontact: me")
    assert load_config(path).notify == ()


def test_every_way_is_read_in_order(tmp_path):
    found = ways(
        tmp_path,
        f"email: {{{MAIL}, user: u, password: {{env: P}}}}",
        "webhook: {url: {env: HOOK}, headers: {Authorization: {file: token}}}",
        "talk: {wiki: real, page: User talk:Me}",
    )
    assert [one.way for one in found] == [
        Email(
            ("me@example.org",),
            "bot@example.org",
            "mail.example.org",
            587,
            "starttls",
            "u",
            Secret("P", "env"),
        ),
        Webhook(Secret("HOOK", "env"), {"Authorization": Secret(str(tmp_path / "token"), "file")}),
        TalkPage("User talk:Me", "real"),
    ]
    assert {one.on for one in found} == {USUAL}


def test_one_way_needs_no_list(tmp_path):
    (one,) = load_config(written(tmp_path, "  talk: User talk:Me")).notify
    assert one.way == TalkPage("User talk:Me")


def test_a_bare_text_is_the_page_or_the_address(tmp_path):
    page, hook, secret = ways(
        tmp_path,
        "talk: User talk:Me",
        "webhook: https://hooks.example.org/a",
        "webhook: {env: HOOK}",
    )
    assert page.way == TalkPage("User talk:Me")
    assert hook.way == Webhook(Secret("https://hooks.example.org/a"))
    assert secret.way == Webhook(Secret("HOOK", "env"))


@pytest.mark.parametrize(
    ("on", "occasions"),
    [
        ("failure", {"failure"}),
        ("[stop, done]", {"stop", "done"}),
        ("always", {"failure", "stop", "done"}),
        ("[always, done]", {"failure", "stop", "done"}),
    ],
)
def test_it_can_be_said_when(tmp_path, on, occasions):
    (one,) = ways(tmp_path, f"talk: T\n    on: {on}")
    assert one.on == occasions


def test_several_may_get_a_mail(tmp_path):
    (one,) = ways(
        tmp_path, "email: {to: [a@example.org, b@example.org], from: c@d.org, server: localhost}"
    )
    assert isinstance(one.way, Email)
    assert one.way.to == ("a@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("more", "encryption", "port"),
    [
        ("", "none", 25),
        (", user: u, password: {env: P}", "starttls", 587),
        (", port: 465", "tls", 465),
        (", port: 465, encryption: starttls", "starttls", 465),
        (", port: 587", "starttls", 587),
        (", port: 2525", "none", 2525),
        (", port: 2525, user: u, password: {env: P}", "starttls", 2525),
        (", encryption: tls", "tls", 465),
        (", encryption: starttls", "starttls", 587),
        (", encryption: none", "none", 25),
    ],
)
def test_encryption_and_port_follow_from_each_other(tmp_path, more, encryption, port):
    one = mail(tmp_path, more)
    assert (one.encryption, one.port) == (encryption, port)


def test_a_password_may_go_in_plain_text_only_to_this_machine(tmp_path):
    plain = "user: u, password: {env: P}, encryption: none"
    assert told(tmp_path, f"  - email: {{{MAIL}, {plain}}}") == [
        "2:123: `email` would send the password unencrypted (use starttls or tls)"
    ]
    for server in ("localhost", "127.0.0.1", "'[::1]'", "'::1'"):
        (one,) = ways(tmp_path, f"email: {{to: a@b.c, from: a@b.c, server: {server}, {plain}}}")
        assert isinstance(one.way, Email)
        assert one.way.encryption == "none"
        assert one.way.server == server.strip("'[]")


def test_a_secret_in_a_config_that_others_can_read_is_refused(tmp_path):
    path = written(
        tmp_path,
        f"  - email: {{{MAIL}, user: u, password: {SECRET}}}\n"
        f"  - webhook: {{url: https://a/{SECRET}, headers: {{X-Key: {SECRET}}}}}\n"
        f"  - webhook: https://a/{SECRET}",
    )
    assert len(load_config(path).notify) == 3
    path.chmod(0o644)
    lines = told(tmp_path, path.read_text().partition("notify:\n")[2].partition(WIKIS)[0])
    assert [line.partition(" ")[2].partition(" (")[0] for line in lines] == [
        "`email.password` stands in a file that others can read",
        "`webhook.url` stands in a file that others can read",
        "`webhook.headers.X-Key` stands in a file that others can read",
        "`notify.webhook` stands in a file that others can read",
    ]


BAD = {
    "  - {}": "2:5: `notify` takes one of email, webhook, talk an item (each further way is an "
    "item of its own)",
    "  - x": "2:5: `notify` takes one of email, webhook, talk an item (each further way is an "
    "item of its own)",
    "  - {talk: T, webhook: U}": "2:5: `notify` takes one of email, webhook, talk an item (each "
    "further way is an item of its own)",
    "  - {talk: T, onn: x}": "2:15: `notify` has no key `onn` (did you mean `on`?)",
    "  - {talk: T, on: failre}": "2:19: `on` takes failure, stop, done or always (did you mean "
    "`failure`?)",
    "  - {talk: T, on: []}": "2:19: `on` is empty (leave the way out, or say when to take it)",
    "  - {talk: T, on: [{a: b}]}": "2:20: `on` takes failure, stop, done or always (known: "
    "always, done, failure, stop)",
    "  - talk: [a]": "2:11: `talk` should be a mapping",
    "  - talk:": "2:10: `talk` should be a mapping",
    "  - talk: {}": "2:11: `talk.page` is missing: it takes the title of a talk page",
    "  - talk: {page: }": "2:12: `page` should be a text",
    "  - talk: {page: T, wiki: reel}": "2:27: `talk.wiki`: no wiki with an `api` is called "
    "'reel' (did you mean `real`?)",
    "  - talk: {page: T, wiki: dump}": "2:27: `talk.wiki`: no wiki with an `api` is called "
    "'dump' (known: real)",
    "  - talk: {page: T, pge: U}": "2:21: `talk` has no key `pge` (did you mean `page`?)",
    "  - email: me@example.org": "2:12: `email` should be a mapping",
    f"  - email: {{{MAIL}, usr: u}}": "2:82: `email` has no key `usr` (did you mean `user`?)",
    f"  - email: {{{MAIL}, {SECRET}: u}}": "2:82: `email` has another key (known: "
    "encryption, from, password, port, server, to, user)",
    f"  - email: {{{MAIL}, user: u}}": "2:12: `email` has only one of `user` and `password` (a "
    "server wants both or neither)",
    f"  - email: {{{MAIL}, password: {{env: P}}}}": "2:12: `email` has only one of `user` and "
    "`password` (a server wants both or neither)",
    f"  - email: {{{MAIL}, encryption: ssl}}": "2:94: `email.encryption` takes starttls, tls, none",
    f"  - email: {{{MAIL}, port: 0}}": "2:88: `email.port` should be a number up to 65535, not '0'",
    f"  - email: {{{MAIL}, port: 70000}}": "2:88: `email.port` should be a number up to 65535, "
    "not '70000'",
    f"  - email: {{{MAIL}, port: smtp}}": "2:88: `email.port` should be a number up to 65535, "
    "not 'smtp'",
    f"  - email: {{{MAIL}, port: {'9' * 5000}}}": "2:88: `email.port` should be a number up to "
    f"65535, not '{'9' * 20}'",
    "  - email: {to: me, from: a@b.c, server: s}": "2:17: `email.to` should be an address like "
    "me@example.org",
    "  - email: {to: [], from: a@b.c, server: s}": "2:17: `email.to` is missing: it takes an "
    "address",
    "  - email: {to: [{a: b}], from: a@b.c, server: s}": "2:18: `email.to` should be an address "
    "like me@example.org",
    "  - email: {to: a@b.c, server: s}": "2:12: `email.from` is missing: it takes an address",
    "  - email: {to: a@b.c, from: [a@b.c, d@e.f], server: s}": "2:30: `email.from` should be one "
    "address",
    '  - email: {to: "a@b.c\\nBcc: x@y.z", from: a@b.c, server: s}': "2:17: `email.to` should be "
    "an address like me@example.org",
    "  - email: {to: a@b.c, from: a@b.c, server: https://mail.example.org}": "2:45: "
    "`email.server` should be the name of a mail server (such as mail.example.org)",
    "  - email: {to: a@b.c, from: a@b.c}": "2:12: `email.server` should be the name of a mail "
    "server (such as mail.example.org)",
    "  - webhook: {}": "2:14: `webhook.url` is missing",
    "  - webhook:": "2:13: `webhook` should be a mapping",
    "  - webhook: {enw: HOOK}": "2:15: `webhook` has another key (known: allow_http, headers, url)",
    "  - webhook: {env: HOOK, file: hook}": "2:14: `webhook.url` is missing",
    "  - webhook: {env: }": "2:14: `notify.webhook` should be {env: NAME}, {file: PATH} or the "
    "text itself",
    "  - webhook: {url: [a]}": "2:20: `webhook.url` should be {env: NAME}, {file: PATH} or the "
    "text itself",
    f"  - webhook: {{url: {SECRET}}}": "2:20: the address of the `webhook` should begin with "
    "https://",
    f"  - webhook: ftp://a/{SECRET}": "2:14: the address of the `webhook` should begin with "
    "https://",
    f"  - webhook: http://a/{SECRET}": "2:14: the address of the `webhook` begins with http://: "
    "use https://, or add `allow_http: why` if that cannot be",
    "  - webhook: {url: https://a/b, allow_http: true}": "2:45: `allow_http` takes a reason, not "
    "'true'",
    "  - webhook: {url: https://a/b, headers: c}": "2:42: `webhook.headers` should be a mapping "
    "of names to texts",
    f"  - webhook: {{url: https://a/b, headers: {{'a: {SECRET}': c}}}}": "2:43: "
    "`webhook.headers` has a name that no header can have",
    "  - webhook: {url: https://a/b, headers: {X: [c]}}": "2:46: `webhook.headers.X` should be "
    "{env: NAME}, {file: PATH} or the text itself",
}


@pytest.mark.parametrize(("text", "line"), BAD.items(), ids=[one[:60] for one in BAD])
def test_what_is_wrong_is_told_with_its_place(tmp_path, text, line):
    assert line in told(tmp_path, text)


@pytest.mark.parametrize(
    ("url", "excuse", "fault"),
    [
        ("https://hooks.example.org/a?b", "", ""),
        (" https://hooks.example.org/a\n", "", ""),
        ("http://127.0.0.1:8000/", "", ""),
        ("http://localhost/", "", ""),
        ("http://example.org/", "it is in our own network", ""),
        ("http://example.org/", "", "begins with http://"),
        ("example.org/hook", "", "should begin with https://"),
        ("https://", "", "should begin with https://"),
        ("https://[", "", "is not an address"),
        ("https://example.org:port/", "", "is not an address"),
    ],
)
def test_an_address_is_encrypted_or_on_this_machine_or_excused(url, excuse, fault):
    found = webhook_fault(url, excuse)
    assert found.startswith(fault)
    assert bool(found) == bool(fault)

"""Finds and reads user-config.yaml; raises InvalidFile with all its problems, never a secret."""

import math
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from bot.config.address import address_fault
from bot.config.database import read_ledger
from bot.config.entries import Entries
from bot.config.logins import LOGINS, read_login
from bot.config.notifying import read_notify
from bot.config.replica import read_replica
from bot.config.settings import DEMO, EDIT_INTERVAL, ApiWiki, Config, ExportWiki
from bot.errors import InvalidFile
from bot.yamlfile import Mapping, Scalar, Sequence, did_you_mean, read_yaml

NAME = "user-config.yaml"
KEYS = ("contact", "default_wiki", "wikis", "plugins", "templates", "notify", "ledger")
API_KEYS = ("api", *LOGINS, "edit_interval", "replica", "allow_http")
EXPORT_KEYS = ("export", "siteinfo")


def find_config(named: str | Path | None = None, folders: tuple[Path, ...] | None = None) -> Config:
    """The config that `--config` names, else the first found, else one that knows only the demo.

    It is looked for in the working folder and then in the platform's config folder.
    """
    if named is not None:
        return load_config(Path(named))
    if folders is None:
        folders = (Path(), platformdirs.user_config_path("wikisweep"))
    paths = tuple(folder / NAME for folder in folders)
    for path in paths:
        if path.exists():
            return load_config(path)
    return Config(sought=paths)


def load_config(path: Path) -> Config:
    """The config in a file. Raises UsageError where it cannot be read, InvalidFile."""
    path = path.expanduser()
    document = read_yaml(path, private=True)
    entries = Entries(path, document.problems)
    config = _config(document.root, entries)
    if entries.problems:
        raise InvalidFile(entries.problems)
    return config


def _config(root: Mapping, entries: Entries) -> Config:
    entries.check_keys(root, KEYS, "the config")
    contact = entries.text(root, "contact")
    if not contact.isprintable():
        entries.note(entries.place(root, "contact"), "`contact` should be one line")
    wikis = {wiki.name: wiki for wiki in _wikis(root, entries)}
    real = tuple(name for name, wiki in wikis.items() if isinstance(wiki, ApiWiki))
    return Config(
        file=str(entries.path),
        contact=contact,
        wikis=wikis,
        default_wiki=_default(root, entries),
        plugins=tuple(_plugins(root, entries)),
        templates=_templates(root, entries),
        ledger=read_ledger(root, entries),
        notify=tuple(read_notify(root, real, entries)),
    )


def _default(root: Mapping, entries: Entries) -> str:
    default, wikis = entries.text(root, "default_wiki"), root.get("wikis")
    known = (*(wikis.keys if isinstance(wikis, Mapping) else ()), DEMO)
    if default and default not in known:
        message = f"`default_wiki`: no wiki is called {default!r}"
        entries.note(entries.place(root, "default_wiki"), message, did_you_mean(default, known))
    return default


def _plugins(root: Mapping, entries: Entries) -> Iterator[Path]:
    node = root.get("plugins")
    items = node.items if isinstance(node, Sequence) else () if node is None else (node,)
    for item in items:
        if isinstance(item, Scalar) and not item.empty:
            yield entries.file(item)
        else:
            entries.note(item.place, "`plugins` should be a path or a list of paths")


def _templates(root: Mapping, entries: Entries) -> Path | None:
    node = root.get("templates")
    if node is None:
        return None
    if not isinstance(node, Scalar) or node.empty:
        entries.note(node.place, "`templates` should be the path of a folder")
        return None
    folder = entries.file(node)
    if not folder.is_dir():
        entries.note(node.place, f"`templates`: there is no folder {folder}")
    return folder


def _wikis(root: Mapping, entries: Entries) -> Iterator[ApiWiki | ExportWiki]:
    node = root.get("wikis")
    if node is None:
        return
    if not isinstance(node, Mapping):
        entries.note(node.place, "`wikis` should be a mapping of names to wikis")
        return
    for name, value in node.entries:
        what = f"the wiki `{name.text}`"
        if name.text == DEMO:
            message = f"`{DEMO}` is the name of the wiki that ships with wikisweep"
            entries.note(name.place, message, "choose another")
        elif not isinstance(value, Mapping):
            entries.note(name.place, f"{what} should be a mapping with `api` or `export`")
        elif bool(value.key("api")) == bool(value.key("export")):
            entries.check_keys(value, API_KEYS + EXPORT_KEYS, what)
            hint = "the address of api.php, or the path of an XML export"
            entries.note(name.place, f"{what} should have either `api` or `export`", hint)
        elif value.key("api"):
            yield _api_wiki(name.text, value, entries)
        else:
            yield _export_wiki(name.text, value, entries)


def _export_wiki(name: str, node: Mapping, entries: Entries) -> ExportWiki:
    entries.check_keys(node, EXPORT_KEYS, f"the offline wiki `{name}`")
    paths: dict[str, Path] = {}
    for key in EXPORT_KEYS:
        value = node.get(key)
        if entries.text(node, key) and isinstance(value, Scalar):
            paths[key] = entries.file(value)
    return ExportWiki(name, paths.get("export", Path()), paths.get("siteinfo"))


def _api_wiki(name: str, node: Mapping, entries: Entries) -> ApiWiki:
    entries.check_keys(node, API_KEYS, f"the wiki `{name}`")
    login = read_login(node, f"the wiki `{name}`", entries)
    api, excused = entries.text(node, "api"), bool(entries.reason(node, "allow_http"))
    fault, hint = address_fault(api, login=login is not None, excused=excused)
    if api and fault:
        entries.note(entries.place(node, "api"), f"`api` {fault}", hint)
    return ApiWiki(name, api, login, _interval(node, entries), read_replica(node, entries))


def _interval(node: Mapping, entries: Entries) -> float:
    text = entries.text(node, "edit_interval")
    if not text:
        return EDIT_INTERVAL
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        message = f"`edit_interval` should be a number of seconds, not {text!r}"
        entries.note(entries.place(node, "edit_interval"), message)
    return seconds

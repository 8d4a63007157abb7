"""Where MediaWiki and PHP are on this machine: looks for them, installs them when allowed.

Knows Debian's packages only. Never installs anything unless the environment says so.
"""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

# Another MediaWiki than the installed one, to try the same tests on: an unpacked package will do.
ROOT: Final = Path(os.environ.get("WIKISWEEP_MEDIAWIKI", "/usr/share/mediawiki"))
# A newer one beside it, whose link tables are the newer ones; `.ci/run` unpacks it there.
NEWER: Final = Path(
    os.environ.get(
        "WIKISWEEP_MEDIAWIKI_NEWER",
        Path(__file__).resolve().parent.parent / ".devwiki/newer/usr/share/mediawiki",
    )
)
EXTENSIONS: Final = ("apcu", "curl", "intl", "mbstring", "pdo_sqlite", "xml")
PACKAGES: Final = (
    *("mediawiki", "php-cli", "php-sqlite3", "php-intl", "php-mbstring", "php-xml", "php-curl"),
    "php-apcu",
)
INSTALL: Final = ("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)


class DevwikiError(Exception):
    """The development wiki cannot do what was asked; the text is one line that says why."""


def missing(root: Path = ROOT) -> list[str]:
    """What a wiki of the MediaWiki in `root` needs and this machine lacks; empty if nothing."""
    php = shutil.which("php")
    lacking = [] if php else ["php"]
    if not (root / "maintenance/install.php").exists():
        lacking.append("mediawiki")
    if php:
        answer = subprocess.run([php, "-m"], capture_output=True, text=True, check=False)
        loaded = set(answer.stdout.lower().split())
        lacking += [f"php-{name}" for name in EXTENSIONS if name not in loaded]
    return lacking


def ensure_installed() -> None:
    """Install the packages if they are missing and it is allowed; else raise DevwikiError."""
    lacking = missing()
    if not lacking:
        return
    sudo = _privilege()
    allowed = os.environ.get("WIKISWEEP_INSTALL") == "1" or os.environ.get("CI") == "true"
    if not allowed or sudo is None:
        hint = "" if allowed else ", or set WIKISWEEP_INSTALL=1 to let this command do so"
        raise DevwikiError(
            f"devwiki needs {', '.join(lacking)}: run `sudo {' '.join(INSTALL)}`{hint}"
        )
    print(f"devwiki: installing {', '.join(PACKAGES)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("apt-get", "update"), INSTALL):
        run([*sudo, *command], environment)
    if lacking := missing():
        raise DevwikiError(f"devwiki: still missing after apt-get: {', '.join(lacking)}")


def version(root: Path = ROOT) -> str:
    """MediaWiki's version, e.g. 1.39.17; empty if it cannot be told."""
    for line in (root / "includes/Defines.php").read_text(encoding="utf-8").splitlines():
        if line.startswith("define( 'MW_VERSION'"):
            return line.split("'")[3]
    return ""


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None, stdin: str = ""
) -> str:
    """Run a program, return what it printed. Raises DevwikiError with its last line."""
    logging.getLogger(__name__).info(" ".join(command))
    answer = subprocess.run(
        command, env=environment, input=stdin, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        said = (answer.stderr.strip() or answer.stdout.strip() or "no message").splitlines()
        raise DevwikiError(f"{' '.join(command[:3])} failed: {said[-1]}")
    return answer.stdout


def set_root(wiki: Path, root: Path) -> None:
    """Let the wiki in this folder be one of the MediaWiki in `root`."""
    (wiki / "mediawiki").write_text(str(root), encoding="utf-8")


def root_of(wiki: Path) -> Path:
    """Where the MediaWiki of the wiki in this folder is."""
    try:
        return Path((wiki / "mediawiki").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ROOT


def maintenance(wiki: Path, script: str, *arguments: str, stdin: str = "") -> str:
    """Run one of MediaWiki's maintenance scripts on the wiki in this folder."""
    environment = {**os.environ, "MW_CONFIG_FILE": str(wiki / "LocalSettings.php")}
    path = root_of(wiki) / "maintenance" / f"{script}.php"
    return run(["php", "-d", "memory_limit=1G", str(path), *arguments], environment, stdin)


def _privilege() -> list[str] | None:
    """What goes before `apt-get` to be allowed to run it; None if nothing helps."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        return ["sudo", "-n"]
    return None

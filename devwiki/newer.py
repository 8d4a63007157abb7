"""Fetches a newer MediaWiki, of the Debian release after the installed one, and unpacks it.

    python devwiki/newer.py

It is not installed: its files come to lie in `.devwiki/newer`, beside the MediaWiki that is, and
run with the same PHP. Where it comes from is where the machine's own packages come from.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devwiki import mediawiki
from devwiki.mediawiki import NEWER, DevwikiError, run

RELEASE: Final = "trixie"
KEYRING: Final = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES: Final = ("mediawiki", "mediawiki-classes")


def fetch(root: Path = NEWER) -> str:
    """Put it where it is missing; gives its version. Raises DevwikiError where that fails."""
    if not (root / "maintenance/install.php").exists():
        print(f"devwiki: fetching the MediaWiki of {RELEASE}", file=sys.stderr)
        folder = root.parents[2]  # the package's own paths begin with usr/share
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            unpacked = Path(scratch) / "unpacked"
            for package in _download(Path(scratch)):
                run(["dpkg", "-x", str(package), str(unpacked)])
            _relink(unpacked)
            shutil.rmtree(folder, ignore_errors=True)
            unpacked.rename(folder)
    return mediawiki.version(root)


def _relink(unpacked: Path) -> None:
    """Lead the packages' own absolute links to what was unpacked, not to what is installed."""
    for link in [one for one in unpacked.rglob("*") if one.is_symlink()]:
        target = unpacked / str(link.readlink()).lstrip("/")
        if link.readlink().is_absolute() and (target.exists() or target.is_symlink()):
            link.unlink()
            link.symlink_to(os.path.relpath(target, link.parent))


def _download(scratch: Path) -> list[Path]:
    """The packages, by an apt of its own that leaves the machine's alone."""
    for name in ("lists/partial", "archives/partial"):
        (scratch / name).mkdir(parents=True)
    source = scratch / "newer.list"
    source.write_text(f"deb [signed-by={KEYRING}] {archive()} {RELEASE} main\n", encoding="ascii")
    own = [
        *("-o", f"Dir::Etc::SourceList={source}", "-o", "Dir::Etc::SourceParts=-"),
        *("-o", f"Dir::State::Lists={scratch / 'lists'}", "-o", f"Dir::Cache={scratch}"),
        *("-o", "Acquire::Languages=none", "-o", "APT::Sandbox::User="),
    ]
    run(["apt-get", "-q", *own, "update"])
    run(["env", "-C", str(scratch), "apt-get", "-q", *own, "download", *PACKAGES])
    return sorted(scratch.glob("*.deb"))


def archive() -> str:
    """The address of the Debian archive that this machine's own packages come from."""
    ask = ["apt-get", "indextargets", "--format", "$(ORIGIN) $(CODENAME) $(REPO_URI)"]
    told = run(ask)
    if not told.strip():  # it has no lists yet
        run(["apt-get", "-q", "update"])
        told = run(ask)
    for line in told.splitlines():
        origin, codename, address = line.rsplit(" ", 2)
        if origin == "Debian" and "-" not in codename:  # no updates, no backports
            return address
    raise DevwikiError("devwiki: apt knows no archive of Debian here")


def main() -> int:
    """The command line; errors become one line and exit code 2."""
    try:
        print(f"devwiki: MediaWiki {fetch()} in {NEWER}")
    except DevwikiError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Writes `siteinfo.json`: what a running development wiki says about itself, for the offline wiki.

    python devwiki/siteinfo.py [--dir .devwiki]

The answer is the API's own; only the address and the clock are taken out, as they differ from one
run to the next.
"""

import argparse
import json
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any, Final

if not __package__:  # run as a script: the checkout belongs on the path, not this folder
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devwiki.devwiki import HERE, Devwiki, find

SITEINFO: Final = HERE / "siteinfo.json"
PROPERTIES: Final = (
    *("general", "namespaces", "namespacealiases", "interwikimap", "magicwords"),
    *("specialpagealiases", "extensiontags", "functionhooks", "variables", "protocols"),
    *("restrictions", "usergroups"),
)


def recorded(wiki: Devwiki) -> str:
    """The wiki's answer as the file holds it."""
    query = {
        "action": "query",
        "meta": "siteinfo",
        "siprop": "|".join(PROPERTIES),
        "format": "json",
        "formatversion": "2",
    }
    address = f"{wiki.api}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(address) as reply:  # noqa: S310 - on loopback
        text = reply.read().decode().replace(f"http://127.0.0.1:{wiki.port}", "http://127.0.0.1")
    answer: dict[str, Any] = json.loads(text)
    for volatile in ("time", "phpversion", "dbversion"):
        answer["query"]["general"].pop(volatile, None)
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the file from the wiki that runs in the folder."""
    parser = argparse.ArgumentParser(description="record siteinfo.json from the running devwiki")
    parser.add_argument("--dir", type=Path, default=HERE.parent / ".devwiki", dest="folder")
    wiki = find(parser.parse_args().folder.resolve())
    if not wiki:
        print("devwiki is not running: python devwiki/devwiki.py start", file=sys.stderr)
        return 2
    SITEINFO.write_text(recorded(wiki), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

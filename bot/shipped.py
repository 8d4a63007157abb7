"""Where the files that ship with the package lie: templates, ready-to-use tasks, the demo's corpus.

In an installed wheel they are inside the package, in a checkout at its top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_WHEEL = _PACKAGE / "shipped"
_ROOT = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
TASKS = _ROOT / "tasks"
DEMO = _ROOT / ("demo" if _WHEEL.is_dir() else "devwiki")

"""Where the files that ship with the package lie: templates, tasks, the demo's export, examples.

In an installed wheel they are inside the package, in a checkout at its top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_WHEEL = _PACKAGE / "shipped"
_ROOT = _WHEEL if _WHEEL.is_dir() else _PACKAGE.parent

TEMPLATES = _ROOT / "templates"
TASKS = _ROOT / "tasks"
DEMO = _ROOT / "devwiki"
CONFIG_EXAMPLE = _ROOT / "user-config.example.yaml"

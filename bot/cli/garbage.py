"""Keeps Python's garbage collector away from what is loaded: modules stay to the end.

Looking through them costs a third of a short command's time, while they are imported and once
more when the interpreter ends. Only `main` begins this; whoever calls `run` is left alone.
"""

import gc


def begin() -> None:
    """Collect nothing until `loaded` is called."""
    gc.disable()


def loaded() -> None:
    """All modules are there: collect from now on, but not among them."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def end() -> None:
    """The process ends, and everything with it: nothing need be looked for."""
    gc.freeze()

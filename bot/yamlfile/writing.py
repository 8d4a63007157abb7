"""Values to YAML text, for files that other programs read; it writes no file itself."""

from collections.abc import Mapping, Sequence

import yaml

Entry = Mapping[str, str | int | bool]
_ONE_LINE = 1_000_000  # no folding: a command broken over lines is hard to copy


def yaml_list(entries: Sequence[Entry]) -> str:
    """A list of mappings, keys in their order; texts that YAML would take for else are quoted."""
    texts = (str(text) for one in entries for pair in one.items() for text in pair)
    return yaml.safe_dump(
        [dict(one) for one in entries],
        sort_keys=False,
        # PyYAML writes U+0085 as it is, and reads it as the end of a line
        allow_unicode=all(text.isprintable() for text in texts),
        width=_ONE_LINE,
    )

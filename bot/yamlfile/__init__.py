"""YAML files as texts with places; everything that reads or writes YAML comes through here.

It knows nothing of tasks or configs, and constructs no Python objects from YAML tags.
"""

from bot.yamlfile.nodes import Document, Mapping, Node, Scalar, Sequence
from bot.yamlfile.reading import parse_yaml, read_yaml
from bot.yamlfile.spelling import did_you_mean, nearest
from bot.yamlfile.traps import quote, quote_it
from bot.yamlfile.writing import yaml_list

__all__ = [
    "Document",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "did_you_mean",
    "nearest",
    "parse_yaml",
    "quote",
    "quote_it",
    "read_yaml",
    "yaml_list",
]

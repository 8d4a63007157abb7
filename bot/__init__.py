"""wikisweep: declarative, reviewable edits for MediaWiki."""

__version__ = "0.1.0"

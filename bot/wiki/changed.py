"""The question by which a task looks only at pages that changed since it was last done."""

from dataclasses import dataclass
from datetime import datetime

from bot.wiki.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSince(Query):
    """Pages that were edited, made, moved, restored, imported or protected since then, each once.

    A page that was moved comes by both names. Not told is what changed on a page by way of another
    one: a template, a category, a file. Asking raises NotOffered where the wiki does not remember
    so long. API:RecentChanges.
    """

    since: datetime

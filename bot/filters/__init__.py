"""The built-in filters, by their YAML names."""

from collections.abc import Mapping

from bot.filters.all_ import All
from bot.filters.any_ import Any
from bot.filters.content_model import ContentModel
from bot.filters.created import Created
from bot.filters.dead_end import DeadEnd
from bot.filters.disambiguation import Disambiguation
from bot.filters.edited_by import EditedBy
from bot.filters.exists import Exists
from bot.filters.has_external_link import HasExternalLink
from bot.filters.has_file import HasFile
from bot.filters.has_link import HasLink
from bot.filters.has_property import HasProperty
from bot.filters.has_section import HasSection
from bot.filters.has_template import HasTemplate
from bot.filters.in_category import InCategory
from bot.filters.in_list import InList
from bot.filters.language import Language
from bot.filters.last_edited import LastEdited
from bot.filters.last_editor import LastEditor
from bot.filters.links_count import LinksCount
from bot.filters.longer_than import LongerThan
from bot.filters.namespace import Namespace
from bot.filters.not_ import Not
from bot.filters.orphan import Orphan
from bot.filters.protected import Protected
from bot.filters.redirect import Redirect
from bot.filters.shorter_than import ShorterThan
from bot.filters.size import Size
from bot.filters.subpage import Subpage
from bot.filters.text import Text
from bot.filters.title import Title
from bot.plugin import Filter

FILTERS: Mapping[str, type[Filter]] = {
    "all": All,
    "any": Any,
    "content_model": ContentModel,
    "created": Created,
    "dead_end": DeadEnd,
    "disambiguation": Disambiguation,
    "edited_by": EditedBy,
    "exists": Exists,
    "has_external_link": HasExternalLink,
    "has_file": HasFile,
    "has_link": HasLink,
    "has_property": HasProperty,
    "has_section": HasSection,
    "has_template": HasTemplate,
    "in_category": InCategory,
    "in_list": InList,
    "language": Language,
    "last_edited": LastEdited,
    "last_editor": LastEditor,
    "links_count": LinksCount,
    "longer_than": LongerThan,
    "namespace": Namespace,
    "not": Not,
    "orphan": Orphan,
    "protected": Protected,
    "redirect": Redirect,
    "shorter_than": ShorterThan,
    "size": Size,
    "subpage": Subpage,
    "text": Text,
    "title": Title,
}

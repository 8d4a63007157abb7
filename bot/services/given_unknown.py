"""Values that tell when somebody looks at them: parts of a test's page that nobody gave.

A page has a title, a size and times, whether a test gives them or not; these stand in for those
that it does not. Any other missing fact is left out of the page. Data only.
"""

from datetime import datetime
from typing import ClassVar, NoReturn

from bot.page import AnyFacet
from bot.titles import Title
from bot.wiki import FirstRevision, LastRevision


class NotGiven(Exception):
    """A fact was asked for that is not given: `key` of `given:`, and why it does not follow.

    `facet` is the one that it is a part of, if it is no facet by itself.
    """

    def __init__(self, key: str, why: str = "", facet: AnyFacet | None = None) -> None:
        self.key, self.why, self.facet = key, why, facet
        super().__init__(key)


class _Unknown:
    """What is compared, counted with or looked up is asked for."""

    __slots__ = ()
    key: ClassVar[str]
    facet: ClassVar[AnyFacet | None] = None

    def _ask(self, *_: object) -> NoReturn:
        raise NotGiven(self.key, facet=self.facet)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _ask
    __add__ = __radd__ = __sub__ = __rsub__ = _ask

    def __hash__(self) -> int:
        raise NotGiven(self.key, facet=self.facet)


class UnknownSize(_Unknown, int):
    """How long the page is; the column of a report stays empty."""

    key = "text"

    def __str__(self) -> str:
        return ""


class UnknownCreation(_Unknown, datetime):
    """When the page was created."""

    key = "created"
    facet = FirstRevision()


class UnknownCreator(_Unknown, str):
    """Who created the page."""

    __slots__ = ()
    key = "creator"
    facet = FirstRevision()


class UnknownEdit(_Unknown, datetime):
    """When the page was last edited."""

    key = "last_edited"
    facet = LastRevision()


class UntoldTitle(Title):
    """A title of which only the namespace is given."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """Not given."""
        raise NotGiven("title")

    def __eq__(self, other: object) -> bool:
        raise NotGiven("title")

    def __hash__(self) -> int:
        raise NotGiven("title")


class UnplacedTitle(UntoldTitle):
    """A title of which nothing is given."""

    __slots__ = ()

    @property
    def namespace(self) -> int:
        """Not given."""
        raise NotGiven("namespace")

"""The settings of a task beside its plugins: how it edits, where it stops, what it publishes.

The fields of these models are the keys of the file, with the descriptions that the manual and the
JSON Schema show. Data only.
"""

import math
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from bot.page import WIKITEXT
from bot.plugin import Prose, Verbatim, Word

_HIGHEST_SHARE = 100.0


class Settings(BaseModel):
    """What the settings share: frozen, and no key but their fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    main: ClassVar[str | None] = None


def _reason(value: object) -> object:
    if str(value).strip().casefold() in {"true", "false", "yes", "no", "on", "off", ""}:
        raise ValueError(f"should be a reason in words, not {value!r}")
    return value


Reason = Annotated[str, Prose(), BeforeValidator(_reason)]


class EditSettings(Settings):
    """How edits are made."""

    summary: Annotated[
        str,
        Prose(),
        Field(
            description="The edit summary, a Jinja template over the names of `let:` and `task`, "
            "`title`, `namespace`, `via`. Required where an action changes texts."
        ),
    ] = ""
    minor: Annotated[bool, Field(description="Mark edits as minor.")] = False
    bot: Annotated[bool, Field(description="Mark edits as a bot's, if the account may.")] = True
    at_most: Annotated[
        int | None, Field(ge=1, description="A quota: make so many edits, leave the rest planned.")
    ] = None
    allow_cosmetic: Annotated[
        Reason | None,
        Field(
            description="Why edits that change only whitespace or nothing that readers see are "
            "made all the same; without a reason they are skipped.",
        ),
    ] = None
    allow_reverted: Annotated[
        Reason | None,
        Field(
            description="Why an edit that somebody reverted is made again all the same; without "
            "a reason it is not.",
        ),
    ] = None
    content_models: Annotated[
        tuple[Annotated[str, Word("a content model")], ...],
        Field(min_length=1, description="Edit pages of these content models."),
    ] = (WIKITEXT,)


def _percent(value: object) -> object:
    """`50%` as the number 50.0; a bare number might be meant as a count or as a fraction."""
    text = str(value).strip()
    try:
        number = float(text.removesuffix("%")) if text.endswith("%") else math.nan
    except ValueError:
        number = math.nan
    if not 0 < number <= _HIGHEST_SHARE:
        raise ValueError(f"should be a percentage from above 0% to 100%, such as 50%, not {text!r}")
    return number


class LimitSettings(Settings):
    """Fuses: a larger plan is refused before its first write, a run that goes wrong is stopped."""

    refuse_over: Annotated[
        int | None, Field(ge=1, description="Refuse a plan with more items than these.")
    ] = None
    max_share: Annotated[
        float | None,
        Word("a percentage"),
        BeforeValidator(_percent),
        Field(description="Refuse a plan that changes more than this share of the pages seen."),
    ] = None
    max_bytes: Annotated[
        int | None,
        Field(ge=1, description="Stop before a run removes and adds more bytes than these in all."),
    ] = None
    errors_in_a_row: Annotated[
        int,
        Field(ge=1, description="Stop after so many items in a row that failed or were refused."),
    ] = 10
    reverts: Annotated[
        int, Field(ge=1, description="Stop when so many of the run's own edits were reverted.")
    ] = 3
    canary: Annotated[
        int | None,
        Field(
            ge=1,
            description="Make so many edits first, then wait until somebody has looked at them "
            "and says `wikisweep resume`.",
        ),
    ] = None


class BotSettings(Settings):
    """How the task keeps to the wishes of the wiki's people."""

    stop_page: Annotated[
        str | None, Field(min_length=1, description="A page on which anybody can stop the task.")
    ] = None
    run_text: Annotated[
        str,
        Prose(),
        Field(
            description="What the stop page must say for the task to run, comments and case aside; "
            "anything else, and no such page, stops it. An empty text: the page must be empty."
        ),
    ] = "run"
    check_every: Annotated[
        int,
        Field(
            ge=1,
            description="Look at the stop page, the talk page, blocks and reverts after so many "
            "edits, or after 60 seconds.",
        ),
    ] = 100
    respect: Annotated[
        bool, Field(description="Leave pages whose {{bots}} or {{nobots}} shuts this account out.")
    ] = True
    reason: Annotated[Reason | None, Field(description="Why `respect` is false.")] = None
    message_type: Annotated[
        str | None,
        Word("a message type"),
        Field(min_length=1, description="What {{bots|optout=…}} would name, for notices."),
    ] = None
    stop_on_talk: Annotated[
        bool, Field(description="Stop when somebody writes on the account's talk page.")
    ] = True

    @field_validator("run_text")
    @classmethod
    def _matchable(cls, text: str) -> str:
        if "<!--" in text:
            raise ValueError(
                "cannot hold a comment: comments on the stop page do not count, so it would "
                "never say this"
            )
        return text

    @model_validator(mode="after")
    def _about_a_stop_page(self) -> Self:
        if "run_text" in self.model_fields_set and self.stop_page is None:
            raise ValueError("`run_text` is about the stop page, and there is no `stop_page`")
        return self

    @model_validator(mode="after")
    def _reason_for_no_respect(self) -> Self:
        if not self.respect and not self.reason:
            raise ValueError("`respect: false` takes a reason; add `reason: why`")
        if self.respect and self.reason:
            raise ValueError("`reason` says why `respect` is false, but it is true")
        return self


class Publication(Settings):
    """Where a report goes: a file, or a page of the wiki."""

    file: Annotated[
        str | None,
        Verbatim(),
        Field(min_length=1, description="A file; its ending says in which form."),
    ] = None
    page: Annotated[str | None, Field(min_length=1, description="A page of the wiki.")] = None
    report: Annotated[
        str | None,
        Word("a name"),
        Field(min_length=1, description="The `name` of the report; the rows of all, if not said."),
    ] = None
    summary: Annotated[
        str | None,
        Prose(),
        Field(
            min_length=1,
            description="For a page: the edit summary, a Jinja template over the names of `let:` "
            "and `task`, `title` (the page's) and `rows` (how many). Without it the task and the "
            "number of rows are told.",
        ),
    ] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.file is None) == (self.page is None):
            raise ValueError(
                "give either `file` or `page`; each further place is an item of its own"
            )
        if self.summary is not None and self.page is None:
            raise ValueError("`summary` is for a `page`; a file has none")
        return self

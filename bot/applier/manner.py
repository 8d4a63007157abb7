"""How a run goes about: settled before it begins, the same to its end. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What whoever applies a plan decides.

    `interval` is the least time between two edits of the account, in seconds. `unattended` means
    that nobody watches, so that a message on the account's talk page stops the run. `pending`
    carries out items that nobody decided on, too. `talk_read` says that a person has read what
    is on the talk page when the run begins.
    """

    interval: float = 10.0
    unattended: bool = False
    pending: bool = True
    talk_read: bool = False

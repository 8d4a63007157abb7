"""Where the diffs of a run are seen, without asking its wiki. Gives addresses, opens none."""

from functools import partial

from bot.config import ApiWiki, Config
from bot.render.runs import Link, change_url
from bot.run import Run

_PLAIN = "http"


def linking(config: Config, run: Run) -> Link:
    """What gives the address of an outcome's diff.

    The ledger keeps the wiki's server and path; whether it is reached without encryption, as a
    wiki on one's own machine is, only the config can tell.
    """
    settings = config.wikis.get(run.wiki)
    plain = isinstance(settings, ApiWiki) and settings.api.startswith(f"{_PLAIN}:")
    return partial(change_url, run.site, _PLAIN if plain else "https")

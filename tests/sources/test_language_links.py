"""The source `language_links`: what its options ask, and what they give."""

from dataclasses import replace

import pytest

from bot import wiki
from bot.errors import UsageError
from bot.site import plain_site
from bot.sources.language_links import LanguageLinks
from tests.sources.conftest import made

SITE = replace(plain_site(), interwikis=frozenset({"de", "fr"}), languages=frozenset({"de", "fr"}))


class Asked:
    """What a source may ask of a wiki that knows two languages."""

    def __init__(self, reach):
        self.wiki = self
        self.outside = reach.outside
        self.site = SITE


def test_every_option_reaches_the_query(reach):
    source = made(
        LanguageLinks,
        language=" DE ",
        title="Venus_(Planet) ",
        namespace="0",
        redirects="exclude",
        request_size=7,
    )
    assert source.query(Asked(reach)) == wiki.LanguageLinksTo(
        language="de",
        title="Venus (Planet)",
        namespaces=(0,),
        redirects="exclude",
        request_size=7,
    )


def test_a_language_that_the_wiki_does_not_know_is_told_with_those_it_does(query_of):
    with pytest.raises(UsageError, match=r"'xx' is no language that no wiki links to.* de, fr"):
        made(LanguageLinks, language="xx").fits(SITE)
    with pytest.raises(UsageError, match="it has none"):
        made(LanguageLinks, language="de").fits(query_of.site)
    with pytest.raises(UsageError, match="no namespace"):
        made(LanguageLinks, language="de", namespace="Tlak").fits(SITE)
    made(LanguageLinks, language="de").fits(SITE)

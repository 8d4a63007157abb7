"""The encoding of a text, as an option of sources that read one. Reads nothing."""

from typing import Annotated

from pydantic import AfterValidator

from bot.plugin import Word


def _known(name: str) -> str:
    try:
        # unlike a look-up this refuses those that are for no texts (hex)
        str(b"x", name or "utf-8", "ignore")
    except (LookupError, UnicodeError) as error:
        raise ValueError(
            f"no encoding is called {name!r}; one is utf-8 or windows-1252, say"
        ) from error
    return name


EncodingOption = Annotated[str, Word("the name of an encoding"), AfterValidator(_known)]

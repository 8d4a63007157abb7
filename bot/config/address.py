"""Whether an address is that of a wiki's API, and safe to log in at; it asks nothing."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def address_fault(api: str, *, login: bool, excused: bool) -> tuple[str, str]:
    """What is wrong with the address of an API, and a hint; empty where nothing is.

    Over http:// a password or session can be read by anybody on the way, so it is refused except
    on this machine, or where the config gives a reason (`allow_http`).
    """
    example = "such as https://en.wikipedia.org/w/api.php"
    try:
        parts = urlsplit(api)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address", example
    if parts.scheme not in {"http", "https"} or not host:
        return "should be an address that begins with https://", example
    if parts.username or parts.password:
        return "should not hold a user name or password", "use bot_password, oauth1 or oauth2"
    if not parts.path.endswith("api.php") or parts.query or parts.fragment:
        return "should be the address of api.php itself", f"{example}; Special:Version names it"
    if parts.scheme == "http" and login and not on_this_machine(host) and not excused:
        why = "use https://, or add `allow_http: why` if that cannot be"
        return "would send the login unencrypted over http://", why
    return "", ""


def on_this_machine(host: str) -> bool:
    """Whether a host is this machine, so that nobody can read on the way."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

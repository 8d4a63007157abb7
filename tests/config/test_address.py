import pytest

from bot.config.address import address_fault


def fault(api: str, *, login: bool = True, excused: bool = False) -> str:
    return address_fault(api, login=login, excused=excused)[0]


@pytest.mark.parametrize(
    "api",
    [
        "https://en.wikipedia.org/w/api.php",
        "https://wiki.example:8443/api.php",
        "http://localhost/api.php",
        "http://wiki.localhost:8080/api.php",
        "http://127.0.0.1:8080/w/api.php",
        "http://127.3.2.1/api.php",
        "http://[::1]:8080/api.php",
        "HTTPS://en.wikipedia.org/w/api.php",
    ],
)
def test_an_api_by_https_or_on_this_machine_is_right(api):
    assert fault(api) == ""


def test_over_http_no_login_is_sent_unless_there_is_a_reason():
    assert fault("http://wiki.example/api.php").startswith("would send the login unencrypted")
    assert fault("http://10.0.0.1/api.php").startswith("would send the login unencrypted")
    assert fault("http://localhost.example/api.php").startswith("would send the login unencrypted")
    assert fault("http://wiki.example/api.php", login=False) == ""
    assert fault("http://wiki.example/api.php", excused=True) == ""


@pytest.mark.parametrize(
    ("api", "words"),
    [
        ("en.wikipedia.org", "should be an address that begins with https://"),
        ("ftp://en.wikipedia.org/w/api.php", "should be an address that begins with https://"),
        ("https:///w/api.php", "should be an address that begins with https://"),
        ("https://[::1/w/api.php", "is not an address"),
        ("https://a:port/w/api.php", "is not an address"),
        ("https://en.wikipedia.org/wiki/Mars", "should be the address of api.php itself"),
        ("https://en.wikipedia.org/w/index.php", "should be the address of api.php itself"),
        ("https://en.wikipedia.org/w/api.php?x=y", "should be the address of api.php itself"),
        ("https://en.wikipedia.org/w/api.php#x", "should be the address of api.php itself"),
        ("https://me@en.wikipedia.org/w/api.php", "should not hold a user name or password"),
        ("https://me:pw@en.wikipedia.org/w/api.php", "should not hold a user name or password"),
    ],
)
def test_what_is_no_api_is_told(api, words):
    assert fault(api) == words


def test_an_example_is_given():
    assert address_fault("x", login=False, excused=False)[1].startswith("such as https://")

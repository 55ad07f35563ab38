"""Addresses of web pages, how they are shown to people, and the user names and passwords that may stand in them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from claude_scope.browser.terminal_text import strip_controls

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_MAX_CHARS = 2_000
"""Longer addresses carry data, not a place."""
_TO_LAST_AT = re.compile(r"^(\w+://)?.*@", re.DOTALL)
"""In what is no address a password may end anywhere before the last @."""
_USER_INFO = re.compile(r"//[^/?#\s\"'<>]*@")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one origin (`https://host:port`) asks for with HTTP authentication (RFC 9110, section 11)."""

    origin: str
    user: str
    password: str = field(repr=False)


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host; anything else could get past the guard proxy."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def split_credentials(url: str) -> tuple[str, Credentials | None]:
    """A web address without user name and password, and these, if it had any.

    Browsers do not let a page fetch relative addresses when its own holds a password, so it must not be opened with it.
    """
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url, None
    known = Credentials(origin(url), unquote(parts.username or ""), unquote(parts.password or ""))
    return _without_user_info(parts).geturl(), known


def origin(url: str) -> str:
    """The origin of a web address as browsers write it (RFC 6454): in lower case, without the scheme's own port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(UnicodeError):  # a name that cannot be written so has no server either
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def display_url(url: str) -> str:
    """An address as people see it: without user name and password, on one line, and not too long."""
    text = "".join(strip_controls(_parsed_or_stripped(url)).split())
    return text if len(text) <= _MAX_CHARS else text[: _MAX_CHARS - 1] + "…"


def is_browser_error_page(url: str) -> bool:
    """Whether this is the address of the page that Chromium shows in the place of one that it cannot load."""
    return url.startswith("chrome-error:")


def remove_user_info(text: str) -> str:
    """A text in which no address holds a user name or password."""
    return _USER_INFO.sub("//", text)


def _parsed_or_stripped(url: str) -> str:
    try:
        parts = urlsplit(url)
        if parts.netloc and parts.port != 0:
            return _without_user_info(parts).geturl()
    except ValueError:
        pass  # a password with a sign that separates the parts of an address
    return _TO_LAST_AT.sub(r"\1", url)


def _without_user_info(parts: SplitResult) -> SplitResult:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2])

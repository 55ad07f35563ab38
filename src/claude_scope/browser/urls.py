"""Validates page addresses, splits off their credentials, and formats them for people."""

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
"""The longest address that is shown; longer ones contain data."""
_TO_LAST_AT = re.compile(r"^(\w+://)?.*@", re.DOTALL)
"""In a malformed address a password may end anywhere before the last @."""
_USER_INFO = re.compile(r"//[^/?#\s\"'<>]*@")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password for HTTP authentication (RFC 9110, section 11) at one origin (`https://host:port`)."""

    origin: str
    user: str
    password: str = field(repr=False)


def is_web_address(url: str) -> bool:
    """Whether this is an http or https address with a host; other schemes could bypass the guard proxy."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def split_credentials(url: str) -> tuple[str, Credentials | None]:
    """A web address without its user name and password, and the credentials, if it had any.

    The page must be opened without them, because browsers refuse relative fetches of a page whose address has a
    password.
    """
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url, None
    known = Credentials(origin(url), unquote(parts.username or ""), unquote(parts.password or ""))
    return _without_user_info(parts).geturl(), known


def origin(url: str) -> str:
    """The origin of a web address as browsers write it (RFC 6454): lower case, without the default port."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with suppress(UnicodeError):  # a name that IDNA cannot encode has no server
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def display_url(url: str) -> str:
    """An address for people: without credentials, on one line, bounded in length, with spaces where it is invalid."""
    text = strip_controls(_parsed_or_stripped(" ".join(url.split())))
    return text if len(text) <= _MAX_CHARS else text[: _MAX_CHARS - 1] + "…"


def is_browser_error_page(url: str) -> bool:
    """Whether this is the address of Chromium's error page for a page that it cannot load."""
    return url.startswith("chrome-error:")


def remove_user_info(text: str) -> str:
    """The text without user names and passwords in addresses."""
    return _USER_INFO.sub("//", text)


def _parsed_or_stripped(url: str) -> str:
    try:
        parts = urlsplit(url)
        if parts.netloc and parts.port != 0:
            return _without_user_info(parts).geturl()
    except ValueError:
        pass  # a password that contains a URL delimiter
    return _TO_LAST_AT.sub(r"\1", url)


def _without_user_info(parts: SplitResult) -> SplitResult:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2])

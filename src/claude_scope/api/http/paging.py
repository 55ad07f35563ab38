"""Pagination of lists. A Link header (RFC 8288) points to the next page, so the body is a plain list."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import quote

from claude_scope.errors import BadInput
from claude_scope.store.queries.sessions import Place

PATTERN = "^[A-Za-z0-9_-]{50,60}$"
"""The pattern of a cursor, for the OpenAPI description."""
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (sess_[A-Z0-9]{8})")


def cursor(place: Place) -> str:
    """Encode a position in a list as an opaque cursor."""
    return base64.urlsafe_b64encode(" ".join(place).encode()).rstrip(b"=").decode()


def place_of(text: str) -> Place:
    """Decode a cursor; raises BadInput."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error
    found = _PLACE.fullmatch(plain)
    if not found:
        raise _unknown()
    return Place(*found.groups())


def next_page(path: str, limit: int, place: Place) -> str:
    """The Link header for the page that begins after `place`."""
    return f'<{path}?limit={limit}&cursor={quote(cursor(place))}>; rel="next"'


def _unknown() -> BadInput:
    return BadInput("cursor: it does not come from this list; follow the address in the Link header.")

"""Checks a body against its digest (Content-Digest, RFC 9530)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import TYPE_CHECKING

from claude_scope.errors import BadInput

if TYPE_CHECKING:
    from starlette.datastructures import Headers

_SHA256 = re.compile(r"(?:^|,)[ \t]*sha-256=:([A-Za-z0-9+/]{43}=):[ \t]*(?=[;,]|$)")
"""The `sha-256` member of the header's dictionary; its value is a byte sequence (RFC 9651, 3.3.5)."""


def check_digest(headers: Headers, body: bytes) -> None:
    """Raise BadInput unless the header has the SHA-256 of the body; other algorithms are ignored."""
    stated = _SHA256.findall(",".join(headers.getlist("content-digest")))
    if len(stated) != 1:
        raise BadInput("Content-Digest: give the SHA-256 of the body, as `sha-256=:BASE64:`.")
    if not hmac.compare_digest(base64.b64decode(stated[0]), hashlib.sha256(body).digest()):
        raise BadInput("Content-Digest: the body has another SHA-256, so it changed on the way; send it again.")

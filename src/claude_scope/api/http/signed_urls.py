"""Signed URLs for pictures in `<img>`, which cannot send a token. Each is valid for one file and a limited time."""

from __future__ import annotations

import hashlib
import hmac
import math
import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from claude_scope.settings import ServiceSettings
    from claude_scope.store.encryption.secret_keys import Secrets

PURPOSE = b"claude-scope asset address 1"
"""The signing key is derived for this purpose, so that signatures for other purposes are invalid here."""


class Signer:
    """Signs `(account, file, time)` with HMAC-SHA256, with a key that all API processes of a service share."""

    def __init__(self, secrets: Secrets, settings: ServiceSettings, clock: Callable[[], float] = time.time) -> None:
        self._secrets, self._clock = secrets, clock
        self._period_s = settings.signed_url_minutes * 60

    def address(self, user_id: str, file_id: str) -> str:
        """`/api/assets/ast_...?expires=...&signature=...`; the same for a whole period, so that browsers cache it."""
        expires = self.expires_s()
        signature = self._signature(self._secrets.derive(PURPOSE)[0], user_id, file_id, expires)
        return f"/api/assets/{file_id}?expires={expires}&signature={signature}"

    def expires_s(self) -> int:
        """The expiry time of URLs that are signed now, in seconds since 1970."""
        return math.ceil(self._clock() / self._period_s + 1) * self._period_s

    def is_valid(self, user_id: str, file_id: str, expires: int, signature: str) -> bool:
        """Whether a signature is valid and has not expired."""
        if expires < self._clock():
            return False
        made = (self._signature(key, user_id, file_id, expires) for key in self._secrets.derive(PURPOSE))
        return any(hmac.compare_digest(item.encode(), signature.encode()) for item in made)

    @staticmethod
    def _signature(key: bytes, user_id: str, file_id: str, expires: int) -> str:
        said = f"{user_id} {file_id} {expires}".encode()
        return hmac.new(key, said, hashlib.sha256).hexdigest()


def addresses(request: Request, user_id: str) -> Callable[[str], str]:
    """A function that makes the signed URL of a file of this account from the file's id."""
    signer: Signer = request.app.state.signer
    return partial(signer.address, user_id)

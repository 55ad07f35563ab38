"""HTTP client of a remote service. The token comes from the environment and is never shown or sent elsewhere."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from claude_scope.errors import Busy, ClaudeScopeError, NotFound, UsageError
from claude_scope.invisible_characters import one_line
from claude_scope.settings import TOKEN_VARIABLE, is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    import httpx

TIMEOUT_S = 30.0
MAX_BUNDLE_BYTES = 1 << 30
SESSION_ID = re.compile(r"sess_[A-Z0-9]{8}")


@dataclass(frozen=True, slots=True)
class RemoteService:
    """The URL of a service, without a trailing slash, and an access token for it."""

    address: str
    token: str = field(repr=False)

    async def get(self, path: str, **query: str | int) -> Any:
        """Request a path and return its JSON; raises NotFound, UsageError for a refused token, or Busy."""
        async with self._client() as client:
            answer = await client.get(path, params=query)
            self._check(answer)
            return answer.json()

    async def download(self, path: str, to: Path, **query: str) -> None:
        """Download a path to a file; raises the same errors as `get`, and UsageError for more than a gigabyte."""
        async with self._client() as client, client.stream("GET", path, params=query) as answer:
            self._check(answer)
            size = 0
            with to.open("wb") as file:
                async for chunk in answer.aiter_bytes():
                    size += len(chunk)
                    if size > MAX_BUNDLE_BYTES:
                        raise UsageError(
                            f"{self.address} sends more than {MAX_BUNDLE_BYTES >> 20} MB; look at it there."
                        )
                    file.write(chunk)

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        import httpx  # takes 0.25 s to import, which commands for local files save

        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with httpx.AsyncClient(base_url=self.address, headers=headers, timeout=TIMEOUT_S) as client:
                yield client
        except httpx.HTTPError as error:
            raise Busy(
                f"{self.address} does not answer ({type(error).__name__}); check the address and try again."
            ) from error
        except ValueError as error:  # invalid JSON
            raise UsageError(f"{self.address} is not a service of Claude Scope; check the address.") from error

    def _check(self, answer: httpx.Response) -> None:
        if answer.status_code == 401:
            raise UsageError(
                f"{self.address} refuses the token in {TOKEN_VARIABLE}; make another one there, on the page of your "
                "profile or with `claude-scope token`."
            )
        if answer.status_code == 404:
            raise NotFound(f"{self.address} has no such session, or it is not yours.")
        if answer.status_code in (429, 503):
            raise Busy(f"{self.address} is busy; try again in some seconds.")
        if answer.status_code != 200:
            raise ClaudeScopeError(f"{self.address} answered with {answer.status_code}; look at its log.")


def remote_service(address: str, environment: Mapping[str, str]) -> RemoteService:
    """The client of the service at `address`, with the token from `environment`.

    Raises UsageError if the token is missing, the address is invalid, or the token would cross a network unencrypted.
    """
    shown = one_line(address)[:120]
    try:
        parts = urlsplit(address.strip())
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or parts.username or parts.query or parts.fragment:
        raise UsageError(f"--server {shown!r} is not the address of a service; write it as https://HOST.")
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise UsageError(f"--server {shown} would send the token unencrypted; use https://, or a tunnel to localhost.")
    token = environment.get(TOKEN_VARIABLE, "").strip()
    if not token or not token.isascii() or any(letter.isspace() for letter in token):
        raise UsageError(
            f"There is no token in {TOKEN_VARIABLE}; make one on the page of your profile at {shown}, or with "
            f"`claude-scope token` on its machine, and set {TOKEN_VARIABLE} to it."
        )
    return RemoteService(f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}", token)

"""Hashes passwords with argon2id (RFC 9106), in a small pool of threads."""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError

from claude_scope.errors import BadInput, Busy

if TYPE_CHECKING:
    from collections.abc import Callable

MIN_CHARS = 8
MAX_CHARS = 1024
"""Lengths of a password. NIST SP 800-63B demands at least 8 and allows long ones; the bound keeps hashing cheap."""
ITERATIONS, MEMORY_KIB, LANES = 2, 19 * 1024, 1
"""The minimum of OWASP's Password Storage Cheat Sheet; a hash takes 34 to 71 ms."""
AT_ONCE = 2
"""Maximum number of concurrent hashes, which together use at most 38 MiB."""
MAX_WAITING = 64
"""Maximum number of hashes that wait or run; together they take one to two seconds. Further requests are refused, so
that many sign-ins do not fill the memory."""
T = TypeVar("T")


class Passwords:
    """Hashes and checks passwords."""

    def __init__(
        self, *, iterations: int = ITERATIONS, memory_kib: int = MEMORY_KIB, lanes: int = LANES, at_once: int = AT_ONCE
    ) -> None:
        self._hasher = PasswordHasher(time_cost=iterations, memory_cost=memory_kib, parallelism=lanes, type=Type.ID)
        self._threads = ThreadPoolExecutor(at_once, "argon2")
        self._waiting = 0
        self.nobodys = f"$argon2id$v=19$m={memory_kib},t={iterations},p={lanes}${'A' * 22}${'A' * 43}"
        """The hash of an unknown password. Checking it takes as long as checking a real hash."""

    async def hash(self, password: str) -> str:
        """A salted hash in the PHC string format."""
        return await self._in_thread(lambda: self._hasher.hash(normal(password)))

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether the password matches the hash `kept`. Without a hash (None), the check takes the same time."""
        return await self._in_thread(lambda: self._check(password, kept or self.nobodys)) and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash has other parameters than a new one."""
        return extract_parameters(kept) != extract_parameters(self.nobodys)

    def close(self) -> None:
        """Shut down the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _check(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread; raises Busy if too many wait. A disconnect does not stop a running hash."""
        if self._waiting >= MAX_WAITING:
            raise Busy("Too many people sign in at this moment; try again in some seconds.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def normal(password: str) -> bytes:
    """The bytes of the NFC form (RFC 8265, OpaqueString), because keyboards compose the same characters differently.

    JSON may contain lone surrogates. Their bytes differ from those of every character.
    """
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def check_password(password: str, email: str) -> None:
    """Raise BadInput for an unsuitable password. As in NIST SP 800-63B, there are no composition rules."""
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise BadInput(f"password has to have {MIN_CHARS} to {MAX_CHARS} characters.")
    if unicodedata.normalize("NFKC", password).casefold().strip() in (email, email.partition("@")[0]):
        raise BadInput("password is the e-mail address: choose another.")

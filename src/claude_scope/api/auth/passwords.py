"""Passwords: argon2id (RFC 9106), in threads of its own, a few at a time."""

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
"""Of a password: NIST SP 800-63B asks for at least 8, and to allow long ones; the bound keeps hashing cheap."""
ITERATIONS, MEMORY_KIB, LANES = 2, 19 * 1024, 1
"""What OWASP's Password Storage Cheat Sheet names as a minimum: 34 to 71 ms here."""
AT_ONCE = 2
"""Hashes at once, so 38 MiB at most."""
MAX_WAITING = 64
"""One to two seconds of hashing, two at a time. Who comes later is sent away: a flood of sign-ins fills no memory."""
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
        """A hash of no known password, which takes as long to check as a real one."""

    async def hash(self, password: str) -> str:
        """The hash to keep, in PHC's string format, with a salt of its own."""
        return await self._in_thread(lambda: self._hasher.hash(normal(password)))

    async def matches(self, password: str, kept: str | None) -> bool:
        """Whether it is the password; takes the time of a check if there is none to check (`kept` is None)."""
        return await self._in_thread(lambda: self._check(password, kept or self.nobodys)) and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than those of today."""
        return extract_parameters(kept) != extract_parameters(self.nobodys)

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _check(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, normal(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Run it in one of the threads; raises Busy if too many wait. The threads are the bound, so that a caller
        who goes away does not let another in while its hash is still being made.
        """
        if self._waiting >= MAX_WAITING:
            raise Busy("Too many people sign in at this moment; try again in some seconds.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


def normal(password: str) -> bytes:
    """The same bytes for the same characters, however the keyboard composed them (RFC 8265, OpaqueString: NFC).

    A lone half of a surrogate pair, which JSON can carry, is kept apart from all real characters.
    """
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def check_password(password: str, email: str) -> None:
    """Raises BadInput if nobody should have this password. NIST SP 800-63B: length, and no rules of composition."""
    if not MIN_CHARS <= len(password) <= MAX_CHARS:
        raise BadInput(f"password has to have {MIN_CHARS} to {MAX_CHARS} characters.")
    if unicodedata.normalize("NFKC", password).casefold().strip() in (email, email.partition("@")[0]):
        raise BadInput("password is the e-mail address: choose another.")

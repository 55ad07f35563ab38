"""Counts the different secrets that were masked in a recording."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_SECRETS = 100_000
"""How many secrets are counted at most, because a page can make up any number of them."""


class SecretCount:
    """Counts different secrets by kind, each for the kind in which it was found first. It keeps hashes only."""

    def __init__(self) -> None:
        self._kinds: dict[int, str] = {}
        self._typing: dict[object, tuple[str, ...]] = {}
        """The latest secrets of each source. A longer or shorter one after it is the same secret, still being typed."""

    @property
    def total(self) -> int:
        """How many different secrets there are."""
        return len(self._kinds)

    def by_kind(self) -> Counter[str]:
        """The number of different secrets of each kind."""
        return Counter(self._kinds.values())

    def add(self, kind: str, secret: str) -> None:
        """A secret was masked."""
        if secret and len(self._kinds) < _MAX_SECRETS:
            self._kinds.setdefault(hash(secret), kind)

    def type(self, secrets: Iterable[str], source: object) -> None:
        """A secret field of this source has a value with these secrets."""
        latest = tuple(filter(None, secrets))
        for before in self._typing.get(source, ()):
            if any(before != now and (now.startswith(before) or before.startswith(now)) for now in latest):
                self._kinds.pop(hash(before), None)
        self._typing[source] = latest
        for secret in latest:
            self.add("field", secret)

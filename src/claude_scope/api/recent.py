"""What was read a moment ago from a local file that nobody has changed since."""

from __future__ import annotations

import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from claude_scope.store.database import Database

T = TypeVar("T")
AT_MOST = 256
"""Answers of one kind."""
AT_MOST_BYTES = 8 * 1024 * 1024
"""Of all together: a list of fifty sessions is 25 KB as a rule, and a megabyte if its owner fills every field."""


class Recent(Generic[T]):
    """Answers of one kind of query, valid for as long as the version of the database file stays the same.

    For one thread, that of the event loop. On a server, which has no such version, nothing is remembered.
    """

    def __init__(self, database: Database, at_most: int = AT_MOST, at_most_bytes: int = AT_MOST_BYTES) -> None:
        self._database, self._at_most, self._at_most_bytes = database, at_most, at_most_bytes
        self._version: int | None = None
        self._known: OrderedDict[Hashable, T] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` answers, or has answered. The version is asked for before reading, so nothing new is missed."""
        version = self._database.version()
        if version != self._version:
            self._known.clear()
            self._version, self._bytes = version, 0
        if key in self._known:
            return self._known[key]
        self._known[key] = found = read()
        self._bytes += _bytes(found)
        while len(self._known) > self._at_most or self._bytes > self._at_most_bytes:
            self._bytes -= _bytes(self._known.popitem(last=False)[1])
        return found


def _bytes(found: object) -> int:
    """Memory of an answer: a body, a row, or a tuple of such."""
    return sys.getsizeof(found) + (sum(map(_bytes, found)) if isinstance(found, tuple) else 0)

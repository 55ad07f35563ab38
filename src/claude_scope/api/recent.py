"""What was read a moment ago from a local file that nobody has changed since."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from claude_scope.store.database import Database

T = TypeVar("T")
AT_MOST = 256
"""Of one kind; the largest are lists of a hundred sessions, of 50 KB each."""


class Recent(Generic[T]):
    """Answers of one kind of query, valid for as long as the version of the database file stays the same.

    For one thread, that of the event loop. On a server, which has no such version, nothing is remembered.
    """

    def __init__(self, database: Database, at_most: int = AT_MOST) -> None:
        self._database, self._at_most = database, at_most
        self._version: int | None = None
        self._known: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` answers, or has answered. The version is asked for before reading, so nothing new is missed."""
        version = self._database.version()
        if version != self._version:
            self._known.clear()
            self._version = version
        if key not in self._known:
            self._known[key] = read()
            if len(self._known) > self._at_most:
                self._known.popitem(last=False)
        return self._known[key]

"""What is asked all the time is read again only when the database has changed, and is kept in so many bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claude_scope.api.recent import Recent
from claude_scope.store.database import Database
from claude_scope.store.queries import users

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def database(migrated_sqlite_url: str) -> Iterator[Database]:
    opened = Database(migrated_sqlite_url)
    yield opened
    opened.close()


class Reads:
    """Counts how often there was something to read."""

    def __init__(self) -> None:
        self.times = 0

    def of(self, size: int) -> tuple[bytes, str]:
        self.times += 1
        return b"x" * size, ""


def test_an_answer_is_read_once_until_anything_changes(database: Database) -> None:
    recent, reads = Recent[tuple[bytes, str]](database), Reads()
    for _ in range(3):
        assert recent.get("list", lambda: reads.of(3)) == (b"xxx", "")
    assert reads.times == 1
    with database.transaction() as tx:
        users.add(tx, email="ana@example.com", name="Ana", issuer="test", subject="ana")
    recent.get("list", lambda: reads.of(3))
    assert reads.times == 2


def test_many_or_large_answers_are_not_kept(database: Database) -> None:
    recent, reads = Recent[tuple[bytes, str]](database, at_most=3, at_most_bytes=10_000), Reads()

    def known(*keys: int) -> list[bool]:
        """Whether each is remembered; one that is not is read."""
        found = []
        for key in keys:
            before = reads.times
            recent.get(key, lambda: reads.of(1))
            found.append(reads.times == before)
        return found

    assert known(1, 2, 3, 1, 2, 3) == [False] * 3 + [True] * 3
    assert known(4, 2, 3, 4, 1) == [False, True, True, True, False]
    recent.get("large", lambda: reads.of(9_000))
    recent.get("as large", lambda: reads.of(9_000))
    assert len(recent.get("as large", lambda: reads.of(1))[0]) == 9_000
    assert len(recent.get("large", lambda: reads.of(1))[0]) == 1, "two of them are more than may be kept"
    assert len(recent.get("too large", lambda: reads.of(10_001))[0]) == 10_001
    assert len(recent.get("too large", lambda: reads.of(1))[0]) == 1


def test_what_was_forgotten_with_a_change_takes_no_room(database: Database) -> None:
    recent, reads = Recent[tuple[bytes, str]](database, at_most_bytes=10_000), Reads()
    recent.get("large", lambda: reads.of(9_000))
    with database.transaction() as tx:
        users.add(tx, email="ana@example.com", name="Ana", issuer="test", subject="ana")
    recent.get("as large", lambda: reads.of(9_000))
    assert len(recent.get("as large", lambda: reads.of(1))[0]) == 9_000

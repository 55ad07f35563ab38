"""Opened sessions stay in memory while they are used, and some minutes longer."""

from __future__ import annotations

from functools import partial

import pytest

from claude_scope.mcp.sources.kept import UNUSED_S, KeptSessions
from claude_scope.mcp.sources.session import Entry, Session
from tests.captured import captured_analysis


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    async def picture(index: int) -> bytes:
        return b""

    entry = Entry("one", "", "", "", "complete", "", "")
    return Session(entry, captured_analysis(tmp_path_factory.mktemp("captured")), picture)


def test_a_session_is_dropped_minutes_after_its_last_use(session: Session) -> None:
    clock = Clock()
    kept = KeptSessions(clock)
    for name in ("used", "unused"):
        kept.keep(name, 1, session)
    clock.now = UNUSED_S - 1
    assert kept.known("used", 1) is session
    clock.now = UNUSED_S + 1
    assert [kept.known(name, 1) for name in ("used", "unused")] == [session, None]


def test_any_question_drops_what_is_not_used(session: Session) -> None:
    clock = Clock()
    kept = KeptSessions(clock)
    for ask in (partial(kept.known, "another", 1), partial(kept.keep, "another", 1, session)):
        clock.now = 0
        kept.keep("unused", 1, session)
        clock.now = UNUSED_S + 1
        ask()
        clock.now = 0  # an entry that still exists would count as current
        assert kept.known("unused", 1) is None


def test_the_session_that_was_used_last_stays(session: Session) -> None:
    kept = KeptSessions()
    for name in ("used", "unused"):
        kept.keep(name, 1, session)
    kept.known("used", 1)
    kept.keep("another", 1, session)
    assert [kept.known(name, 1) for name in ("used", "unused", "another")] == [session, None, session]

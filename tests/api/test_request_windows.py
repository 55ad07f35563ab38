"""Windows count each key separately, reset after a minute, and hold a limited number of keys."""

from __future__ import annotations

from claude_scope.api.http.request_windows import WINDOW_S, Windows


class Clock:
    """A clock that a test sets."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_window_ends_a_minute_after_its_first_hit() -> None:
    clock = Clock()
    windows = Windows(clock=clock)
    assert windows.hit("a") == (1, WINDOW_S)
    clock.now_s += 59
    assert windows.hit("a") == (2, 1)
    assert windows.hit("b") == (1, WINDOW_S)
    clock.now_s += 1
    assert windows.hit("a") == (1, WINDOW_S)
    assert windows.hit("b").hits == 2


def test_those_whose_windows_began_first_are_forgotten_first() -> None:
    clock = Clock()
    windows = Windows(at_most=2, clock=clock)
    windows.hit("a")
    windows.hit("b")
    clock.now_s += WINDOW_S
    windows.hit("a")
    windows.hit("c")
    assert len(windows) == 2
    assert windows.hit("a").hits == 2

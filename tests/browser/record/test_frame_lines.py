"""Which lines the recorder accepts from frames."""

from __future__ import annotations

import pytest

from claude_scope.browser.record.tabs.frame_lines import read_batch, screen_of

ACT = '{"kind": "action", "t": 1, "act": "click"}'


@pytest.mark.parametrize(
    "line",
    [
        '{"kind":"dom","kind":"action","t":1}',
        '{"kind":"action","t":1,"target":{"name":"Save","name":"Delete"}}',
        '{"kind":"request","t":1}',
        '{"kind":["action"],"t":1}',
        '["action"]',
        '{"kind":"action"',
        "",
        '{"a":' * 100_000,
    ],
)
def test_a_line_that_says_two_things_or_nothing_is_left_out(line: str) -> None:
    """The lines around it are accepted."""
    assert len(list(read_batch(f"{ACT}\n{line}\n{ACT}"))) == 2


def test_what_is_not_text_is_left_out() -> None:
    assert list(read_batch({"kind": "action"})) == []


@pytest.mark.parametrize(
    "event",
    [
        {"viewport": ["1" * 2_000_000, 7], "devicePixelRatio": "2"},
        {"viewport": [float("inf"), 7], "devicePixelRatio": float("nan")},
        {"viewport": [0, 7], "devicePixelRatio": True},
        {"viewport": "wide"},
        {},
    ],
)
def test_a_screen_that_makes_no_sense_is_not_in_the_manifest(event: dict[str, object]) -> None:
    assert screen_of(event) == {}


def test_a_screen_is_in_the_manifest() -> None:
    event = {"viewport": [1280, 720.5], "devicePixelRatio": 2, "title": "Shop"}
    assert screen_of(event) == {"viewport": [1280, 720.5], "devicePixelRatio": 2}

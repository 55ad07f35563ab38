"""Times and texts are formatted so that the reader sees what is really there."""

from __future__ import annotations

import pytest

from claude_scope.clock import clock
from claude_scope.plural import counted
from claude_scope.report.text import clip, format_duration, format_size, visible


@pytest.mark.parametrize(
    ("ms", "shown"), [(0, "0:00.0"), (5_399, "0:05.3"), (83_400, "1:23.4"), (3_723_456, "1:02:03.4"), (-5, "0:00.0")]
)
def test_a_time_is_rounded_down_as_players_do(ms: int, shown: str) -> None:
    assert clock(ms) == shown


@pytest.mark.parametrize(
    ("ms", "shown"), [(None, "unknown"), (27_000, "27.0 s"), (185_400, "3:05.4"), (4_200_100, "1:10:00.1")]
)
def test_a_long_length_is_written_as_the_times_within_it(ms: int | None, shown: str) -> None:
    assert format_duration(ms) == shown


@pytest.mark.parametrize(("text", "shown"), [("a\u202eb", "a\\u202eb"), ("x\u200by", "x\\u200by"), ("\x00", "\\u0000")])
def test_what_cannot_be_seen_or_reorders_text_is_spelt_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["plain", "zwei\nZeilen\tmit Tab", "日本語", "می‌خواهم", "👩‍💻", "− → …"])
def test_ordinary_text_of_any_script_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clip("word " * 200, 12) == "word word wo …"
    assert clip("short") == "short"


def test_amounts_read_as_people_write_them() -> None:
    sizes = [format_size(999), format_size(48_200), format_size(1_482_113)]
    assert [counted(1, "state"), counted(1204, "node"), *sizes] == [
        "1 state", "1,204 nodes", "999 B", "48 kB", "1.5 MB",
    ]  # fmt: skip

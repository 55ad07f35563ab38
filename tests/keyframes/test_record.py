"""The decision record of this station names the figures that its code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claude_scope.keyframes import activity, busy, difference, holds, passing, select, states

RECORD = Path(__file__).parent.parent.parent / "docs/decisions/0001-keyframes.md"


@pytest.mark.parametrize(
    "said",
    [
        f"replaced within {select.SAMPLE_MS} ms of",
        f"60 fps cost what {1000 // select.SAMPLE_MS} fps cost",
        f"Look ahead {activity.LOOK_AHEAD_MS / 1000:g} s",
        f"a place of {2 * busy.REACH + 1} x {2 * busy.REACH + 1} tiles",
        f"at least every {busy.RUN_GAP_MS} ms for {busy.BUSY_MS / 1000:g} s",
        f"every {busy.TILE_EVERY_MS} ms on average and never {busy.TILE_GAP_MS / 1000:g} s apart",
        f"over {busy.LARGE_SHARE * 100:g} % of the frame",
        f"until that has gone on for {busy.LARGE_BUSY_MS / 1000:g} s",
        f"after {states.SETTLED_MS / 1000:g} s on screen without another change",
        f"below {difference.SAME:g} against the state kept last",
        f"up to {holds.PICTURE_MS / 1000:g} s after the change",
        f"a stillness of at least {holds.STILL_MS} ms",
        f"covers at most {passing.SMALL_SHARE * 100:g} % of the frame",
        f"not within {passing.NEAR} pixels",
        f"a copy of {('', 'one', 'two', 'three', 'four', 'five')[1000 // holds.HOLD_MS]} frames a second",
    ],
)
def test_the_record_says_what_the_code_does(said: str) -> None:
    text = re.sub(r"\s+", " ", RECORD.read_text(encoding="utf-8")).replace("**", "")
    assert said in text

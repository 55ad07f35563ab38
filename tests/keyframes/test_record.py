"""The decision record of this station states the values that its code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claude_scope.keyframes import pending_frames, select
from claude_scope.keyframes.changes import activity, animation, difference, rest, transient_overlays

RECORD = Path(__file__).parent.parent.parent / "docs/decisions/0001-keyframes.md"


@pytest.mark.parametrize(
    "said",
    [
        f"replaced within {select.SAMPLE_MS} ms of",
        f"60 fps cost what {1000 // select.SAMPLE_MS} fps cost",
        f"Look ahead {activity.LOOK_AHEAD_MS / 1000:g} s",
        f"a place of {2 * animation.DILATION_TILES + 1} x {2 * animation.DILATION_TILES + 1} tiles",
        f"at least every {animation.RUN_GAP_MS} ms for {animation.BUSY_MS / 1000:g} s",
        f"every {animation.TILE_EVERY_MS} ms on average and never {animation.TILE_GAP_MS / 1000:g} s apart",
        f"over {animation.LARGE_SHARE * 100:g} % of the frame",
        f"for up to {animation.LARGE_BUSY_MS / 1000:g} s",
        f"after {rest.SETTLED_MS / 1000:g} s on screen without another change",
        f"below {difference.SAME:g} against the state kept last",
        f"up to {pending_frames.PICTURE_MS / 1000:g} s after the change",
        f"a still view of at least {pending_frames.STILL_MS} ms",
        f"covers at most {transient_overlays.SMALL_SHARE * 100:g} % of the frame",
        f"not within {transient_overlays.POINTER_RADIUS_PX} pixels",
        f"a copy of {('', 'one', 'two', 'three', 'four', 'five')[1000 // pending_frames.HOLD_MS]} frames a second",
    ],
)
def test_the_record_says_what_the_code_does(said: str) -> None:
    text = re.sub(r"\s+", " ", RECORD.read_text(encoding="utf-8")).replace("**", "")
    assert said in text

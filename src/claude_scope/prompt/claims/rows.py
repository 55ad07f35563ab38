"""One line a state: its number, its time, and what is sure to have changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from claude_scope.clock import clock
from claude_scope.prompt.claims.voice import voice_of
from claude_scope.prompt.fence import LINE_LIMIT, cut
from claude_scope.wording.claim_wording import model_clauses, tell_state

if TYPE_CHECKING:
    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Moment, Timeline


Rest = Literal["sheet", "screens", "frame", ""]
"""Where a reader finds what a row does not quote: on a sheet of changes, in the texts of the screens, in its frame."""
MAX_HEAD_CHARS = 60
"""Of a row before what is said of it, and of what follows it."""
_MARKS = re.compile(r'(?<!\\)"')
_OF_REST: dict[Rest, str] = {"sheet": " on the sheet", "screens": " below", "frame": " in its frame", "": ""}


def claims_row(timeline: Timeline, index: int, detail: Detail, *, rest: Rest = "", sheet: str = "") -> tuple[str, int]:
    """`4 | 0:07.8 | error: "Saving failed"; new: "Try again"`, and how many claims are left out.

    `sheet` is the name of the sheet's file where no row named it before.
    """
    moment = timeline.moments[index]
    limit = detail.changes * 2 if index == timeline.wrong else detail.changes
    claims = [claim for claim in timeline.claims if claim.state == index + 1]
    named = f" {sheet}" if sheet and rest == "sheet" else ""
    voice = replace(
        voice_of(timeline, index, detail.text),
        where=f"{_OF_REST[rest]}{named}",
        see=f"see the sheet{named}" if rest == "sheet" else "",
        below="its texts are below" if rest == "screens" else "",
    )
    said, left_out = tell_state(moment, claims, voice, limit, is_first=index == 0)
    model = model_clauses(claims, voice)
    told = "; ".join(said)
    if model:
        told = _cut_quotes(told, max(LINE_LIMIT // 2, LINE_LIMIT - MAX_HEAD_CHARS - sum(map(len, model))))
    what = "; ".join(filter(None, (told, *model)))
    return " | ".join([str(index + 1), clock(moment.keyframe.since_ms), f"{what}{_gone_after(moment)}"]), left_out


def _cut_quotes(told: str, limit: int) -> str:
    """The text at most that long; a quote that is cut ends with a quotation mark."""
    shorter = cut(told, limit)
    return f'{shorter}"' if len(_MARKS.findall(shorter)) % 2 else shorter


def _gone_after(moment: Moment) -> str:
    """How long a state was shown that soon disappeared by itself."""
    left = moment.keyframe.until_ms if moment.keyframe.transient else None
    return "" if left is None else f"; gone again after {(left - moment.keyframe.since_ms) / 1000:.1f} s"

"""Writes one line per state: its number, its time, and its certain changes."""

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
"""The place of texts that a row does not quote: a sheet of changes, the texts of the screens, the state's frame."""
MAX_HEAD_CHARS = 60
"""Maximum number of characters of a row before and after its claims."""
_MARKS = re.compile(r'(?<!\\)"')
_OF_REST: dict[Rest, str] = {"sheet": " on the sheet", "screens": " below", "frame": " in its frame", "": ""}


def claims_row(timeline: Timeline, index: int, detail: Detail, *, rest: Rest = "", sheet: str = "") -> tuple[str, int]:
    """Return a row, `4 | 0:07.8 | error: "Saving failed"; new: "Try again"`, and the number of claims left out.

    `sheet` is the file name of the sheet if no earlier row named it.
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
    """The text cut to `limit` characters; a quote that is cut gets its closing quotation mark."""
    shorter = cut(told, limit)
    return f'{shorter}"' if len(_MARKS.findall(shorter)) % 2 else shorter


def _gone_after(moment: Moment) -> str:
    """The duration of a state that soon disappeared by itself, in words; "" for other states."""
    left = moment.keyframe.until_ms if moment.keyframe.transient else None
    return "" if left is None else f"; gone again after {(left - moment.keyframe.since_ms) / 1000:.1f} s"

"""One line a state: its number, its time, and what is sure to have changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from claude_scope.clock import clock
from claude_scope.prompt.claims.sentences import clauses, model_clauses, place_of, repeated_texts
from claude_scope.prompt.fence import LINE_LIMIT, cut, quote
from claude_scope.prompt.frames import shown_scale
from claude_scope.prompt.sheets.untold import is_told

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    before = timeline.moments[index - 1] if index else moment
    known = {element.id: element for element in (*before.elements, *moment.elements) if not element.source.has_no_node}
    limit = detail.changes * 2 if index == timeline.wrong else detail.changes
    claims = [one for one in timeline.claims if one.state == index + 1]
    scale = shown_scale(moment)
    named = f" {sheet}" if sheet and rest == "sheet" else ""
    said, left_out = clauses(
        claims, limit, detail.text, known, scale, repeated_texts(before), f"{_OF_REST[rest]}{named}"
    )
    model = model_clauses(claims, detail.text)
    local = [one for one in claims if one.source != "model"]
    standing = [quote(one.after, detail.text) for one in claims if one.kind == "stands"]
    left_out += len(standing[detail.changes :])
    if index == 0:
        said = said or ["the recording starts"]
    elif not is_told(local) and any(one.kind == "page" and one.is_said for one in claims):
        said += [f"see the sheet{named}"] if rest == "sheet" else ["its texts are below"] if rest == "screens" else []
    elif not is_told(local) and (standing or not model):
        see = f"see the sheet{named}" if rest == "sheet" else ""
        said.append(_of_picture(moment, standing[: detail.changes], scale, see))
    told = "; ".join(said)
    if model:
        told = _cut_quotes(told, max(LINE_LIMIT // 2, LINE_LIMIT - MAX_HEAD_CHARS - sum(map(len, model))))
    what = "; ".join(filter(None, (told, *model)))
    return " | ".join([str(index + 1), clock(moment.keyframe.since_ms), f"{what}{_gone_after(moment)}"]), left_out


def _cut_quotes(told: str, limit: int) -> str:
    """The text at most that long; a quote that is cut ends with a quotation mark."""
    shorter = cut(told, limit)
    return f'{shorter}"' if len(_MARKS.findall(shorter)) % 2 else shorter


def _of_picture(moment: Moment, standing: Sequence[str], scale: float, see: str) -> str:
    """What is known where no change is sure: that the picture changed, where, and the texts `standing` there.

    `see` says which sheet shows it.
    """
    keyframe = moment.keyframe
    if not moment.changes and moment.summary and not keyframe.changed:
        return moment.summary
    texts = f" around {', '.join(standing)}" if standing else ""
    if see:
        return f"the picture changed{texts}; {see}"
    where = f" {place_of(keyframe.changed, scale)}" if keyframe.changed else ""
    return f"the picture changed{where}{',' if where and texts else ''}{texts}; no change of a text is sure"


def _gone_after(moment: Moment) -> str:
    """How long a state was shown that soon disappeared by itself."""
    left = moment.keyframe.until_ms if moment.keyframe.transient else None
    return "" if left is None else f"; gone again after {(left - moment.keyframe.since_ms) / 1000:.1f} s"

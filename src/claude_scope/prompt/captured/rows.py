"""One line a state of a capture: what was done, what followed on the page, what network and console said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.capture_wording import NOTHING, is_nothing, short_url
from claude_scope.clock import clock
from claude_scope.prompt.captured.acts import describe_act
from claude_scope.prompt.captured.network import describe_events, describe_log, describe_requests
from claude_scope.prompt.fence import cut
from claude_scope.prompt.rows.rows import describe_changes

if TYPE_CHECKING:
    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Moment, Timeline

ERROR_EVIDENCE = "new text that reads like an error"
"""What the row shows as a change already."""


def captured_row(timeline: Timeline, index: int, detail: Detail) -> tuple[str, int]:
    """`4 | 0:07.8 | click button "Save" | + alert "Saved" | POST /api/notes 200`, and how many changes are left out."""
    moment = timeline.moments[index]
    limit = detail.changes * 2 if index == timeline.wrong else detail.changes
    changed, left_out = describe_changes(moment.changes, limit, detail.text, moment.elements)
    done = "; ".join(describe_act(act, detail.text) for act in moment.acts) or ("(start)" if not index else "-")
    before = timeline.moments[index - 1].url if index else ""
    cells = [str(index + 1), clock(moment.keyframe.since_ms), done, _followed(moment, before, changed, detail)]
    said = [
        *describe_requests(moment.requests, moment.url, detail.text),
        *describe_log(moment.log, detail.text),
        *(cut(text, 2 * detail.text) for text in moment.evidence if not text.startswith(ERROR_EVIDENCE)),
    ]
    return " | ".join([*cells, *(["; ".join(said)] if said else [])]), left_out


def _followed(moment: Moment, before: str, changed: str, detail: Detail) -> str:
    parts = describe_events(moment.events, moment.url, detail.text)
    moved = before and moment.url and moment.url != before
    if moved and not any(event.kind == "navigation" for event in moment.events):
        parts.append(f"address -> {cut(short_url(moment.url, before), 2 * detail.text)}")
    if changed:
        parts.append(changed)
    elif before:
        parts.append(NOTHING if is_nothing(moment) else moment.summary)
    else:
        parts.append(moment.summary)
    return "; ".join(parts)

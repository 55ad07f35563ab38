"""Words what the person did: for a row with role and name, for a step with the locator."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claude_scope import capture_wording
from claude_scope.clock import clock
from claude_scope.prompt.fence import cut, full_locator, quote

if TYPE_CHECKING:
    from claude_scope.values import Act, Timeline


def voice(limit: int) -> capture_wording.Voice:
    """How a prompt tells texts of the page: cleaned, on one line, quoted ones of at most `limit` characters."""
    return capture_wording.Voice(cut, partial(quote, limit=limit))


def describe_act(act: Act, limit: int) -> str:
    """`click button "Add"`, `type "Zed" into textbox "Name"`, `press Enter in textbox "Name"`."""
    return capture_wording.describe_act(act, voice(limit))


def step_of(act: Act, limit: int) -> str:
    """The act with the locator of its target in place of role and name."""
    own = voice(limit)
    return capture_wording.describe_act(
        act, own, lambda target: full_locator(target.locator) or capture_wording.describe_target(target, own)
    )


def captured_steps(timeline: Timeline, seed_url: str, text_limit: int) -> list[str]:
    """Every act of the recording in order, with its locator, time and the state that followed."""
    lines = [f"open {quote(seed_url, 2 * text_limit)}"]
    for number, moment in enumerate(timeline.moments, 1):
        for act in moment.acts:
            after = "; nothing changed" if not moment.changes and act is moment.acts[-1] and _has_effect(act) else ""
            mark = "; went wrong here (inferred)" if number - 1 == timeline.wrong and act is moment.acts[-1] else ""
            lines.append(f"{step_of(act, text_limit)} (state {number}, {clock(round(act.time_ms))}{after}){mark}")
    return lines


def _has_effect(act: Act) -> bool:
    """Whether somebody who does this expects the page to change."""
    return act.kind not in ("scroll", "key", "hover")

"""Describes the user's acts in words: with role and name in a row, with the locator in a step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from claude_scope.plural import counted
from claude_scope.prompt.fence import cut, full_locator, quote
from claude_scope.values import HISTORY_MOVES
from claude_scope.wording import acts as wording
from claude_scope.wording.acts import tab_name

if TYPE_CHECKING:
    from claude_scope.values import Act, Moment, Timeline

_WRONG = "; went wrong here (inferred)"


def voice(limit: int) -> wording.Voice:
    """The voice in which a prompt words page texts: cleaned, on one line, quotes of at most `limit` characters."""
    return wording.Voice(cut, partial(quote, limit=limit))


def describe_act(act: Act, limit: int) -> str:
    """An act in words: `click button "Add"`, `type "Zed" into textbox "Name"`, `press Enter in textbox "Name"`."""
    return wording.describe_act(act, voice(limit))


def step_of(act: Act, limit: int) -> str:
    """An act in words, with the locator of its target instead of role and name."""
    own = voice(limit)
    return wording.describe_act(
        act, own, lambda target: full_locator(target.locator) or wording.describe_target(target, own)
    )


def captured_steps(timeline: Timeline, seed_url: str, text_limit: int) -> list[str]:
    """Every act of the recording in order, with its locator and the state that followed.

    The first step opens the address, unless the capture has none.
    """
    lines = [f"open {quote(seed_url, 2 * text_limit)}"] if seed_url else []
    has_tabs = len({act.page for moment in timeline.moments for act in moment.acts}) > 1
    for number, moment in enumerate(timeline.moments, 1):
        lines += [f"{text} (state {number})" for text in _by_browser(moment, number)]
        for act in moment.acts:
            is_idle = wording.is_nothing(moment) and not moment.events
            after = "; nothing changed" if is_idle and act is moment.acts[-1] and _has_effect(act) else ""
            mark = _WRONG if number - 1 == timeline.wrong and act is moment.acts[-1] else ""
            where = f"in {tab_name(act.page)}: " if has_tabs else ""
            lines.append(f"{where}{step_of(act, text_limit)}{_position(act)} (state {number}{after}){mark}")
    return lines


def _position(act: Act) -> str:
    """The position of an act in a canvas or picture, whose parts have no locator; "" for other targets."""
    box = act.target.box
    if act.target.tag not in ("canvas", "img", "svg", "video") or act.point is None or box is None:
        return ""
    return f" at position {act.point[0] - box.x:.0f}, {act.point[1] - box.y:.0f}"


def _by_browser(moment: Moment, number: int) -> list[str]:
    """The acts with the browser's own controls: back, forward, reload, another address."""
    found = []
    for event in moment.events:
        moved = next((button for start, button in HISTORY_MOVES.items() if event.text.startswith(start)), None)
        if moved is not None:
            found.append(f"go {moved.lower()} to {quote(event.url)}")
        elif event.text.startswith("reloaded "):
            found.append("reload the page")
        elif event.text.startswith("loaded ") and number > 1 and not moment.acts:
            found.append(f"{quote(event.url)} was loaded")
    return found


def _has_effect(act: Act) -> bool:
    """Whether a user expects the page to change after this act."""
    return act.kind not in ("scroll", "key", "hover")


def numbered(lines: list[str], limit: int) -> tuple[str, ...]:
    """Number at most `limit` lines; the step in which it went wrong remains among them."""
    wrong = next((n for n, line in enumerate(lines, 1) if line.endswith(_WRONG)), len(lines))
    return tuple(f"{n}. {line}" for n, line in enumerate(_shortened(lines, limit, wrong), 1))


def _shortened(lines: list[str], limit: int, wrong: int) -> list[str]:
    """The first line, and `limit` - 1 lines that end with the second after line `wrong`; notes count the rest."""
    if len(lines) <= limit:
        return lines
    end = max(min(wrong + 2, len(lines)), limit)
    start = end - limit + 1
    left_out = [f"({counted(n, 'step')} not shown)" if n else "" for n in (start - 1, len(lines) - end)]
    return [text for text in (lines[0], left_out[0], *lines[start:end], left_out[1]) if text]

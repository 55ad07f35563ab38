"""Words what the person did: for a row with role and name, for a step with the locator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.prompt.fence import cut, full_locator, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import Act, Target, Timeline

    _Name = Callable[[Target], str]

_VERBS = {"dblclick": "double-click", "contextmenu": "right-click", "file": "choose file"}


def describe_act(act: Act, limit: int) -> str:
    """`click button "Add"`, `type "Zed" into textbox "Name"`, `press Enter in textbox "Name"`."""
    return _worded(act, limit, lambda target: _named(target, limit))


def step_of(act: Act, limit: int) -> str:
    """The act with the locator of its target in place of role and name."""
    return _worded(act, limit, lambda target: full_locator(target.locator) or _named(target, limit))


def _worded(act: Act, limit: int, name: _Name) -> str:
    on = name(act.target)
    if act.kind == "type":
        return f"type {quote(act.value, limit)} into {on}"
    if act.kind == "select":
        return f"select {quote(act.value, limit)} in {on}"
    if act.kind == "key":
        is_page = act.target.tag in ("", "body", "html")
        return f"press {cut(act.key, 40)}{'' if is_page else f' in {on}'}"
    if act.kind == "drag":
        return f"drag {on} to {name(act.to) if act.to else _point(act)}"
    if act.kind == "scroll":
        return f"scroll {'the page' if act.target.tag in ('', 'html', 'body', '#document') else on}"
    if act.kind == "file":
        return f"choose file {quote(act.value, limit)} in {on}"
    return f"{_VERBS.get(act.kind, act.kind)} {on}"


def _point(act: Act) -> str:
    return f"({act.to_point[0]:.0f}, {act.to_point[1]:.0f})" if act.to_point else "another place"


def _named(target: Target, limit: int) -> str:
    kind = cut(target.role or target.tag, 30) or "element"
    return f"{kind} {quote(target.name, limit)}" if target.name else kind


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

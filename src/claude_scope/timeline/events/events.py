"""Names what happened at each keyframe, and gives the evidence on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import around, gap, intersection
from claude_scope.lexicon.error_words import alert_says_error, asks_to_confirm, says_error
from claude_scope.plural import counted
from claude_scope.timeline.aria.pointer_target import ACTED_ON
from claude_scope.timeline.aria.row_context import shows_name
from claude_scope.timeline.diff.theme_change import RECOLOURED_SHARE
from claude_scope.timeline.findings.blank_page import BLANK_SUMMARY, stays_blank
from claude_scope.timeline.pixels.fields.focus_ring import field_errors
from claude_scope.timeline.text_compare import same_text, similarity
from claude_scope.values import Box, EventKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claude_scope.timeline.diff.diff import Differences
    from claude_scope.values import Change, Keyframe, Observation, UiElement

MIN_NAVIGATION_SHARE = 0.05
"""A new page changes at least this share of the frame: text on white is not much of it."""
POINTER_EVIDENCE = "the pointer was over"
"""How evidence about the pointer begins."""
RECOLOURED_SUMMARY = (
    "The colours of the screen changed while its texts stayed: another theme, or something dims the page."
)
MAX_MISREADINGS = 3
"""Up to this many differences may be misreadings in other colours; more are another view."""
MAX_LOCAL_SHARE = 0.02
"""A change of less than this share of the frame has a place that can be named."""
MIN_POINTED_NAME_SIMILARITY = 0.8
"""From this similarity on, a name is the one that was read."""
MIN_CONTROL_SHARE = 0.5
"""A pressed or selected control changes most of its box, and little beside it."""
TILE_OVERHANG_PX = 32
"""Regions are made of tiles, which reach over the element on either side."""
MAX_NAME_DISTANCE_PX = 160
"""Words further away name something else."""
_DIGITS = re.compile(r"\d")
_QUOTED = re.compile(r': "(.*)"$')


@dataclass(frozen=True, slots=True)
class Event:
    """What happened at a keyframe, in one sentence, with the evidence."""

    kind: EventKind
    summary: str
    evidence: tuple[str, ...]
    pointed: UiElement | None = None


def name_event(
    keyframe: Keyframe,
    differences: Differences,
    before: Sequence[UiElement],
    pointed: UiElement | None,
    common: float,
    same_view: bool,
    new_observations: Sequence[Observation],
    *,
    is_empty: bool = False,
) -> Event:
    """Decide what happened between the previous keyframe and this one.

    `before` are the elements of the keyframe before, `pointed` what the pointer was over, `common` the share of texts
    both have (0..1), `same_view` whether the view stayed, `new_observations` what was observed here and not before,
    `is_empty` that nothing is left on the screen.
    """
    changes = differences.changes
    evidence = [_share(keyframe), *omitted_states_evidence(keyframe.skipped)]
    evidence += [
        f"{n} elements moved by ({dx:+d}, {dy:+d}) px" for (dx, dy), n in differences.moved_together[:2] if n > 2
    ]
    if not changes and not _looks_new(pointed, keyframe) and keyframe.changed_share <= RECOLOURED_SHARE:
        pointed = None  # it had no effect
    typed = _typed(changes)
    written = {c.element.id for c in typed if c.what == "value" and c.after}
    if pointed and (not written or pointed.id in written):  # typing does not move the pointer
        evidence.append(f"{POINTER_EVIDENCE} {describe_element(pointed)}")
    if is_empty:
        kind = EventKind.ERROR if stays_blank(keyframe) else EventKind.NAVIGATION
        return Event(kind, BLANK_SUMMARY, tuple(evidence), pointed)
    errors = error_changes(changes) or field_errors(changes)
    said = [_words(o) for o in new_observations if o.kind.startswith("error") and not asks_to_confirm(o.text)]
    said = [text for text in said if not any(same_text(text, e.label) for e in before)]
    if errors or (said and changes):
        text = errors[0] if errors else said[0]
        evidence.append(f"new text that reads like an error: {quote(text)}")
        kind = EventKind.ERROR
    elif keyframe.transient:
        kind = EventKind.TRANSIENT
    elif differences.scrolled != (0, 0):
        kind = EventKind.INTERACTION
    elif not (same_view or _was_typed_here(changes, pointed)) and keyframe.changed_share >= MIN_NAVIGATION_SHARE:
        evidence.append(f"{common:.0%} of the texts are the same as before")
        kind = EventKind.NAVIGATION
    elif pointed or typed:
        evidence += [f"the value of {describe_element(c.element)} changed" for c in typed[:1]]
        kind = EventKind.INTERACTION
    else:
        kind = EventKind.STATE_CHANGE
    return Event(kind, _summary(kind, differences, keyframe, before), tuple(evidence), pointed)


def omitted_states_evidence(count: int) -> tuple[str, ...]:
    """The evidence that states before this one were dropped, so that its changes may have several causes."""
    if not count:
        return ()
    were = "was" if count == 1 else "were"
    return (f"{counted(count, 'state')} before it {were} left out; what changed there is told here",)


def _was_typed_here(changes: Sequence[Change], pointed: UiElement | None) -> bool:
    """Whether the value of the field under the pointer changed: suggestions may cover the same view."""
    return pointed is not None and any(c.what == "value" and c.after and c.element.id == pointed.id for c in changes)


def _words(observation: Observation) -> str:
    """The page words that an observation quotes."""
    quoted = _QUOTED.search(observation.text)
    return quoted[1] if quoted else observation.text


def first_event(elements: Sequence[UiElement]) -> Event:
    """The first keyframe that was read: there is nothing to compare it with."""
    headings = [quote(e.label) for e in elements if e.type == "heading"][:2]
    summary = (
        f"The recording starts on a page headed {' and '.join(headings)}." if headings else "The recording starts."
    )
    return Event(EventKind.INITIAL, summary, ("first frame that was read",))


def unread_event(keyframe: Keyframe, *, first: bool) -> Event:
    """A keyframe that no reader could read: only that pixels changed is known."""
    kind = EventKind.INITIAL if first else EventKind.STATE_CHANGE
    return Event(kind, "This frame could not be read; only its picture is known.", (_share(keyframe),))


def as_unprompted(event: Event, why: str) -> Event:
    """The event of a state that came by itself: no interaction, and no pointer target."""
    kind = EventKind.STATE_CHANGE if event.kind is EventKind.INTERACTION else event.kind
    evidence = [text for text in event.evidence if not text.startswith(POINTER_EVIDENCE)]
    return Event(kind, event.summary, (*evidence, why), None)


def error_changes(changes: Sequence[Change]) -> list[str]:
    """The texts that appeared and read like an error, those of alerts first."""
    fresh = [c for c in changes if c.kind == "added" or (c.kind == "changed" and c.what == "text")]
    texts = [(c.element.type == "alert", c.after or c.element.label) for c in fresh if c.element.type not in ACTED_ON]
    alerts = [text for alert, text in texts if alert and alert_says_error(text)]
    return alerts + [text for alert, text in texts if not alert and says_error(text)]


def nearest_named_element(
    box: Box, elements: Sequence[UiElement], within: float = MAX_NAME_DISTANCE_PX
) -> UiElement | None:
    """The element with words that is nearest to a box, at most `within` pixels from its edge."""
    worded = [(gap(box, e.box), e.box.width, i) for i, e in enumerate(elements) if e.label and e.type != "dialog"]
    best = min(worded, default=None)
    return elements[best[2]] if best and best[0] <= within else None


def describe_element(element: UiElement) -> str:
    """An element in a few words: `button "Add to cart"`."""
    name = element.label or element.name
    alike = similarity(element.name, name, MIN_POINTED_NAME_SIMILARITY) > 0 or shows_name(element.name, name)
    if element.name and alike and _DIGITS.findall(element.name) == _DIGITS.findall(name):
        name = element.name  # the page spells it, the pixels may be misread; a count may be another one by now
    return f"{element.role} {quote(name)}" if name else f"an unnamed {element.role}"


def quote(text: str, limit: int = 80) -> str:
    """A text in quotes, cut to `limit` characters."""
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'


def describe_change(change: Change) -> str:
    """Describe one change: `"Close ticket" became "Closed"`."""
    if change.kind == "added":
        return f"{describe_element(change.element)} appeared"
    if change.kind == "removed":
        return f"{describe_element(change.element)} went away"
    if change.what == "text":
        beside = f" (at {quote(change.element.near)})" if change.element.near else ""
        covered = ", whose end the pointer covers" if change.element.cut_off else ""
        return f"{quote(change.before)} became {quote(change.after)}{beside}{covered}"
    if change.what == "value":
        return f"{describe_element(change.element)}: {quote(change.before)} became {quote(change.after)}"
    if change.is_row_move:
        return f"the row {quote(change.element.label)} moved {change.after}"
    if change.what == "place":
        return f"{describe_element(change.element)} moved from {change.before} to {change.after}"
    return f"{describe_element(change.element)} became {change.after}"


def _summary(kind: EventKind, differences: Differences, keyframe: Keyframe, before: Sequence[UiElement]) -> str:
    changes = differences.changes
    dx, dy = differences.scrolled
    if (dx, dy) != (0, 0):
        way = ("up" if dy > 0 else "down") if dy else ("left" if dx > 0 else "right")
        rest = f" {summarise(changes)}" if changes else ""
        how = f" {way} by {max(abs(dx), abs(dy))} px" if differences.is_sure else ""
        return f"The content scrolled{how}.{rest}"
    recoloured = keyframe.changed_share > RECOLOURED_SHARE and not any(c.element.type == "dialog" for c in changes)
    if kind is not EventKind.NAVIGATION and recoloured and len(changes) <= MAX_MISREADINGS:
        return f"{RECOLOURED_SUMMARY}{' ' + summarise(changes) if changes else ''}"
    if kind is EventKind.NAVIGATION:
        new = [c.element for c in changes if c.kind == "added" or c.what == "text"]
        titles = [e for e in new if e.type == "heading" and e.label] or [e for e in new if e.label]
        named = ", ".join(quote(e.label) for e in titles[:3])
        return f"Another view appeared: {named}." if named else "Another view appeared."
    if changes:
        return summarise(changes)
    restyled = [e for e in before if e.label and _looks_new(e, keyframe)]
    if len(restyled) == 1:
        return (
            f"Only the look of {describe_element(restyled[0])} changed: its colours, or a state that could not be read."
        )
    return f"Only pixels changed{_where(keyframe, before)}: no text, state or place that could be read."


def _looks_new(element: UiElement | None, keyframe: Keyframe) -> bool:
    """Whether pixels changed on most of an element, and on little else."""
    if element is None or not keyframe.changed or keyframe.changed_share >= MAX_LOCAL_SHARE:
        return False
    region, area = around(keyframe.changed), element.box.width * element.box.height
    shared = intersection(region, element.box)
    return (
        shared >= MIN_CONTROL_SHARE * area
        and region.width * region.height <= area / MIN_CONTROL_SHARE**2 + TILE_OVERHANG_PX**2
    )


def _where(keyframe: Keyframe, before: Sequence[UiElement]) -> str:
    """Where pixels changed: the box and the nearest words if it is one small place, else the share."""
    if not keyframe.changed or keyframe.changed_share >= MAX_LOCAL_SHARE:
        return f", {keyframe.changed_share:.0%} of the screen"
    x, y, width, height = (round(side) for side in around(keyframe.changed))
    beside = nearest_named_element(Box(x, y, width, height), before)
    return f", {width} x {height} px at ({x}, {y}){f', near {describe_element(beside)}' if beside else ''}"


def summarise(changes: Sequence[Change], limit: int = 3) -> str:
    """One sentence that names the most telling changes and counts the rest."""
    ranked = sorted(changes, key=_rank)
    descriptions = "; ".join(describe_change(change) for change in ranked[:limit])
    rest = len(changes) - limit
    return f"{descriptions}; and {rest} more." if rest > 0 else f"{descriptions}."


def _rank(change: Change) -> tuple[int, int]:
    order = {"text": 0, "value": 1, "state": 2, "": 3, "place": 5}
    weight = order[change.what] + (change.kind == "removed")
    if change.kind == "added" and (change.element.type in ("alert", "dialog") or says_error(change.element.label)):
        return -1, 0
    return weight, 0 if change.element.type == "heading" else 1


def _typed(changes: Sequence[Change]) -> list[Change]:
    return [
        c
        for c in changes
        if c.kind == "changed"
        and (c.what == "value" or (c.what == "state" and c.after in ("checked", "unchecked", "selected", "focused")))
    ]


def _share(keyframe: Keyframe) -> str:
    share = keyframe.changed_share
    return f"{share:.0%} of the screen changed" if share >= 0.01 else "under 1 % of the screen changed"

"""One dense row a state: what changed from what to what, with the locator, all of it quoted page data."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from claude_scope.clock import clock
from claude_scope.prompt.fence import cut, quote, short_locator
from claude_scope.values import EventKind, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claude_scope.prompt.budget import Detail
    from claude_scope.values import Change, Moment, Timeline, UiElement

SCREEN_ONLY = "~"
"""Marks what was read from pixels and has no node in the page's tree."""
INTERACTIVE_TYPES = frozenset({"button", "input", "link", "checkbox", "radio", "select", "tab", "menu"})
_ECHOES = frozenset({"text", "heading"})
_WORDS = re.compile(r"\w+")
_MEASURE = re.compile(r"\d ?%|\bpx\b")
_SCROLLED = re.compile(r"The content scrolled (?:up|down|left|right) by \d{1,6} px\.")


def named(element: UiElement, limit: int) -> str:
    """Role and name; both names where page and screen call it differently; marked when only the screen shows it."""
    name = element.name or element.label
    text = f"{cut(element.role, 30)}{SCREEN_ONLY if element.source is Source.PIXELS else ''} {quote(name, limit)}"
    if element.name and element.label and not _alike(element.name, element.label):
        text += f" (on screen {quote(element.label, limit)})"
    return f"{text} near {quote(element.near, limit)}" if element.near else text


def _alike(a: str, b: str) -> bool:
    return _WORDS.findall(a.casefold()) == _WORDS.findall(b.casefold())


def located(element: UiElement) -> str:
    """The element's locator with the sign that introduces it; empty without one."""
    short = short_locator(element.locator)
    return f" @ {short}" if short else ""


def change(item: Change, limit: int) -> str:
    """One difference: `+ alert "Saved"`, `- ...`, or `text "0" -> "1" of link "Cart" @ locator`."""
    element = item.element
    if item.kind == "added":
        value = f" = {quote(element.value, limit)}" if element.value else ""
        states = "".join(f" [{cut(state, 20)}]" for state in element.state[:4])
        return f"+ {named(element, limit)}{value}{states}{located(element)}"
    if item.kind == "removed":
        return f"- {named(element, limit)}"
    fact = f"{quote(item.before, limit)} -> {quote(item.after, limit)}"
    if item.what == "text" and item.after in (element.label, element.name) and not element.locator:
        mark = SCREEN_ONLY if element.source is Source.PIXELS else ""
        near = f" near {quote(element.near, limit)}" if element.near else ""
        return f"{cut(element.role, 30)}{mark}{near} {fact}"
    return f"{named(element, limit)} {item.what or 'changed'} {fact}{located(element)}"


def weight(item: Change) -> tuple[int, int]:
    """How early a difference is told: errors first, then from-to, then what can be used, then the rest; moves last."""
    element = item.element
    if item.what == "place":
        return 4, 0
    if item.kind == "changed":
        return 1, 0
    if element.type in {"alert", "dialog"}:
        return 0, item.kind == "removed"
    usable = element.type in INTERACTIVE_TYPES or element.type == "heading"
    return (2 if usable else 3), item.kind == "removed"


def _without_echoes(items: Sequence[Change]) -> list[Change]:
    """The differences without texts that only repeat what a field, a dialog or an alert beside them is called.

    A label above its field and the heading of a dialog come and go with them.
    """
    named_so = {
        (item.kind, _plain(item.element.name or item.element.label))
        for item in items
        if item.element.type not in _ECHOES
    } - {("added", ""), ("removed", "")}
    return [
        item
        for item in items
        if item.kind == "changed"
        or item.element.type not in _ECHOES
        or (item.kind, _plain(item.element.label)) not in named_so
    ]


def _plain(text: str) -> str:
    return "".join(_WORDS.findall(text.casefold()))


def changes(items: Sequence[Change], limit: int, text_limit: int) -> tuple[str, int]:
    """The differences in one line, the most telling `limit` of them, and how many are not told."""
    ranked = sorted(_without_echoes(items), key=weight)
    told, rest = ranked[:limit], ranked[limit:]
    parts = [change(item, text_limit) for item in told]
    if rest:
        counts = Counter(item.kind for item in rest)
        parts.append("and " + ", ".join(f"{counts[k]} {k}" for k in ("added", "changed", "removed") if counts[k]))
    return "; ".join(parts), len(rest)


def row(timeline: Timeline, index: int, detail: Detail) -> tuple[str, int]:
    """`4 | 0:07.8 | navigation | what changed | evidence`, and how many differences it leaves out."""
    moment = timeline.moments[index]
    limit = detail.changes * 2 if index == timeline.wrong else detail.changes
    told, left_out = changes(moment.changes, limit, detail.text)
    what = _what(moment, told, detail)
    cells = [str(index + 1), clock(moment.keyframe.since_ms), _kind(moment), what]
    seen = _evidence(moment, what)[: detail.evidence] if moment.kind is not EventKind.INITIAL else []
    if seen:
        cells.append("seen: " + ", ".join(cut(text, detail.text) for text in seen))
    return " | ".join(cells), left_out


def _evidence(moment: Moment, what: str) -> list[str]:
    """The evidence that adds to the row; what only measures (shares, pixels) counts where nothing else is known."""
    new = [text for text in moment.evidence if not _says_nothing_new(text, what)]
    telling = [text for text in new if not _MEASURE.search(text)]
    return telling if telling or moment.changes else new[:1]


def _kind(moment: Moment) -> str:
    keyframe = moment.keyframe
    left = keyframe.until_ms if keyframe.transient else None
    shown = f", gone after {(left - keyframe.since_ms) / 1000:.1f} s" if left is not None else ""
    also = " transient" if keyframe.transient and moment.kind is not EventKind.TRANSIENT else ""
    return f"{moment.kind}{also}{shown}"


def _what(moment: Moment, told: str, detail: Detail) -> str:
    if not told:
        return cut(moment.summary or moment.reading.description, detail.text * 2) or "nothing that was read changed"
    lead = _lead(moment, detail)
    return f"{lead.rstrip('.')}: {told}" if lead else told


def _lead(moment: Moment, detail: Detail) -> str:
    """What a summary says beyond the differences: that another view appeared, or that the content scrolled."""
    summary = moment.summary
    if moment.kind is EventKind.NAVIGATION:
        return cut(summary, detail.text * 2)
    scrolled = _SCROLLED.match(summary)
    return scrolled[0] if scrolled else ""


def _says_nothing_new(text: str, told: str) -> bool:
    """Whether every word of some evidence that carries a fact is in the row already."""
    known = set(_WORDS.findall(told.casefold()))
    return all(word in known or word in _FILLERS for word in _WORDS.findall(text.casefold()))


_FILLERS = frozenset(
    "a an and the of to in on at from was were is it its with went gone changed change changes appeared disappeared "
    "added removed new now state text value field element elements opened closed typed became away more by "
    "that reads like error red here first".split()
)


def table(timeline: Timeline, indices: Iterable[int], detail: Detail) -> tuple[tuple[str, ...], int]:
    """The rows of these moments, with a line where some are left out, and how many differences are not told."""
    lines: list[str] = []
    left_out, last = 0, -1
    for index in indices:
        if index > last + 1:
            lines.append(_gap(last + 1, index - 1))
        line, missing = row(timeline, index, detail)
        lines.append(line)
        left_out += missing
        last = index
    if last + 1 < len(timeline.moments):
        lines.append(_gap(last + 1, len(timeline.moments) - 1))
    return tuple(lines), left_out


def _gap(first: int, last: int) -> str:
    return f"{first + 1}..{last + 1} | not shown" if last > first else f"{first + 1} | not shown"

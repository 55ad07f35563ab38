"""The other direction: the changes that a person would report to a colleague, and whether the rows of the prompt
contain them.

They are the differences of the DOM between settled states: another page, new sentences and messages, errors, values of
fields, numbers in a text that otherwise stayed, dialogs, selections, the order of rows, and the theme.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.claims.error_words import ERROR
from benchmarks.claims.places import FIELDS, SELECTED, holds, is_marked, middle
from benchmarks.claims.sorting import is_sorted
from benchmarks.claims.texts import Match, key, numbers, within, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.claims.claims_of import Analysed
    from benchmarks.claims.dom import Box, Dom, DomState, Item, Line

_SETTLED_MS = 700.0
"""A state that lasted less is a transition to the next one."""
_EARLY_MS, _LATE_MS = 900.0, 700.0
_SENTENCE_WORDS = 3
_MOST_SENTENCES = 3
"""Of many simultaneous changes a person reports a few."""
_MOST_ERRORS = 3
_SENTENCE_LETTERS = 10
_WORD_LETTERS = 3
_SAME_PAGE = 0.9
_THEME, _EVERYWHERE = 0.25, 0.8
_CELLS = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_CONTROLS = frozenset({"button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab", "tooltip"})
_RAISED = re.compile(r"^[\w.]*(?:Error|Exception|Warning|Exit|Interrupt)\b")
"""The last line of a traceback."""
_BESIDE_PX = 60.0
_RUNNING = 4
"""A number that changes by itself this often is a clock."""
_MESSAGES = frozenset({"alert", "status", "alertdialog"})
_DIALOGS = frozenset({"dialog", "alertdialog"})
_TITLE_ENDS = re.compile(r"\s+[-|·•–—:]\s+")
"""Separators between the name of a page and that of its site."""
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ORDER = re.compile(r"rows changed places|model: (?:.*, )?sorted: ")
_COLOURS = re.compile(
    r"the colours of the screen changed|model: .*\b(?:theme|colou?rs?|dark|light)\b.*\b(?:dark|light)\b", re.IGNORECASE
)
_PAGE = re.compile(r"another page")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_STANDS = re.compile(r",? around .*(?=; (?:no change of a text is sure|see the sheet))")
_NEAR_LETTERS = 8
"""With fewer letters, a part of a word, or a word with another letter, is another word."""


@dataclass(frozen=True)
class Told:
    """A change that a person would report; each of `texts` is sufficient in a row.

    It happened after `left_ms`, when the state before ended, and was complete from `since_ms` on, when the page had
    settled.
    """

    kind: str
    left_ms: float
    since_ms: float
    until_ms: float
    texts: tuple[str, ...]
    box: Box | None = None
    is_in_rows: bool = False
    is_only_standing: bool = False
    """Whether the row only says that the text is where the picture changed, not that it is new."""
    why_not: str = ""


def told_changes(dom: Dom, analysed: Analysed) -> list[Told]:
    """All changes of a recording, each with whether a row of its time contains it."""
    settled = _settled(dom)
    running = _running(settled)
    found: list[Told] = []
    seen: set[str] = set()
    page = settled[0] if settled else None
    for before, after in pairwise(settled):
        seen |= {key(line.text) for line in before.lines}
        is_another = page is not None and _is_another_page(page, after)
        found += _between(before, after, _Before(running, seen, is_another))
        if is_another or _address(before) == _address(after):
            page = after
    return [_looked_up(item, analysed) for item in found]


def changes_between(dom: Dom, before: DomState, after: DomState) -> list[Told]:
    """The changes from one state to a later one that a person would report."""
    settled = _settled(dom)
    seen = {key(line.text) for item in settled if item.until_ms <= before.since_ms for line in item.lines}
    seen |= {key(line.text) for line in before.lines}
    return list(_between(before, after, _Before(_running(settled), seen, _is_another_page(before, after))))


def _settled(dom: Dom) -> list[DomState]:
    return [state for state in dom.states if state.until_ms - state.since_ms >= _SETTLED_MS and state.until_ms > 0]


@dataclass(frozen=True)
class _Before:
    """What is known before a state: numbers that change by themselves, all lines so far, and whether a page loaded."""

    running: Mapping[str, int]
    seen: set[str]
    is_another_page: bool


def _is_another_page(page: DomState, after: DomState) -> bool:
    """Whether a page has another address or title, and other lines: an address may change long before the lines do."""
    if _address(page) == _address(after) and _without_numbers(page.title) == _without_numbers(after.title):
        return False
    then, now = ({key(line.text) for line in item.lines} for item in (page, after))
    return len(then & now) < _SAME_PAGE * len(then | now)


def _looked_up(one: Told, analysed: Analysed) -> Told:
    near = [
        number
        for number, (since, at) in enumerate(analysed.states_ms, 1)
        if since <= one.until_ms + _LATE_MS and at >= min(one.left_ms, one.since_ms - _EARLY_MS)
    ]
    rows = [analysed.rows[number] for number in near if number in analysed.rows]
    is_sure = _is_told(one, [_STANDS.sub("", row) for row in rows])
    is_in = is_sure or _is_told(one, rows)
    if is_in:
        why = ""
    elif not near:
        why = "no keyframe"
    elif not rows:
        why = "state not shown"
    elif any(
        says_text(claim.text + claim.after, text)
        for claim in analysed.claims
        if claim.state in near
        for text in one.texts
    ):
        why = "known, but not said"
    else:
        why = "not read"
    return replace(one, is_in_rows=is_in, is_only_standing=is_in and not is_sure, why_not=why)


def _is_told(one: Told, rows: Sequence[str]) -> bool:
    """Whether one of these rows contains a change, in its quotes and not in the prompt's own words."""
    if pattern := {"sorting": _ORDER, "theme": _COLOURS}.get(one.kind):
        return any(pattern.search(row) for row in rows)
    if one.kind == "page" and not any(key(text) for text in one.texts):
        return any(_PAGE.search(row) for row in rows)
    quoted = [quoted_in(row) for row in rows]
    return any(says_text(row, text) for row in quoted for text in one.texts)


def quoted_in(row: str) -> str:
    """All quotes of a row."""
    return " ".join(json.loads(f'"{text}"', strict=False) for text in _QUOTED.findall(row))


def says_text(row: str, text: str) -> bool:
    """Whether a row contains a text, or the beginning of a long one; short ones as whole words."""
    plain = " ".join(text.split())
    if not key(plain):
        return False
    if len(plain) > 70:
        plain = plain[:60]
    match = within(plain, row)
    return match is Match.EXACT or (match is Match.NEAR and len(key(plain)) >= _NEAR_LETTERS)


def _between(before: DomState, after: DomState, known: _Before) -> Iterator[Told]:
    def told(kind: str, *texts: str, box: Box | None = None) -> Told:
        return Told(kind, before.until_ms, after.since_ms, after.until_ms, tuple(filter(None, texts)), box)

    same_page = not known.is_another_page
    if not same_page:
        heads = [item for item in after.items if item.role == "heading" and _level(item) <= 2]
        new = [head for head in heads if key(head.name) not in {key(old.name) for old in before.items}]
        chosen = new or heads
        names = *(entry.name for entry in chosen[:3]), after.title, _TITLE_ENDS.split(after.title)[0]
        yield told("page", *_page_names(names, before, after), box=chosen[0].box if chosen else None)
    yield from _messages(before, after, known, told)
    yield from _dialogs(before, after, told)
    if before.document == after.document:
        yield from _values(before, after, told)
        yield from _selections(before, after, told, same_page=same_page)
    if same_page:
        yield from _counts(before, after, known.running, told)
        if is_sorted(before, after):
            yield told("sorting")
    if same_page and _is_other_theme(before, after):
        yield told("theme")


def _page_names(names: Iterable[str], before: DomState, after: DomState) -> list[str]:
    """The names of a page that are on the screen; if all of them were there before, the new lines.

    Labels of controls and cells count only if nothing else is new: a menu that opened has them as well.
    """
    found = [name for name in names if _shows(after, name)]
    if not found or not all(_shows(before, name) for name in found):
        return found
    lines = [line for line in after.lines if _has_words(line.text) and not _shows(before, line.text)]
    return [line.text for line in lines if not _is_of_control(after, line)] or [line.text for line in lines]


def _shows(state: DomState, text: str) -> bool:
    return any(within(text, line.text) is Match.EXACT for line in state.lines)


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= _WORD_LETTERS


def _address(state: DomState) -> str:
    return state.url.partition("#")[0].partition("?")[0] if "#/" not in state.url else state.url


def _level(item: Item) -> int:
    return next((int(state.removeprefix("level=")) for state in item.states if state.startswith("level=")), 9)


def _is_other_theme(before: DomState, after: DomState) -> bool:
    """Whether almost everything became lighter, or darker."""
    by = [two - light for light, two in zip(before.lights, after.lights, strict=True)]
    most = max(sum(item > _THEME for item in by), sum(item < -_THEME for item in by))
    return bool(by) and most >= _EVERYWHERE * len(by)


def _messages(before: DomState, after: DomState, known: _Before, told) -> Iterator[Told]:  # type: ignore[no-untyped-def]
    """New errors and messages; on the same page also new sentences."""
    old = key(" ".join(line.text for line in before.lines))
    new = [line for line in after.lines if line.kind == "text" and key(line.text) and key(line.text) not in old]
    shown = key(" ".join(line.text for line in after.lines))
    said: list[str] = []
    boxes: list[Box] = []
    for item in after.items:
        text = item.name or item.text
        mark = key(text)
        if item.role in _MESSAGES and mark and mark not in old and not any(mark in entry for entry in said):
            lines = [line.text for line in new if _is_in(line.box, item.box)]
            if not lines and mark not in shown:
                continue  # an invisible name
            said.append(mark)
            boxes.append(item.box)
            yield told("error" if ERROR.search(text) else "message", text, item.name, *lines[:2], box=item.box)
    new = [line for line in new if not any(_is_in(line.box, box) for box in boxes) and key(line.text) not in known.seen]
    if any("traceback (most recent" in line.text.casefold() for line in new):
        raised = [line for line in new if _RAISED.match(line.text)]
        yield told("error", *(line.text for line in raised[-1:]), "Traceback (most recent call last)")
        return
    errors = [line for line in new if _is_error(after, line)]
    for line in errors[:_MOST_ERRORS]:
        yield told("error", line.text, box=line.box)
    if not known.is_another_page and before.scroll == after.scroll:
        sentences = [line for line in new if line not in errors and _is_sentence(after, line, before)]
        for line in sentences[:_MOST_SENTENCES]:
            yield told("sentence", line.text, box=line.box)


def _is_sentence(state: DomState, line: Line, before: DomState) -> bool:
    """Whether a line is what a person would read aloud: not a cell, a button's label, or a number that changed."""
    letters = sum(map(str.isalpha, line.text))
    if words(line.text) < _SENTENCE_WORDS or letters < _SENTENCE_LETTERS or _is_count(line, before):
        return False
    return not _is_of_control(state, line)


def _is_of_control(state: DomState, line: Line) -> bool:
    """Whether a line is a cell of a table, or the label of a button or an option."""
    x, y = middle(line.box)
    return any(item.role in _CELLS | _CONTROLS and holds(item.box, x, y) for item in state.items)


def _is_error(state: DomState, line: Line) -> bool:
    return (
        words(line.text) >= 2
        and bool(ERROR.search(line.text))
        and (is_marked(state, "error", line.box) or words(line.text) <= 16)
    )


def _dialogs(before: DomState, after: DomState, told) -> Iterator[Told]:  # type: ignore[no-untyped-def]
    old = {item.ref for item in before.items if item.role in _DIALOGS}
    places = {(item.name, item.box) for item in before.items if item.role in _DIALOGS}
    for item in after.items:
        is_old = item.ref in old if before.document == after.document else (item.name, item.box) in places
        lines = [line.text for line in after.lines if _is_in(line.box, item.box)]
        if item.role in _DIALOGS and not is_old and lines:
            inside = [node.name for node in after.items if node.role == "heading" and "dialog" in node.within]
            yield told("dialog", item.name, *inside[:2], *lines[:2], box=item.box)


def _is_in(box: Box, around: Box) -> bool:
    return around[0] <= box[0] <= around[0] + around[2] and around[1] <= box[1] <= around[1] + around[3]


def _values(before: DomState, after: DomState, told) -> Iterator[Told]:  # type: ignore[no-untyped-def]
    old = {item.ref: item for item in before.items if item.role in FIELDS}
    for item in after.items:
        was = old.get(item.ref)
        if item.role in FIELDS and was is not None and was.text != item.text and item.text and "•" not in item.text:
            shown = [line.text for line in after.lines if line.kind == "value" and _is_in(line.box, _wide(item.box))]
            yield told("value", *(shown or [item.text]), box=item.box)


def _wide(box: Box) -> Box:
    return box[0] - 2, box[1] - 2, box[2] + 4, box[3] + 4


@dataclass(frozen=True)
class _Toggled:
    """A control whose state changed; `names` are the states that it gained or lost."""

    item: Item
    names: Sequence[str]
    is_on: bool
    text: str


def _selections(before: DomState, after: DomState, told, *, same_page: bool) -> Iterator[Told]:  # type: ignore[no-untyped-def]
    """Controls whose state changed; a selection on another page is part of that page.

    A selection that moved from one control to another is one change, and so are a row and the checkbox in it.
    """
    found = [item for item in _toggled(before, after) if same_page or "checked" in item.names]
    for line in found:
        alike = [other for other in found if other.item.role == line.item.role]
        holds_another = any(_is_within(other.item.box, line.item.box) for other in found)
        is_left = "checked" not in line.names and not line.is_on and sum(other.is_on for other in alike) == 1
        if not holds_another and not is_left:
            around = [other.text for other in found if _is_within(line.item.box, other.item.box)]
            yield told("selection", line.text, *around, box=line.item.box)


def _is_within(box: Box, around: Box) -> bool:
    """Whether a smaller box is inside another one."""
    return box[2] * box[3] < around[2] * around[3] and _is_in(box, around)


def _toggled(before: DomState, after: DomState) -> Iterator[_Toggled]:
    """Controls whose state changed, by their name if it is on the screen, otherwise by the text next to them."""
    old = {item.ref: item for item in before.items}
    shown = key(" ".join(line.text for line in after.lines))
    for item in after.items:
        was = old.get(item.ref)
        if was is None or item.role in FIELDS:
            continue
        names = [name for name in SELECTED if _has(item, name) != _has(was, name)]
        if not names:
            continue
        name = next(
            (entry for entry in (item.name, item.text) if key(entry) and key(entry) in shown), _beside(after, item.box)
        )
        if key(name) and words(name) <= 12:
            yield _Toggled(item, names, _has(item, names[0]), name)


def _beside(state: DomState, box: Box) -> str:
    """The text nearest to a control without a visible name, in its row."""
    y = middle(box)[1]
    near = [line for line in state.lines if abs(middle(line.box)[1] - y) < max(line.box[3], box[3]) / 2]
    far = {id(line): max(box[0] - line.box[0] - line.box[2], line.box[0] - box[0] - box[2]) for line in near}
    found = min(near, key=lambda line: far[id(line)], default=None)
    return found.text if found is not None and far[id(found)] < _BESIDE_PX else ""


def _has(item: Item, name: str) -> bool:
    return any(
        state == name or (state.startswith(f"{name}=") and not state.endswith("=false")) for state in item.states
    )


def _counts(before: DomState, after: DomState, running: Mapping[str, int], told) -> Iterator[Told]:  # type: ignore[no-untyped-def]
    old = {_without_numbers(line.text): line for line in before.lines if numbers(line.text)}
    now = {key(line.text) for line in before.lines}
    for line in after.lines:
        mark = _without_numbers(line.text)
        was = old.get(mark)
        if line.kind != "text" or not numbers(line.text) or was is None or key(line.text) in now:
            continue
        is_near = abs(was.box[0] - line.box[0]) < 60 and abs(was.box[1] - line.box[1]) < 30
        if is_near and running.get(mark, 0) < _RUNNING:
            yield told("count", line.text, box=line.box)


def _is_count(line: Line, before: DomState) -> bool:
    marks = {_without_numbers(other_line.text) for other_line in before.lines if numbers(other_line.text)}
    return bool(numbers(line.text)) and _without_numbers(line.text) in marks


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("#", text)


def _running(states: Sequence[DomState]) -> dict[str, int]:
    """How often the numbers in a text changed."""
    last: dict[str, str] = {}
    changes: dict[str, int] = {}
    for state in states:
        for line in state.lines:
            if numbers(line.text):
                mark = _without_numbers(line.text)
                if last.get(mark, line.text) != line.text:
                    changes[mark] = changes.get(mark, 0) + 1
                last[mark] = line.text
    return changes

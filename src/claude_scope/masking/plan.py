"""Works out where pictures show secrets, from what was read of them: values only, no picture is opened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claude_scope.boxes import centre, contains, grown, holds, iou
from claude_scope.masking.alike import Known, folded
from claude_scope.redact import is_hidden
from claude_scope.secret_cells import cells
from claude_scope.secret_labels import looks_personal, reads_like_dots, says_nothing
from claude_scope.secret_layout import secrets_on_screen
from claude_scope.values import (
    FIELD_ROLES,
    Element,
    FrameSecrets,
    MaskPlan,
    PageSecrets,
    SecretField,
    SecretPlace,
    UiElement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claude_scope.redact import Masker
    from claude_scope.values import Analysis, Box, CoveredPicture, Line, Moment, Node, Reading, Snapshot

    Spans = dict[int, set[tuple[int, int]]]
    """By the index of a line."""

FIELD_TYPES = frozenset({"input", "select"})
CONTROLS = frozenset({"button", "link", "icon", "checkbox", "image"})
DOTS = frozenset("\u2022\u25cf\u2219\u26ab")
MOST_DOTS_ELSEWHERE = 4
"""So many dots in a row are those of a password, in a field that nobody recognised; fewer are a menu."""
SAME_PX = 5.0
"""A line stands where another one stood if their corners are so near."""
CONTROL_PX = 70.0
"""A button in a field ends at most so far from its right edge."""
PREFIX_FROM = 3


def plan_masks(analysis: Analysis, local: Sequence[Reading], masker: Masker) -> MaskPlan:
    """Where the pictures of an analysis whose texts are not masked yet show secrets.

    `local` are the readings of the local reader, which knows more than a model's where one was asked. `masker` has
    masked the analysis, so that it knows all of its secrets.
    """
    known = Known(masker.spread)
    secret_ids = _secret_ids(analysis.timeline.moments)
    screens = [
        Screen(moment, reading, secret_ids) for moment, reading in zip(analysis.timeline.moments, local, strict=True)
    ]
    spans = [spans_of(screen.reading, masker, known) for screen in screens]
    _add_typed(screens, spans)
    fields = [screen.fields() for screen in screens]
    _add_missed(screens, fields)
    frames = tuple(
        FrameSecrets(
            screen.moment.keyframe.path,
            (*places_of(screen.lines, found), *screen.told(masker, found)),
            tuple(filled),
            unread=not screen.was_read,
        )
        for screen, found, filled in zip(screens, spans, fields, strict=True)
    )
    return MaskPlan(
        frames, tuple(_page(s, masker) for s in analysis.snapshots if s.screenshot), tuple(sorted(masker.spread))
    )


def spans_of(reading: Reading, masker: Masker, known: Known) -> Spans:
    """The characters of lines that are secret: by their shape, by their place, or since they are known."""
    found: Spans = defaultdict(set)
    parts = secrets_on_screen(reading)
    for cell in cells(reading.lines):
        for start, end in {*masker.spans(cell.text), *known.spans(cell.text)}:
            parts += cell.parts(start, end)
    for part in parts:
        found[part.line].add((part.start, part.end))
    for index, line in enumerate(reading.lines):
        found[index].update(masker.spans(line.text), known.spans(line.text))
        if sum(letter in DOTS for letter in line.text) >= MOST_DOTS_ELSEWHERE and is_hidden(line.text):
            found[index].add((0, len(line.text)))
    return found


def places_of(lines: Sequence[Line], spans: Spans) -> Iterator[SecretPlace]:
    """The places of spans that do not overlap."""
    for index, some in spans.items():
        for start, end in _merged(lines[index].text, some):
            yield SecretPlace(lines[index].box, lines[index].text, start, end)


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, those that overlap or have only a sign between them as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and not any(letter.isalnum() for letter in text[merged[-1][1] : start]):
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged


# --- fields -----------------------------------------------------------------------------------------------------------


def _called(element: Element | UiElement) -> str:
    return f"{element.label} {element.name}" if isinstance(element, UiElement) else element.label


def is_secret(element: Element | UiElement) -> bool:
    """Whether a field holds a secret, or would if anything stood in it."""
    return element.type in FIELD_TYPES and looks_personal(_called(element), element.value or "x")


def shows_dots(element: Element | UiElement) -> bool:
    """Whether a field holds dots, whatever it is called: nothing but a password does."""
    value = "".join(element.value.split())
    return element.type == "input" and len(value) >= MOST_DOTS_ELSEWHERE and reads_like_dots(value)


def _secret_ids(moments: Sequence[Moment]) -> set[str]:
    """The fields that hold a secret in any state: a card number is one from its eighth digit on."""
    shown = (element for moment in moments for element in moment.elements)
    changed = (change.element for moment in moments for change in moment.changes)
    return {element.id for some in (shown, changed) for element in some if is_secret(element) or shows_dots(element)}


@dataclass(frozen=True, slots=True)
class Screen:
    """One keyframe: its moment, what the local reader read, and which fields hold secrets."""

    moment: Moment
    local: Reading
    secret_ids: set[str]

    @property
    def reading(self) -> Reading:
        """The local reading, or, where that failed, whatever there is."""
        return self.local if self.local.was_read else self.moment.reading

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of text."""
        return self.reading.lines

    @property
    def was_read(self) -> bool:
        """Whether anybody read the picture."""
        return self.local.was_read or self.moment.reading.was_read

    def fields(self) -> list[SecretField]:
        """The fields that are labelled as secret, but for those that show only a hint."""
        found: list[Element | UiElement] = [e for e in self._elements() if is_secret(e) or shows_dots(e)]
        found += [e for e in self.moment.elements if e.id in self.secret_ids and e.type in FIELD_TYPES]
        kept: list[Element | UiElement] = []
        for element in found:
            if not any(iou(element.box, other.box) > 0.6 for other in kept):
                kept.append(element)
        return [field for element in kept if (field := self._field(element)) is not None]

    def _elements(self) -> Iterator[Element]:
        yield from self.local.elements
        if self.moment.reading is not self.local:
            yield from self.moment.reading.elements

    def _field(self, element: Element | UiElement) -> SecretField | None:
        box, called = element.box, _called(element)
        inside = [line for line in self.lines if holds(box, centre(line.box))]
        labels = [line for line in inside if line.text == element.label and centre(line.box)[1] < centre(box)[1]]
        texts = [line for line in inside if line not in labels]
        if texts and all(_is_hint(line.text, called) for line in texts):
            return None
        buttons = [e.box for e in self.local.elements if e.type in CONTROLS and _is_button_in(e.box, box)]
        return SecretField(box, (*(line.box for line in labels), *buttons), filled=bool(texts))

    def told(self, masker: Masker, spans: Spans) -> Iterator[SecretPlace]:
        """Elements that are called by a secret which no line of the screen shows: a model may read more than OCR."""
        for element in self._elements():
            if element.type == "dialog" or not masker.spans(element.label):
                continue
            lines = [index for index, line in enumerate(self.lines) if contains(grown(element.box, 6), line.box)]
            if not any(spans.get(index) for index in lines):
                yield SecretPlace(element.box)


def _is_hint(text: str, label: str) -> bool:
    """Whether a field shows only what it is for, perhaps with a caret behind it."""
    return says_nothing(text, label) or (len(text) > 1 and says_nothing(text[:-1], label))


def _is_button_in(control: Box, field: Box) -> bool:
    at_the_end = field.x + field.width - control.x - control.width <= CONTROL_PX
    in_the_right_half = control.x >= field.x + 0.5 * field.width
    return at_the_end and in_the_right_half and holds(field, centre(control))


# --- from one state to another ----------------------------------------------------------------------------------------


def _add_typed(screens: Sequence[Screen], spans: Sequence[Spans]) -> None:
    """Lines that stand where a secret stands in another state, and hold the beginning of it: it was being typed."""
    whole = [
        (screen.lines[index].box, folded(screen.lines[index].text[start:end]).letters, start)
        for screen, found in zip(screens, spans, strict=True)
        for index, some in found.items()
        for start, end in some
    ]
    for screen, found in zip(screens, spans, strict=True):
        for index, line in enumerate(screen.lines):
            for box, secret, start in whole if not found.get(index) else ():
                letters = folded(line.text[start:]).letters
                same = abs(line.box.x - box.x) <= SAME_PX and abs(line.box.y - box.y) <= SAME_PX
                is_cut = line.text.endswith(("..", "\u2026"))
                if same and len(letters) >= PREFIX_FROM and secret.startswith(letters) and not is_cut:
                    found[index].add((start, len(line.text)))


def _add_missed(screens: Sequence[Screen], fields: Sequence[list[SecretField]]) -> None:
    """Fields that another state has below, or beside, a label that stands at the same place here."""
    labelled = [
        (line, field.box)
        for screen, known in zip(screens, fields, strict=True)
        for field in known
        for line in screen.lines
        if looks_personal(line.text, "x") and _is_near(line.box, field.box)
    ]
    for screen, known in zip(screens, fields, strict=True):
        there = {line.text: line.box for line in screen.lines}
        for line, box in labelled:
            here = there.get(line.text)
            if here is None or max(abs(a - b) for a, b in zip(here[:2], line.box[:2], strict=True)) > SAME_PX:
                continue
            if any(iou(field.box, box) > 0.3 for field in known):
                continue
            inside = [other for other in screen.lines if holds(box, centre(other.box)) and other.text != line.text]
            if not inside or not all(_is_hint(other.text, line.text) for other in inside):
                known.append(SecretField(box, (here,) if holds(box, centre(here)) else (), filled=bool(inside)))


def _is_near(label: Box, field: Box) -> bool:
    """Whether a label belongs to a field by its place: it ends above it, left of it, or stands in it."""
    above = -label.height <= field.y - label.y - label.height <= 2 * label.height and abs(field.x - label.x) <= 24
    left = field.y <= centre(label)[1] <= field.y + field.height and label.x < field.x
    return above or left or holds(field, centre(label))


# --- pages ------------------------------------------------------------------------------------------------------------


def _page(snapshot: Snapshot, masker: Masker) -> PageSecrets:
    assert snapshot.screenshot is not None
    nodes = snapshot.tree.walk() if snapshot.tree else ()
    boxes = tuple(
        node.box for node in nodes if node.box is not None and not node.hidden and _shows_secret(node, masker)
    )
    return PageSecrets(snapshot.screenshot, snapshot.viewport, boxes)


def _shows_secret(node: Node, masker: Masker) -> bool:
    if node.role in FIELD_ROLES and not is_hidden(node.text) and looks_personal(node.name, node.text):
        return True
    return bool(masker.spans(node.name) or masker.spans(node.text))


# --- what comes of it -------------------------------------------------------------------------------------------------


def with_covered(analysis: Analysis, written: tuple[CoveredPicture, ...]) -> Analysis:
    """The analysis, which refers to the covered copies in place of the pictures that show secrets."""
    copies = {picture.path: picture.covered for picture in written}
    frames = tuple(replace(frame, path=copies.get(frame.path, frame.path)) for frame in analysis.keyframes.frames)
    moments = tuple(
        replace(m, keyframe=replace(m.keyframe, path=copies.get(m.keyframe.path, m.keyframe.path)))
        for m in analysis.timeline.moments
    )
    snapshots = tuple(
        replace(s, screenshot=copies.get(s.screenshot, s.screenshot)) if s.screenshot else s for s in analysis.snapshots
    )
    return replace(
        analysis,
        keyframes=replace(analysis.keyframes, frames=frames),
        timeline=replace(analysis.timeline, moments=moments),
        snapshots=snapshots,
        covered_places=sum(picture.places for picture in written),
    )

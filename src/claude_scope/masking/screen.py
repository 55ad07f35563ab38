"""One state as masking sees it: its lines, and its fields that contain secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claude_scope.geometry import centre, contains, grown, holds, iou
from claude_scope.redaction.field_labels import is_personal_label, is_placeholder, looks_like_dots
from claude_scope.values import Element, SecretField, SecretPlace, UiElement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claude_scope.redaction.redact import Masker
    from claude_scope.values import Box, Line, Moment, Reading

    Spans = dict[int, set[tuple[int, int]]]
    """Secret characters by the index of their line."""

FIELD_TYPES = frozenset({"input", "select"})
BUTTON_TYPES = frozenset({"button", "link", "checkbox"})
MIN_DOTS_ELSEWHERE = 4
"""This many dots in a row are a password in an unrecognised field; fewer are a menu."""
CONTROL_PX = 70.0
"""A button inside a field ends at most this far from the field's right edge."""


def _called(element: Element | UiElement) -> str:
    return f"{element.label} {element.name}" if isinstance(element, UiElement) else element.label


def is_secret(element: Element | UiElement) -> bool:
    """Whether a field contains a secret, or would if it were filled in."""
    return element.type in FIELD_TYPES and is_personal_label(_called(element), element.value or "x")


def shows_dots(element: Element | UiElement) -> bool:
    """Whether a field shows dots, as only password fields do."""
    value = "".join(element.value.split())
    return element.type == "input" and len(value) >= MIN_DOTS_ELSEWHERE and looks_like_dots(value)


def secret_ids(moments: Sequence[Moment]) -> frozenset[str]:
    """The ids of fields that contain a secret in any state: a card number counts from its eighth digit on."""
    elements = [element for moment in moments for element in moment.elements]
    elements += [change.element for moment in moments for change in moment.changes]
    return frozenset(element.id for element in elements if is_secret(element) or shows_dots(element))


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: the local reading, the reading of a model if one was used, and its elements in the timeline.

    `secret_ids` are the ids of elements that contain a secret in any state.
    """

    local: Reading
    final: Reading
    elements: tuple[UiElement, ...] = ()
    secret_ids: frozenset[str] = frozenset()

    @property
    def reading(self) -> Reading:
        """The local reading, or the other one if it failed."""
        return self.local if self.local.was_read else self.final

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of text."""
        return self.reading.lines

    @property
    def was_read(self) -> bool:
        """Whether any reader has read the picture."""
        return self.local.was_read or self.final.was_read

    def fields(self) -> list[SecretField]:
        """The fields labelled as secret, except those that show only a hint."""
        found: list[Element | UiElement] = [e for e in self._as_read() if is_secret(e) or shows_dots(e)]
        found += [e for e in self.elements if e.id in self.secret_ids and e.type in FIELD_TYPES]
        kept: list[Element | UiElement] = []
        for element in found:
            if not any(iou(element.box, other.box) > 0.6 for other in kept):
                kept.append(element)
        return [field for element in kept if (field := self._field(element)) is not None]

    def _as_read(self) -> Iterator[Element]:
        yield from self.local.elements
        if self.final is not self.local:
            yield from self.final.elements

    def _field(self, element: Element | UiElement) -> SecretField | None:
        box, called = element.box, _called(element)
        inside = [line for line in self.lines if holds(box, centre(line.box))]
        labels = [line for line in inside if line.text == element.label and centre(line.box)[1] < centre(box)[1]]
        texts = [line for line in inside if line not in labels]
        if texts and all(_is_hint(line.text, called) for line in texts):
            return None
        buttons = [e.box for e in self.local.elements if e.type in BUTTON_TYPES and _is_button_in(e.box, box)]
        return SecretField(box, (*(line.box for line in labels), *buttons), filled=bool(texts))

    def missed(self, label: Line, box: Box, known: Sequence[SecretField]) -> Iterator[SecretField]:
        """The field in a box known from another state, unless it is known here or shows a hint."""
        if any(iou(field.box, box) > 0.3 for field in known):
            return
        inside = [line for line in self.lines if holds(box, centre(line.box)) and line.text != label.text]
        if not inside or not all(_is_hint(line.text, label.text) for line in inside):
            yield SecretField(box, (label.box,) if holds(box, centre(label.box)) else (), filled=bool(inside))

    def without_lines(self, masker: Masker, spans: Spans) -> Iterator[SecretPlace]:
        """Elements whose name is a secret that no line shows, because a model may read more than OCR."""
        covered = {self.lines[index].text for index, some in spans.items() if some}
        for element in self._as_read():
            if element.type == "dialog" or element.label in covered or not masker.spans(element.label):
                continue
            lines = [index for index, line in enumerate(self.lines) if contains(grown(element.box, 6), line.box)]
            if not any(spans.get(index) for index in lines):
                yield SecretPlace(element.box)


def _is_hint(text: str, label: str) -> bool:
    """Whether a field shows only a hint of its purpose, possibly with a caret after it."""
    return is_placeholder(text.removesuffix("|"), label)


def _is_button_in(control: Box, field: Box) -> bool:
    at_the_end = field.x + field.width - control.x - control.width <= CONTROL_PX
    in_the_right_half = control.x >= field.x + 0.5 * field.width
    return at_the_end and in_the_right_half and holds(field, centre(control))

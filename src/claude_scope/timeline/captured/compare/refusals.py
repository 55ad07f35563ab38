"""Finds validation messages: texts that appear at the fields of a form when it is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from claude_scope.lexicon.error_words import has_error_word
from claude_scope.timeline.captured.page.error_texts import MIN_WORDS, is_error, is_statistic
from claude_scope.timeline.captured.page.read_rows import TOGGLES
from claude_scope.timeline.captured.page.structure import Leaf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Page, Section

MAX_WORDS = 25
"""A longer text that appears alone is an explanation."""
MAX_BESIDE = 2
"""Maximum number of other parts that appear with validation messages, such as a heading and a close button."""


def filled_fields(before: Page) -> frozenset[str]:
    """The names of the fields that had a value before the form was sent; many forms empty their fields then."""
    return frozenset(leaf.name for leaf in before.leaves if leaf.kind == "field" and leaf.value)


def refusals_at_fields(
    order: Sequence[Leaf | Section], came: Collection[str], filled: Collection[str] = ()
) -> dict[str, str]:
    """The refs of new texts right after an existing field, with the field's name.

    `order` are the parts of a page after a form was sent, `came` the refs of new parts, `filled` the names of the
    filled fields. A text after a filled field may also confirm it: it counts as a validation message only if a new text
    is an error, or another field is empty or marked as invalid. If much else appeared, the form was not refused.
    """
    found = [(field, text) for field, text in _texts_at_fields(order) if text.ref in came and field.ref not in came]
    new = [item for item in order if item.ref in came]
    is_refused = any(isinstance(item, Leaf) and is_error(item) for item in new)
    if not is_refused and len(new) - len(found) > MAX_BESIDE:
        return {}
    is_refused = is_refused or (len(found) > 1 and any(_is_open(field, filled) for field, _ in found))
    return {text.ref: field.name for field, text in found if is_refused or _is_open(field, filled)}


def complaint_alone(came: Sequence[Leaf | Section]) -> dict[str, str]:
    """The ref of the only new text, if its words say, even vaguely, that something failed.

    The name of its field is "", because the field is not known.
    """
    (leaf,) = came if len(came) == 1 else (None,)
    if not isinstance(leaf, Leaf) or leaf.kind != "text" or is_statistic(leaf.value):
        return {}
    is_sentence = MIN_WORDS <= len(leaf.value.split()) <= MAX_WORDS
    return {leaf.ref: ""} if is_sentence and has_error_word(leaf.value) else {}


def says_what_is_missing(page: Page, button: str) -> bool:
    """Whether a text stands right after an empty or invalid field, or after this button beside such a field."""
    if any(_is_open(field, ()) for field, _ in _texts_at_fields(page.order)):
        return True
    for pressed, text in pairwise(page.order):
        if isinstance(pressed, Leaf) and pressed.ref == button:
            fields = (leaf for leaf in page.leaves if leaf.kind == "field" and leaf.parent == pressed.parent)
            return _is_sentence(text) and any(_is_open(field, ()) for field in fields)
    return False


def _is_sentence(part: Leaf | Section) -> bool:
    return isinstance(part, Leaf) and part.kind == "text" and len(part.value.split()) >= MIN_WORDS


def _is_open(field: Leaf, filled: Collection[str]) -> bool:
    """Whether a field was left empty, or is marked as invalid."""
    is_empty = not field.value and field.role not in TOGGLES and field.name not in filled
    return is_empty or "invalid" in field.states


def _texts_at_fields(order: Sequence[Leaf | Section]) -> Iterator[tuple[Leaf, Leaf]]:
    field: Leaf | None = None
    for item in order:
        if not isinstance(item, Leaf) or item.kind != "text":
            field = item if isinstance(item, Leaf) and item.kind == "field" else None
        elif field is not None and len(item.value.split()) >= MIN_WORDS:
            yield field, item
            field = None

"""Texts that came at the fields of a form when it was sent, and say why it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.error_texts import MIN_WORDS, is_error
from claude_scope.timeline.captured.page.structure import Leaf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Section


def refusals_at_fields(order: Sequence[Leaf | Section], came: Collection[str]) -> dict[str, str]:
    """The refs of the texts that came right behind a field which was there before, with its name.

    `order` are the parts of a page after a form was sent, `came` the refs of those that are new. Behind a field that is
    filled in a text may say what was found, or that it was saved: it refuses the field if any text that came is an
    error, or another field is empty or marked as invalid.
    """
    found = [(field, text) for field, text in _texts_at_fields(order) if text.ref in came and field.ref not in came]
    is_refused = any(isinstance(one, Leaf) and one.ref in came and is_error(one) for one in order)
    is_refused = is_refused or (len(found) > 1 and any(_is_open(field) for field, _ in found))
    return {text.ref: field.name for field, text in found if is_refused or _is_open(field)}


def _is_open(field: Leaf) -> bool:
    """Whether a field is empty, or marked as invalid."""
    return not field.value or "invalid" in field.states


def _texts_at_fields(order: Sequence[Leaf | Section]) -> Iterator[tuple[Leaf, Leaf]]:
    field: Leaf | None = None
    for one in order:
        if not isinstance(one, Leaf) or one.kind != "text":
            field = one if isinstance(one, Leaf) and one.kind == "field" else None
        elif field is not None and len(one.value.split()) >= MIN_WORDS:
            yield field, one
            field = None

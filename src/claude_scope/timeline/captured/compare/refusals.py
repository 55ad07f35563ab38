"""Texts that came at the fields of a form when it was sent, and say why it was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.timeline.captured.page.error_texts import MIN_WORDS
from claude_scope.timeline.captured.page.structure import Leaf
from claude_scope.timeline.captured.page.texts import has_figure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claude_scope.timeline.captured.page.structure import Section

SURE = 2
"""Texts that come at so many fields at once refuse them."""


def refusals_at_fields(order: Sequence[Leaf | Section], came: Collection[str]) -> dict[str, str]:
    """The refs of the texts that came right behind a field which was there before, with its name.

    `order` are the parts of a page after a form was sent, `came` the refs of those that are new. A single text behind a
    field that is filled in may be what a search found, or count what was typed.
    """
    is_form = sum(isinstance(one, Leaf) and one.kind == "field" for one in order) > 1
    found = [(field, text) for field, text in _texts_at_fields(order) if text.ref in came and field.ref not in came]
    is_sure = len(found) >= SURE
    return {text.ref: field.name for field, text in found if is_sure or _refuses(field, text, is_form=is_form)}


def _refuses(field: Leaf, text: Leaf, *, is_form: bool) -> bool:
    if not field.value or "invalid" in field.states:
        return True
    return is_form and field.role != "searchbox" and not has_figure(text.value)


def _texts_at_fields(order: Sequence[Leaf | Section]) -> Iterator[tuple[Leaf, Leaf]]:
    field: Leaf | None = None
    for one in order:
        if not isinstance(one, Leaf) or one.kind != "text":
            field = one if isinstance(one, Leaf) and one.kind == "field" else None
        elif field is not None and len(one.value.split()) >= MIN_WORDS:
            yield field, one
            field = None

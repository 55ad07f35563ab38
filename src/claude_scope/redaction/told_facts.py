"""Masks facts of a captured page about fields that are labelled as secret."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claude_scope.redaction.field_labels import is_personal_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_scope.values import PageFact

FIELD = "field"
"""The noun of a text field. In a part that appeared it stands before the label and value: `field`, `Password: abc`."""


def mask_fact(fact: PageFact, secret: Callable[[str], str]) -> PageFact:
    """The fact with the values of secret fields masked by `secret`."""
    items = tuple((noun, _part(noun, text, secret)) for noun, text in fact.items)
    if fact.kind == "value" and fact.noun and is_personal_label(fact.name, f"{fact.before} {fact.after}"):
        return replace(fact, before=secret(fact.before), after=secret(fact.after), items=items)
    return fact if items == fact.items else replace(fact, items=items)


def _part(noun: str, text: str, secret: Callable[[str], str]) -> str:
    label, colon, value = text.partition(": ")
    is_secret = noun.startswith(FIELD) and bool(colon) and is_personal_label(label, value)
    return f"{label}: {secret(value)}" if is_secret else text

"""Masks the values of secret fields in the page, and again in the tree."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from claude_scope.browser.page.script_results import Interference, evaluate_texts
from claude_scope.browser.scripts import FIELDS
from claude_scope.lexicon.secret_names import label_pattern
from claude_scope.redaction.field_labels import is_secret_label
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Page

    from claude_scope.values import Node

MASK = "••••••••"
"""Of fixed length, so that it does not reveal the length of the value."""

_USER_INFO = re.compile(r"//[^/@\s?#]+@")
_FIELDS = {"textbox", "searchbox", "combobox", "spinbutton"}
_MAX_SECRETS = 200
_MIN_CHARS_ANYWHERE = 5
"""A value of this length is replaced anywhere; a shorter one ("1234") only as a whole text."""


async def mask_in_page(page: Page, secrets: set[str]) -> None:
    """Replace the values of secret fields with the mask, on the screen too, and add them to `secrets`.

    Raises:
        Interference: more secrets than a real page has.
    """
    for frame in page.frames:
        secrets.update(await evaluate_texts(frame, FIELDS, [label_pattern(), ISSUED_SHAPE, MASK]))
    if len(secrets) > _MAX_SECRETS:
        raise Interference


def mask_text(text: str, values: Iterable[str]) -> str:
    """The text with each value masked, as it is or percent-encoded."""
    for value in sorted(values, key=len, reverse=True):
        for form in {value, " ".join(value.split()), quote(value, safe=""), quote_plus(value)} - {"", MASK}:
            if text == form:
                return MASK
            if len(form) >= _MIN_CHARS_ANYWHERE:
                text = text.replace(form, MASK)
    return text


def mask_node(node: Node, values: Iterable[str]) -> Node:
    """One node (not its children) with the values masked, and the text of a field with a secret's name."""
    props = tuple((name, _USER_INFO.sub("//", mask_text(value, values))) for name, value in node.props)
    text = mask_text(node.text, values)
    if text and node.role in _FIELDS and is_secret_label(f"{node.name} {dict(props).get('/placeholder', '')}"):
        text = MASK
    return replace(node, name=mask_text(node.name, values), text=text, props=props)

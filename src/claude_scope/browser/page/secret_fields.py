"""Keeps the values of secret fields inside this module: they are masked in the page, and once more in the tree."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from claude_scope.browser.page.script_results import Interference, evaluate_texts
from claude_scope.browser.scripts import FIELDS
from claude_scope.lexicon.secret_names import label_pattern
from claude_scope.redaction.field_labels import is_secret_label
from claude_scope.redaction.issuer_tokens import ISSUED_SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Page

    from claude_scope.values import Node

MASK = "••••••••"
"""Always as long, so that it does not tell the length of what it replaces."""

_USER_INFO = re.compile(r"//[^/@\s?#]+@")
_FIELDS = {"textbox", "searchbox", "combobox", "spinbutton"}
_MAX_SECRETS = 200
_MIN_CHARS_ANYWHERE = 5
"""A value this long is replaced wherever it stands; a shorter one ("1234") only where it is the whole text."""


async def mask_in_page(page: Page, secrets: set[str]) -> None:
    """Replace the values of secret fields by the mask, on the screen too, and add what they held to `secrets`.

    Raises:
        Interference: no real page has so many secrets, and none may be forgotten.
    """
    for frame in page.frames:
        secrets.update(await evaluate_texts(frame, FIELDS, [label_pattern(), ISSUED_SHAPE, MASK]))
    if len(secrets) > _MAX_SECRETS:
        raise Interference


def mask_text(text: str, values: Iterable[str]) -> str:
    """A text without any of the values, as they are or percent-encoded."""
    for value in sorted(values, key=len, reverse=True):
        for form in {value, " ".join(value.split()), quote(value, safe=""), quote_plus(value)} - {"", MASK}:
            if text == form:
                return MASK
            if len(form) >= _MIN_CHARS_ANYWHERE:
                text = text.replace(form, MASK)
    return text


def mask_node(node: Node, values: Iterable[str]) -> Node:
    """One node (not its children) without the values, and without the text of a field that is called like a secret."""
    props = tuple((name, _USER_INFO.sub("//", mask_text(value, values))) for name, value in node.props)
    text = mask_text(node.text, values)
    if text and node.role in _FIELDS and is_secret_label(f"{node.name} {dict(props).get('/placeholder', '')}"):
        text = MASK
    return replace(node, name=mask_text(node.name, values), text=text, props=props)

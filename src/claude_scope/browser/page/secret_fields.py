"""Masks the values of secret fields in the page, and again in the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from claude_scope.browser.page.script_results import Interference, evaluate_texts
from claude_scope.browser.scripts import FIELDS
from claude_scope.lexicon.secret_names import label_patterns
from claude_scope.redaction.field_instructions import INSTRUCTION, is_instruction
from claude_scope.redaction.field_labels import is_secret_label
from claude_scope.redaction.formats.issuer_tokens import ISSUED_SHAPE
from claude_scope.redaction.searched_values import is_searched_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from playwright.async_api import Page

    from claude_scope.values import Node

MASK = "••••••••"
"""Of fixed length, so that it does not reveal the length of the value."""

_USER_INFO = re.compile(r"//[^/@\s?#]+@")
_FIELDS = {"textbox", "searchbox", "combobox", "spinbutton"}
_MAX_SECRETS = 200
HIDDEN_INPUT = "hidden input\n"
"""The prefix that the script adds to the value of a hidden input, which contains no line break."""


@dataclass(slots=True)
class Secrets:
    """The values of the secret fields of a page, and secrets that the user gave, such as a password for the site."""

    of_page: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    def searched(self) -> frozenset[str]:
        """The values that are masked in all texts: those that the user gave, and those of the page that look random.

        Other values of the page could be any word or path.
        """
        return frozenset(self.given).union(value for value in self.of_page if is_searched_for(value, typed=False))


async def mask_in_page(page: Page, secrets: Secrets) -> None:
    """Replace the values of secret fields with the mask, on the screen too, and add them to `secrets`.

    The values of hidden inputs are added if they look random; the page keeps them.

    Raises:
        Interference: the page has more secrets than real pages have.
    """
    for frame in page.frames:
        values = await evaluate_texts(frame, FIELDS, [label_patterns(), ISSUED_SHAPE, MASK, HIDDEN_INPUT, INSTRUCTION])
        secrets.of_page.update(value for value in values if not value.startswith(HIDDEN_INPUT))
        hidden = (value.removeprefix(HIDDEN_INPUT) for value in values if value.startswith(HIDDEN_INPUT))
        tokens = (value for value in hidden if is_searched_for(value, typed=False))
        secrets.of_page.update(islice(tokens, max(0, _MAX_SECRETS // 2 - len(secrets.of_page))))
    if len(secrets.of_page) > _MAX_SECRETS:
        raise Interference


def mask_text(text: str, values: Iterable[str]) -> str:
    """The text with each value masked, also where it is percent-encoded."""
    for value in sorted(values, key=len, reverse=True):
        if len(value) <= len(text):
            for form in _forms(value):
                text = text.replace(form, MASK)
    return text


@lru_cache(maxsize=2 * _MAX_SECRETS)
def _forms(value: str) -> frozenset[str]:
    """How a value may be written."""
    return frozenset({value, " ".join(value.split()), quote(value, safe=""), quote_plus(value)} - {""})


def mask_node(node: Node, secrets: Secrets, values: Collection[str]) -> Node:
    """One node (not its children) with `values` masked, and the text of a field that has a secret's name or value."""
    props = tuple((name, _USER_INFO.sub("//", mask_text(value, values))) for name, value in node.props)
    text = mask_text(node.text, values)
    if text and node.role in _FIELDS and (node.text in secrets.of_page or _has_secret_name(node)):
        text = MASK
    return replace(node, name=mask_text(node.name, values), text=text, props=props)


def _has_secret_name(node: Node) -> bool:
    is_named = is_secret_label(f"{node.name} {dict(node.props).get('/placeholder', '')}")
    return is_named and not is_instruction(node.text)

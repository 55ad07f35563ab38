"""Recognises sign-in pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from claude_scope.lexicon.sign_in_words import CONTINUE, SIGN_IN
from claude_scope.redaction.field_labels import is_password_label

if TYPE_CHECKING:
    from claude_scope.values import Node

_PATH = re.compile(
    r"(^|[/_.-])(log[_-]?in|sign[_-]?in|auth|authorize|sso|oauth2?|session/new)([/_.?-]|$)", re.IGNORECASE
)


def is_sign_in(requested: str, final: str, tree: Node) -> bool:
    """Whether the browser was redirected to a sign-in address, or the page asks for a password."""
    return _was_redirected_to_sign_in(requested, final) or _asks_for_a_password(tree)


def _was_redirected_to_sign_in(requested: str, final: str) -> bool:
    before, after = urlsplit(requested), urlsplit(final)
    moved = (before.netloc.rpartition("@")[2], before.path or "/") != (after.netloc, after.path or "/")
    host = after.hostname or ""
    return moved and bool(_PATH.search(after.path) or re.match(r"(login|signin|auth|accounts|sso|id)\.", host))


def _asks_for_a_password(tree: Node) -> bool:
    """One password field and a button that signs in; a form to change a password has more fields, or no such button."""
    fields = [node for node in tree.walk() if node.role == "textbox" and is_password_label(_labels(node))]
    buttons = (node for node in tree.walk() if node.role == "button")
    return len(fields) == 1 and any(_signs_in(_labels(node).strip()) for node in buttons)


def _signs_in(button: str) -> bool:
    return SIGN_IN.match(button) is not None or CONTINUE.fullmatch(button) is not None


def _labels(node: Node) -> str:
    return f"{node.name} {node.text} {dict(node.props).get('/placeholder', '')}"

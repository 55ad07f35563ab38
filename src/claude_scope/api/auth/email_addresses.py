"""Normalises e-mail addresses, which identify accounts."""

from __future__ import annotations

import re
import unicodedata

from claude_scope.errors import BadInput

MAX_CHARS = 254
"""The longest address that mail can be delivered to (RFC 5321, 4.5.3.1; see erratum 1690 of RFC 3696)."""
MAX_LOCAL_CHARS = 64
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def normal_email(text: str) -> str:
    """Normalise an address (NFKC, case folded); raises BadInput for an invalid address.

    The service sends no mail, so only the syntax is checked: one `@` between two parts without white space or controls.
    """
    email = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
    if len(email) > MAX_CHARS or not _ADDRESS.fullmatch(email) or not is_plain(email):
        raise BadInput("email is not an e-mail address.")
    if len(email.partition("@")[0]) > MAX_LOCAL_CHARS:
        raise BadInput(f"email has more than {MAX_LOCAL_CHARS} characters before the @.")
    return email


def is_plain(text: str) -> bool:
    """Whether a text is free of control, format and surrogate characters."""
    return not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in text)

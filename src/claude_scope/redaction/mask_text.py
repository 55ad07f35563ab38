"""Masks the secrets of one text: by issuer format, by the name before them, by checksum."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from claude_scope.redaction.formats.format import mask
from claude_scope.redaction.formats.secret_formats import AFTER_NAMES, BEFORE_NAMES
from claude_scope.redaction.running_text import named_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claude_scope.redaction.formats.format import Format

KNOWN_TEXTS, MAX_KNOWN_CHARS = 8192, 500
"""Maximum number and length of texts whose secrets are cached: a session has the same texts in each of its states."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def normalised(text: str) -> str:
    """The text with composed accents, and full-width letters and digits narrowed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_FULL_WIDTH)


class _Formats:
    """Formats with the texts that each requires.

    These texts are in a single list, which is searched three times as fast as one list per format.
    """

    def __init__(self, formats: Sequence[Format]) -> None:
        self._formats = formats
        self._needs = [(need, at) for at, other_format in enumerate(formats) for need in other_format.needs or ("",)]

    def mask(self, text: str, found: Callable[[str], None]) -> str:
        """The text with the secrets of these formats masked, one format after the other."""
        low = text.lower()
        for at in sorted({at for need, at in self._needs if need in low}):
            text = self._formats[at].apply(text, found)
        return text


_BEFORE, _AFTER = _Formats(BEFORE_NAMES), _Formats(AFTER_NAMES)


def mask_shapes(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with every secret of a known shape masked, and these secrets."""
    return _known(text) if len(text) <= MAX_KNOWN_CHARS else _mask_shapes(text)


def _mask_shapes(text: str) -> tuple[str, tuple[str, ...]]:
    found: list[str] = []
    plain = normalised(text)
    masked = _BEFORE.mask(plain, found.append)
    masked = _with_names(masked, found.append)
    masked = _AFTER.mask(masked, found.append)
    return text if masked == plain else masked, tuple(found)


_known = lru_cache(KNOWN_TEXTS)(_mask_shapes)


def _with_names(text: str, found: Callable[[str], None]) -> str:
    parts, done = [], 0
    for start, end, hint in named_secrets(text):
        found(text[start:end])
        parts += [text[done:start], mask(hint)]
        done = end
    return "".join((*parts, text[done:])) if parts else text

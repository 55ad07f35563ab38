"""Formats times, sizes and page text for people."""

from __future__ import annotations

import unicodedata

from claude_scope.clock import length as lasted

MAX_TEXT = 600
"""Maximum number of characters of a label; `session.json` has the complete text."""

_ALLOWED = frozenset("\n\t")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
"""Zero-width (non-)joiners are part of Persian, Hindi and emoji."""


def visible(text: str) -> str:
    """The text with invisible and reordering characters written as `\\u202e`.

    A page can hide words from people with such characters, as CVE-2021-42574 did in source code.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(character) for character in text)


def _escape(character: str) -> str:
    if character in _ALLOWED or character in _JOINERS or unicodedata.category(character) not in _INVISIBLE:
        return character
    return f"\\u{ord(character):04x}"


def clip(text: str, limit: int = MAX_TEXT) -> str:
    """The text with invisible characters escaped, cut after `limit` characters with an ellipsis."""
    return visible(text if len(text) <= limit else text[:limit].rstrip() + " …")


def capitalized(sentence: str) -> str:
    """The sentence with its first letter capitalized; an address is unchanged."""
    return sentence if sentence.startswith("http") else sentence[:1].upper() + sentence[1:]


def format_duration(ms: int | None) -> str:
    """A duration as in prompts, or "unknown"."""
    return "unknown" if ms is None else lasted(ms)


def format_size(count: int) -> str:
    """A file size in decimal units, as file managers show it."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB"

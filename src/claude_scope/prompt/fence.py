"""Fences page text: puts it between tags whose names contain a nonce that no page can know.

Page text reaches the agent and is untrusted (indirect prompt injection, OWASP LLM01). Three things keep it data: it is
cleaned (no control, zero-width or bidirectional characters, no line breaks, no markup, bounded length), quoted as a
JSON string within a row, and placed inside `<page-data-NONCE>` tags.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from claude_scope.errors import UsageError
from claude_scope.invisible_characters import visible
from claude_scope.redaction.formats.format import MASKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claude_scope.values import Source

NONCE_BYTES = 8
"""64 bits: a page has one guess per prompt."""
LINE_LIMIT = 1_200
"""The longest line inside a fence, in characters; rows consist of shorter quoted texts."""
TEXT_LIMIT = 160
"""The longest quoted text, in characters: long enough for an error message, short enough for a row."""

RECORDED_MASK = "\u2022" * 6
"""The text that `record` writes in place of a secret."""
SCREEN_ONLY = "~"
"""Marks a text that was read from pixels and has no node in the page's tree."""
LOCATOR_LIMIT = 240
"""The longest locator, in characters; those of the browser lane are shorter, except for long names."""

_HIDDEN_CHARACTERS = re.compile(
    "[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]|[a-zA-Z][\u200b\u2060\ufeff]+[a-zA-Z]"
)
"""Characters with no legitimate use in a label: direction overrides, tags, zero-width characters inside words."""
_SPACE = re.compile(r"[\s\u2028\u2029]+")
_MARKUP = re.compile(r"<(?=[/!?|a-zA-Z])")
_CODE_FENCE = re.compile(r"`{3,}|~{3,}")


def clean(text: str) -> str:
    """The text on one line, without invisible characters, tags or code fences.

    `<` before a tag name becomes `\u2039`: `a < b` survives, `</page-data>` does not. Idempotent.
    """
    text = _SPACE.sub(" ", visible(text)).strip()
    text = _MARKUP.sub("\u2039", text)
    return _CODE_FENCE.sub("''", text)


@lru_cache(maxsize=4096)  # labels repeat across states, and trimming renders a prompt several times
def cut(text: str, limit: int = TEXT_LIMIT) -> str:
    """The cleaned text, at most `limit` characters, with an ellipsis if it was cut."""
    window = 2 * limit + 64
    cleaned = clean(text[:window])
    if len(cleaned) <= limit and len(text) <= window:
        return cleaned
    return f"{cleaned[: limit - 1].rstrip()}\u2026"


def quote(text: str, limit: int = TEXT_LIMIT) -> str:
    """The cleaned and cut text as a JSON string, so that its start and end are unambiguous."""
    return json.dumps(cut(text, limit), ensure_ascii=False)


def full_locator(locator: str) -> str:
    """The cleaned locator, or "" if it exceeds `LOCATOR_LIMIT` or is masked: an incomplete locator finds nothing."""
    is_masked = MASKED in locator or RECORDED_MASK in locator
    return clean(locator) if len(locator) <= LOCATOR_LIMIT and not is_masked else ""


def role_locator(role: str, name: str) -> str:
    """The `getByRole` locator for a role and exact name; a line that shows both need not repeat the locator."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"page.getByRole('{role}', {{ name: '{escaped}', exact: true }})"


def short_locator(locator: str) -> str:
    """A locator as rows and trees show it, without the leading `page.`."""
    return full_locator(locator).removeprefix("page.")


def source_mark(source: Source) -> str:
    """The mark of a source; "" if the page's tree confirms the element."""
    return SCREEN_ONLY if source.has_no_node else ""


def has_hidden_characters(text: str) -> bool:
    """Whether a text contains characters that hide or reorder the visible text."""
    return _HIDDEN_CHARACTERS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Fence:
    """The tags of one prompt: `opening` and `closing` surround each block of page data."""

    nonce: str

    @property
    def opening(self) -> str:
        """The start tag."""
        return f"<page-data-{self.nonce}>"

    @property
    def closing(self) -> str:
        """The end tag."""
        return f"</page-data-{self.nonce}>"

    def wrap(self, lines: Iterable[str] | str) -> str:
        """The lines between the tags, each cleaned again except for its indentation; "(nothing)" when empty."""
        given = [lines] if isinstance(lines, str) else lines
        inside = [self._line(line) for line in given]
        return "\n".join((self.opening, *(inside or ["(nothing)"]), self.closing))

    def _line(self, line: str) -> str:
        stripped = line.lstrip(" ")
        indent = min(len(line) - len(stripped), 40)
        return " " * indent + cut(stripped, LINE_LIMIT).replace(self.nonce, "")


def fence_for(contents: Iterable[str], nonce: str | None = None) -> Fence:
    """Return a fence whose nonce occurs in none of the contents. Tests pass a nonce, which is checked the same way.

    Raises:
        UsageError: the given nonce is short, not letters and digits, or occurs in the contents.
    """
    whole = "\n".join(contents)
    if nonce is not None:
        if not re.fullmatch(r"[A-Za-z0-9]{8,64}", nonce) or nonce in whole:
            raise UsageError("The nonce must be 8 to 64 letters and digits that the page does not hold; leave it out.")
        return Fence(nonce)
    while (drawn := secrets.token_hex(NONCE_BYTES)) in whole:
        pass
    return Fence(drawn)

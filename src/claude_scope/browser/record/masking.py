"""Masks secrets in the lines of a capture: in addresses by the names of parameters, elsewhere by their values."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from typing import Any

from claude_scope.browser.record.script import MASK
from claude_scope.lexicon.secret_names import kinds_of_label
from claude_scope.redaction.redact import redact_text

MASKED = "[masked]"

_PARAMETER = re.compile(r"([?&#;]|%3[fF]|%26|%23)([\w.~%\[\]-]{1,100})(=|%3[dD])([^&#\s\"'<>;\\(){}|,`]{1,8000})")
_USER_INFO = re.compile(r"(://)[^\s/@:?#\"'\\<>]{0,200}:[^\s/@\"'\\<>]{1,200}(?=@)")
_SECRET_PARAMETERS = frozenset(
    "auth authorization code jwt key nonce otp pass sid sig signature session sessionid session_id state ticket token "
    "samlresponse samlrequest credential credentials x-amz-credential x-amz-signature x-amz-security-token "
    "x-goog-credential x-goog-signature hmac hash_token access refresh id_token_hint client_assertion assertion "
    "code_verifier code_challenge csrf xsrf csrfmiddlewaretoken authenticity_token".split()
)
"""Names of parameters that carry a secret in an address, though elsewhere they mean other things."""
_MIN_CHARS = 6
"""A value of a secret field of this many characters is masked wherever it stands; a shorter one could be any word."""
_MAX_VALUES = 500
_WORDS_OF_FORMAT = frozenset("document password checked number button select action hidden submit string".split())
"""Values that lines hold anyway; a password like that could be any word."""


@lru_cache(maxsize=4_096)
def _is_secret_parameter(name: str) -> bool:
    plain = re.sub(r"%[0-9a-fA-F]{2}|[\[\]]", " ", name).strip()
    return plain.lower() in _SECRET_PARAMETERS or bool(kinds_of_label(plain))


class LineMasker:
    """Masks lines of JSON, and counts what it masked by kind. `learn` is told the values of secret fields."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._values: dict[str, None] = {}
        self._pattern: re.Pattern[str] | None = None

    def learn(self, value: str) -> None:
        """Mask this value from now on, wherever it stands."""
        self.counts["field"] = max(self.counts["field"], 1)
        if len(value) < _MIN_CHARS or value in self._values or value.lower() in _WORDS_OF_FORMAT:
            return
        if len(self._values) >= _MAX_VALUES:
            self._values.pop(next(iter(self._values)))
        self._values[value] = None
        forms = {json.dumps(one, ensure_ascii=plain)[1:-1] for one in self._values for plain in (True, False)}
        self._pattern = re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))))

    def line(self, line: str) -> str:
        """The line with the secrets in its addresses and the values of secret fields masked; it stays valid JSON."""
        if "=" in line or "%3" in line:
            line = _PARAMETER.sub(self._parameter, line)
        if "@" in line:
            line = _USER_INFO.sub(self._user_info, line)
        if self._pattern is not None:
            line, found = self._pattern.subn(MASK, line)
            self._count("value", found)
        return line

    def text(self, text: str) -> str:
        """A text of the page outside of its DOM, such as a line of the console, with every secret masked."""
        masked, found = redact_text(text)
        self._count("text", found)
        return masked

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event with its free texts masked."""
        return {
            key: self.text(value) if key in _FREE_TEXTS and isinstance(value, str) else value
            for key, value in event.items()
        }

    def _parameter(self, match: re.Match[str]) -> str:
        before, name, equals, value = match.groups()
        if value.startswith(("[masked", "%5Bmasked%5D", MASK)) or not _is_secret_parameter(name):
            return match[0]
        self._count("query", 1)
        return f"{before}{name}{equals}{MASKED}"

    def _user_info(self, match: re.Match[str]) -> str:
        self._count("user", 1)
        return f"{match[1]}{MASKED}"

    def _count(self, kind: str, number: int) -> None:
        if number:
            self.counts[kind] += number


_FREE_TEXTS = frozenset({"text", "stack", "message", "body", "requestBody"})

"""Masks secrets in the lines of a capture: in URLs by the names of parameters, elsewhere by their values."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from claude_scope.browser.record.repeats import PART_CHARS, Repeats, parts_of
from claude_scope.browser.record.script import MASK
from claude_scope.browser.record.secret_count import SecretCount
from claude_scope.browser.record.tabs.frame_lines import is_full_snapshot
from claude_scope.lexicon.secret_names import kinds_of_label

if TYPE_CHECKING:
    from collections.abc import Iterator

MASKED = "[masked]"

_PARAMETER = re.compile(r"([?&#;]|%3[fF]|%26|%23)([\w.~%\[\]-]{1,100})(=|%3[dD])([^&#\s\"'<>;\\(){}|,`]{1,8000})")
_USER_INFO = re.compile(r"(://)[^\s/@:?#\"'\\<>]{0,200}:[^\s/@\"'\\<>]{1,200}(?=@)")
_LINE_AND_COLUMN = re.compile(r"(?::\d{1,9}){1,2}$")
"""The position that follows the address of a script in a stack."""
SECRET_PARAMETERS = frozenset(
    "auth authorization code jwt key nonce otp pass sid sig signature session sessionid session_id state ticket token "
    "samlresponse samlrequest credential credentials x-amz-credential x-amz-signature x-amz-security-token "
    "x-goog-credential x-goog-signature hmac hash_token access refresh id_token_hint client_assertion assertion "
    "code_verifier code_challenge csrf xsrf csrfmiddlewaretoken authenticity_token".split()
)
"""Names of URL parameters that contain a secret, but mean something else outside URLs."""
_NO_TEXTS = frozenset("kind page document frame t tagName act level how type role tag class id style d for".split())
"""Keys of events, and attributes of elements, whose values cannot repeat a secret."""
_SHOWN_TEXTS = frozenset({"textContent", "value", "text", "placeholder", "label", "alt"})
"""Keys of texts that are visible at the place of their node."""
_MAX_MASKED_NODES = 20_000


@lru_cache(maxsize=4_096)
def _is_secret_parameter(name: str) -> bool:
    plain = re.sub(r"%[0-9a-fA-F]{2}|[\[\]]", " ", name).strip()
    return plain.lower() in SECRET_PARAMETERS or bool(kinds_of_label(plain))


class LineMasker:
    """Masks events and lines of JSON, and counts the different secrets; `learn` takes values of secret fields.

    The kinds of secrets: `field`, the value of a secret field; `text`, recognised in a text; `query`, a parameter of an
    address; `user`, user and password in an address.
    """

    def __init__(self) -> None:
        self.secrets = SecretCount()
        self._repeats = Repeats()
        self._masked_nodes: set[tuple[object, object]] = set()
        """Document and node of masked texts: later snapshots contain them again."""
        self.marks: dict[tuple[object, object], bool] = {}
        """Document and node whose text was masked (True) or is visible again (False); the reader empties this."""
        self._beginnings: set[str] = set()
        """The first letters of values that were recognised late; only events written before are searched for them."""
        self._needles: set[str] = set()
        """A written line that `again` may change contains at least one of these texts."""
        self._is_again = False

    def learn(
        self, value: str, *, typed: bool, within: bool = False, late: bool = False, source: object = None
    ) -> None:
        """Mask texts that repeat this value of a secret field from now on; `source` is the frame that reported it.

        `within` says that the field is an ordinary one whose value contains a secret: only the secret is searched for.
        `late` says that parts of the value were written before it was recognised; `again` masks them.
        """
        secrets = _secrets_within(value) if within else (value.strip(),)
        self.secrets.type(secrets, source)
        for secret in secrets:
            self._repeats.learn(secret, typed=typed, source=source)
            if late:
                self._learn_late(secret)

    def line(self, line: str) -> str:
        """The line with the secrets in its URLs masked; it stays valid JSON."""
        if "=" in line or "%3" in line:
            line = _PARAMETER.sub(self._parameter, line)
        if "@" in line:
            line = _USER_INFO.sub(self._user_info, line)
        return line

    def text(self, text: str) -> str:
        """Mask every secret in a text outside of the DOM, such as a console line."""
        from claude_scope.redaction.redact import redact_and_find

        masked, found = redact_and_find(text)
        for secret in found:
            if self._repeats.mask(secret, MASK, is_new=True) == secret:
                self.secrets.add("text", secret)
        return masked

    def event(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event with secrets in its free texts masked, and all texts that repeat a secret."""
        masked = {
            key: self.text(value) if key in _FREE_TEXTS and isinstance(value, str) else value
            for key, value in event.items()
        }
        return self.without_repeats(masked)

    def without_repeats(self, event: dict[str, Any]) -> dict[str, Any]:
        """The event, in which texts that repeat the value of a secret field are masked in place.

        `marks` gets the DOM nodes that show such a text, and those that no longer do.
        """
        if not self._repeats:
            return event
        is_new = not is_full_snapshot(event)
        waiting: list[tuple[Any, object]] = [(event, None)]
        while waiting:
            part, around = waiting.pop()
            node = part.get("id", around) if isinstance(part, dict) else around
            for key, value in part.items() if isinstance(part, dict) else enumerate(part):
                if isinstance(value, dict | list):
                    waiting.append((value, node))
                elif isinstance(value, str) and value and key not in _NO_TEXTS:
                    shown = (event.get("document"), node) if key in _SHOWN_TEXTS else None
                    part[key] = self._without_repeats(value, is_new, shown)
        return event

    @contextmanager
    def again(self) -> Iterator[None]:
        """In this context, `without_repeats` masks events written before a secret was known; pass them in order."""
        later, self._masked_nodes, self._is_again = self._masked_nodes, set(), True
        try:
            yield
        finally:
            self._masked_nodes |= later
            self._is_again = False
            self._beginnings.clear()
            self._needles.clear()

    def may_change(self, line: str) -> bool:
        """Whether `again` may change the event of this line. Parsing all events would take ten times as long."""
        return any(needle in line for needle in self._needles)

    def _learn_late(self, secret: str) -> None:
        beginnings = {secret[:end] for end in range(1, PART_CHARS)}
        self._beginnings |= beginnings
        self._needles |= {f'"{letters}"' for letters in beginnings} | parts_of(secret)

    def style_sheet(self, text: str) -> str:
        """A style sheet with secrets in its URLs masked, and all texts that repeat a secret."""
        return self._repeats.mask(self.line(text), MASK, is_new=False)

    def _without_repeats(self, text: str, is_new: bool, shown: tuple[object, object] | None) -> str:
        was_masked = shown in self._masked_nodes
        masked = self._repeats.mask(text, MASK, is_new=is_new)
        if self._is_again and is_new and shown is not None and text.strip() in self._beginnings:
            masked = MASK
        if masked == text and was_masked and not is_new:
            masked = MASK
        is_masked = masked != text or (self._is_again and MASK in text)  # it may have been masked before
        if shown is not None and isinstance(shown[1], int) and was_masked != is_masked:
            self._mark(shown, is_masked=is_masked)
        return masked

    def _mark(self, shown: tuple[object, object], *, is_masked: bool) -> None:
        if not is_masked:
            self._masked_nodes.discard(shown)
        elif len(self._masked_nodes) < _MAX_MASKED_NODES:
            self._masked_nodes.add(shown)
            if self._is_again:
                self._needles.add(f'"id":{shown[1]}')  # it may show something else later
        self.marks[shown] = is_masked

    def _parameter(self, match: re.Match[str]) -> str:
        before, name, equals, value = match.groups()
        if value.startswith(("[masked", "%5Bmasked%5D", MASK)) or not _is_secret_parameter(name):
            return match[0]
        if MASK not in value:  # else it contains a known secret
            self.secrets.add("query", _LINE_AND_COLUMN.sub("", value))
        return f"{before}{name}{equals}{MASKED}"

    def _user_info(self, match: re.Match[str]) -> str:
        self.secrets.add("user", match[0])
        return f"{match[1]}{MASKED}"


def _secrets_within(value: str) -> tuple[str, ...]:
    """The secrets in the value of an ordinary field; the whole value if none is recognised here."""
    from claude_scope.redaction.mask_text import mask_shapes

    return mask_shapes(value)[1] or (value,)


_FREE_TEXTS = frozenset({"text", "stack", "message", "body", "requestBody"})

"""Secrets that OCR misread are recognised; what only resembles one stays."""

from __future__ import annotations

import pytest

from claude_scope.redaction.ocr_confusions import join_split_words, misread_spans
from tests.test_redact import HARMLESS, R36

MISREAD = {
    "x0xb-204817736-" + R36[:20]: "x0xb-204817736-" + R36[:20],
    "whseC_" + R36[:32]: "whseC_" + R36[:32],
    "sk 1ive_" + R36[:24]: "sk 1ive_" + R36[:24],
    "Key sk_live_51Nq8Zr Tb4WmXc7Ld2 YvKp9Ge in use": "sk_live_51Nq8Zr Tb4WmXc7Ld2 YvKp9Ge",
    "hf_" + R36[:22] + " " + R36[22:34]: "hf_" + R36[:22] + " " + R36[22:34],
    "id AKlAQ7T2ZM4XBN6WK3HD": "AKlAQ7T2ZM4XBN6WK3HD",
    "card 4539 5787 6362 1487 ok": "4539 5787 6362 1487",
    "3782 822463 1OOO6": "3782 822463 1OOO6",
    "DE89 3704 0044 O532 0130 01": "DE89 3704 0044 O532 0130 01",
    "the password is Tr0ub-Anchor&3 today": "Tr0ub-Anchor&3",
    "passwo rd : Cobalt-9-ferry": "Cobalt-9-ferry",
    "Contrasenia: Girasol+22": "Girasol+22",
    "key " + R36[:24]: R36[:24],
}
FINE = (
    "3f9c2ab07de5c6319af04b8812cd7e65a90b1d24",
    "7c0e5a52-91d4-4b1f-8a63-0d2f6b9e1c77",
    "dist/assets/index-BqX2mT4k.js   188.20 kB",
    "2026-07-01 12:20:41 GET /api/changes?since=418 200",
    "Order 4539578763621487",
    "Tel. 4539 578 763 621",
    "useCallbackRefWithCleanupAndDeps",
    "npm ci && npm run build",
    "skeleton1loading2placeholder",
    "Ask 3 friends to join you",
)


@pytest.mark.parametrize(("text", "secret"), MISREAD.items())
def test_a_misread_secret_is_found_whole(text: str, secret: str) -> None:
    places = {place for start, end in misread_spans(text) for place in range(start, end)}
    start = text.index(secret)
    assert places == set(range(start, start + len(secret)))


@pytest.mark.parametrize("text", [*HARMLESS, *FINE])
def test_what_only_looks_like_a_secret_is_left(text: str) -> None:
    assert misread_spans(text) == ()


def test_spaces_are_taken_from_keys_alone() -> None:
    text, places = join_split_words("key sk_live_51Nq 8ZrTb4 is new")
    assert text == "key sk_live_51Nq8ZrTb4 is new"
    assert "".join("key sk_live_51Nq 8ZrTb4 is new"[place] for place in places) == text


@pytest.mark.parametrize("unit", ["1", "4111 ", "eyJ", "xoxb-", "password is ", "aB3", "aB3 ", "GB82 WEST ", "sk-"])
@pytest.mark.timeout(20)
def test_a_long_text_of_anything_is_done_in_linear_time(unit: str) -> None:
    """A pattern that tried every pair of letters would not finish within that time."""
    misread_spans(unit * (250_000 // len(unit)))

"""Secrets that are recognised only by their place on the screen are masked in texts as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claude_scope.redaction.redact import redact_analysis
from claude_scope.redaction.screen_layout import secrets_on_screen
from claude_scope.values import Box, Element, Line, Reading
from tests.analyses import minimal_analysis
from tests.test_redact import JWT, R36

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def line(text: str, x: int, y: int, wide: int = 0) -> Line:
    """A line that is 16 pixels high and 8 pixels wide per letter."""
    return Line(text, Box(x, y, wide or 8 * len(text), 16), 0.95)


def found(lines: Sequence[Line], *elements: Element) -> list[str]:
    parts = secrets_on_screen(Reading(1280, 720, tuple(lines), elements, ""))
    return list(dict.fromkeys(lines[part.line].text[part.start : part.end] for part in parts))


@pytest.mark.parametrize(
    ("lines", "secrets"),
    [
        ([line("Password", 40, 40), line("Walnut!Door64", 300, 40)], ["Walnut!Door64"]),
        ([line("Password", 40, 40), line("Walnut!Door64", 48, 70)], ["Walnut!Door64"]),
        ([line("Password Walnut!Door64", 40, 40)], ["Walnut!Door64"]),
        ([line("Password", 40, 40), line("Walnut !Door64", 300, 40)], ["Walnut !Door64"]),
        ([line("Password", 40, 40), line("Walnut! Door64", 300, 40)], ["Walnut! Door64"]),
        ([line("Passphrase:", 40, 40), line("Copper-lake7", 135, 40)], ["Copper-lake7"]),
        ([line("PIN", 40, 40), line("8264", 150, 40)], ["8264"]),
        ([line("Password", 40, 40), line("Balance $50", 300, 40)], []),
        ([line("API token", 40, 40), line("Room #204", 300, 40)], []),
        ([line("Password", 40, 40), line("hunter", 48, 70)], ["hunter"]),
        ([line("Password", 40, 40), line("Continue", 48, 70)], []),
        ([line("Password", 40, 40), line("required", 150, 40)], []),
        ([line("API key", 40, 40), line("sunshine", 150, 40)], []),
        ([line("API key", 40, 40), line("2026", 150, 40)], []),
        ([line("Token", 40, 40), line("2026-07-01", 48, 70)], []),
        ([line("Password", 40, 40), line("Forgot?", 150, 40)], []),
        ([line("Password", 40, 40), line("At least 8 characters", 48, 70)], []),
        ([line("DB_TOKEN=abc", 40, 40), line("LEVEL=debug3", 40, 60)], []),
        ([line("Password", 40, 40), line("Walnut!Door64", 700, 400)], []),
    ],
)
def test_the_value_of_a_label_is_a_secret_where_it_can_be_one(lines: list[Line], secrets: list[str]) -> None:
    assert found(lines) == secrets


def test_the_text_of_a_button_is_not_a_label() -> None:
    button = Element("button", "New token", Box(30, 30, 100, 36), 0.9)
    assert found([line("New token", 40, 40), line("bot-4", 44, 80)], button) == []
    assert found([line("New token", 40, 40), line("bot-4", 44, 80)]) == ["bot-4"]


def test_a_token_that_is_wrapped_is_a_secret_in_each_of_its_lines() -> None:
    text = f"Bearer {JWT[:50]}", JWT[50:90], JWT[90:]
    lines = [line(text[0], 40, 40), line(text[1], 24, 60, 8 * len(text[0]) + 16), line(text[2], 24, 80)]
    assert "".join(found(lines)) == JWT


def test_a_list_of_settings_is_not_a_wrapped_token() -> None:
    lines = [
        line(f"AWS_ACCESS_KEY_ID={'AKIA'}IAQ7T2ZM4XBN6WK3", 40, 40),
        line("S3_BUCKET=orchard-uploads", 40, 60),
        line("v2.14.3", 40, 80),
    ]
    assert found(lines) == ["AKIA" + "IAQ7T2ZM4XBN6WK3"]


def test_words_that_ocr_parted_are_read_as_one_line() -> None:
    """OCR splits a monospaced line of code at its spaces."""
    assert found([line("password", 40, 40), line(":", 108, 40), line("Cobalt-9-ferry", 122, 40)]) == ["Cobalt-9-ferry"]


def test_a_private_key_is_one_to_its_end() -> None:
    body = [R36 + "/+" + R36[:10], R36[10:] + " " + R36[:20], R36[:12]]
    lines = [line(text, 40, 40 + 20 * n) for n, text in enumerate(["-----BEGIN PRIVATE KEY-----", *body])]
    lines += [line("-----END PRIVATE KEY-----", 40, 120), line("the end of it", 40, 140)]
    assert set(body) <= set(found(lines))
    assert not {"-----END PRIVATE KEY-----", "the end of it"} & set(found(lines))


def test_a_secret_by_its_place_is_masked_in_all_texts(tmp_path: Path) -> None:
    whole = minimal_analysis(tmp_path)
    moment = whole.timeline.moments[0]
    lines = (line("PIN", 40, 40), line("8264", 150, 40), line("Password", 40, 80), line("Walnut!Door64", 300, 80))
    elements = tuple(Element("text", line.text, line.box, 0.9) for line in lines)
    moment = replace(
        moment,
        reading=Reading(1280, 720, lines, elements, ""),
        summary='text "8264" appeared; then Walnut!Door64 in 8264 places',
    )
    whole = replace(whole, timeline=replace(whole.timeline, moments=(moment,)))
    (masked,) = redact_analysis(whole).timeline.moments
    assert [line.text for line in masked.reading.lines][::2] == ["PIN", "Password"]
    assert "8264" not in repr(masked.reading)
    assert "Walnut" not in repr(masked)
    assert masked.summary.endswith("in 8264 places"), "four digits may be anything else where they stand in a sentence"
    assert 'text "[masked:' in masked.summary
    assert redact_analysis(redact_analysis(whole)) == redact_analysis(whole)


def test_a_screen_full_of_labels_and_keys_is_done_in_linear_time() -> None:
    """Comparing every label with every text would not finish within the time limit."""
    rows = [
        item
        for y in range(0, 40_000, 20)
        for item in (line("Password", 40, y), line("Walnut!Door64", 300, y), line(f"{R36}{y}", 600, y))
    ]
    assert {"Walnut!Door64", f"{R36}0"} <= set(found(rows))

"""The spans that masking replaced in a text are located exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_scope.redaction.formats.format import mask
from claude_scope.redaction.masked_spans import masked_spans
from claude_scope.redaction.redact import redact_text

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("nothing here", []),
        ("Password: hunter2", ["hunter2"]),
        ("GET /pay?id=7&token=abc123&page=2; Password: hunter2, retry", ["abc123", "hunter2"]),
        (f"{CARD} and {CARD} 04/27 123", [CARD, CARD, "123"]),
        ("postgres://app:app@app", ["app"]),
    ],
)
def test_each_secret_is_found_in_its_place(text: str, secrets: list[str]) -> None:
    assert [text[start:end] for start, end in masked_spans(text, redact_text(text)[0])] == secrets


def test_what_was_masked_of_another_text_is_all_of_it() -> None:
    assert masked_spans("a b", f"c {mask('key')}") == [(0, 3)]


PIECE = st.text("ab =:", max_size=6)


@given(st.lists(PIECE, min_size=2, max_size=5), st.data())
def test_no_letter_of_a_secret_lies_outside(pieces: list[str], data: st.DataObject) -> None:
    """Whatever text is between the secrets, even if the secrets contain it as well."""
    secrets = [data.draw(st.text("ab =:", min_size=1, max_size=6)) for _ in pieces[1:]]
    text, masked, places = pieces[0], pieces[0], set[int]()
    for secret, piece in zip(secrets, pieces[1:], strict=True):
        places.update(range(len(text), len(text) + len(secret)))
        text, masked = text + secret + piece, masked + mask("key") + piece
    found = masked_spans(text, masked)
    assert places <= {place for start, end in found for place in range(start, end)}

"""Which values of secret fields are searched for in other texts."""

from __future__ import annotations

import random
import uuid
from base64 import urlsafe_b64encode

import pytest

from claude_scope.redaction.searched_values import is_random, is_searched_for


@pytest.mark.parametrize("value", ["S3cret!pw", "Tr0ub4dour&3", "9174", "hunter2", "correct horse battery staple"])
def test_what_a_person_typed_into_a_secret_field_is_searched_for(value: str) -> None:
    """A password, a PIN and a passphrase."""
    assert is_searched_for(value, typed=True)


@pytest.mark.parametrize("value", ["admin", "Password", "/admin/", "https://example.org/", "abc", "home/users/list/"])
def test_paths_words_and_short_values_are_not_searched_for(value: str) -> None:
    """They occur in too many texts that are unrelated to the field."""
    assert not is_searched_for(value, typed=True)


@pytest.mark.parametrize("bits", [128, 256])
def test_hexadecimal_keys_and_uuids_are_random(bits: int) -> None:
    """Also those with consecutive digits."""
    drawn = random.Random(bits)
    values = [f"{drawn.getrandbits(bits):0{bits // 4}x}" for _ in range(2_000)]
    values += [str(uuid.UUID(int=drawn.getrandbits(128), version=4)) for _ in range(2_000)]
    assert [value for value in values if not is_random(value)] == []


def test_nearly_all_tokens_in_base64_are_random() -> None:
    """Of 16 characters a few look like words."""
    drawn = random.Random(64)
    values = [urlsafe_b64encode(drawn.randbytes(12)).decode() for _ in range(300)]
    assert sum(is_random(value) for value in values) >= 0.98 * len(values)


@pytest.mark.parametrize("value", ["0" * 31 + "a", "00000000-0000-0000-0000-000000000001", "deadbeef" * 4])
def test_placeholders_in_hexadecimal_are_not_random(value: str) -> None:
    """They repeat few digits."""
    assert not is_random(value)


@pytest.mark.parametrize("value", ["AKIA" + "ABCDEFGHIJKLMNOP", "postgres://app:hunter@db.internal/shop"])
def test_known_formats_are_searched_for_even_if_not_typed(value: str) -> None:
    """A key in capitals alone does not look random."""
    assert is_searched_for(value, typed=False)


@pytest.mark.parametrize(
    "value",
    [
        *("/admin/", "django.contrib.admin.forms", "AdminUserProfilePageComponentView", "2024-11-30T12:00:00.000Z"),
        *("annual-report-final-2024", "save and continue editing", "1764547200000000", "Benutzerverwaltung-2024"),
        *("checkout_step_two_of_three", "static/js/bundle/main.js", "v1.2.3-rc4.build5", "aaaaaaaaaaaaaaaaaaaaaaaa"),
    ],
)
def test_words_dates_and_paths_are_not_random(value: str) -> None:
    """Values of hidden fields that are not tokens."""
    assert not is_searched_for(value, typed=False)

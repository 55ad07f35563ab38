"""Which values of secret fields are searched for in other texts."""

from __future__ import annotations

import secrets
import uuid

import pytest

from claude_scope.redaction.searched_values import is_random, is_searched_for


@pytest.mark.parametrize("value", ["S3cret!pw", "Tr0ub4dour&3", "9174", "hunter2", "correct horse battery staple"])
def test_what_a_person_typed_into_a_secret_field_is_searched_for(value: str) -> None:
    """A password, a PIN and a passphrase."""
    assert is_searched_for(value, typed=True)


@pytest.mark.parametrize("value", ["admin", "Password", "/admin/", "https://example.org/", "abc", "home/users/list/"])
def test_paths_words_and_short_values_are_not_searched_for(value: str) -> None:
    """They stand in too many texts that have nothing to do with the field."""
    assert not is_searched_for(value, typed=True)


def test_tokens_are_random() -> None:
    """Hexadecimal, base64url and UUIDs, as hidden fields hold them."""
    values = [secrets.token_hex(16), secrets.token_hex(32), secrets.token_urlsafe(32), str(uuid.uuid4())]
    assert all(is_random(value) for value in values), values


@pytest.mark.parametrize("value", ["AKIA" + "ABCDEFGHIJKLMNOP", "postgres://app:hunter@db.internal/shop"])
def test_known_formats_are_searched_for_whoever_wrote_them(value: str) -> None:
    """A key of capitals alone does not look random."""
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
    """What hidden fields hold beside tokens."""
    assert not is_searched_for(value, typed=False)

"""Invalid and unknown variables are named, with what to do about each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from claude_scope.cli import doctor
from claude_scope.cli.environment import describe_settings, invalid_variables, load_settings, refuse_unknown
from claude_scope.errors import UsageError
from claude_scope.settings import ServiceSettings, Settings, WorkerSettings


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("CLAUDE_SCOPE_OCR_THREADS", "many", "a whole number"),
        ("CLAUDE_SCOPE_OCR_THREADS", "0", "at least 1"),
        ("CLAUDE_SCOPE_OCR_THREADS", "1000", "at most 64"),
        ("CLAUDE_SCOPE_PAGE_TIMEOUT_S", "soon", "a number"),
        ("CLAUDE_SCOPE_PAGE_TIMEOUT_S", "0", "more than 0"),
        ("CLAUDE_SCOPE_ALLOW_PRIVATE_ADDRESSES", "perhaps", "true or false"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_with_what_would(
    variable: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    (finding,) = doctor.settings()
    assert not finding.ok
    assert finding.detail == f"{variable} is {value!r}"
    assert finding.fix == f"set it to {expected}, or unset it"
    with pytest.raises(UsageError, match=f"{variable} is '{value}'; set it to {expected}, or unset it"):
        load_settings(Settings)


def test_an_empty_data_folder_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    default = load_settings(ServiceSettings).data_dir
    monkeypatch.setenv("CLAUDE_SCOPE_DATA_DIR", "")
    assert load_settings(ServiceSettings).data_dir == default != Path()
    monkeypatch.setenv("CLAUDE_SCOPE_DATA_DIR", ".")
    assert load_settings(ServiceSettings).data_dir == Path()


def test_a_variable_that_is_not_a_setting_is_reported_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREAD", "2")
    monkeypatch.setenv("CLAUDE_SCOPE_XYZZY", "2")
    near, far = doctor.settings()
    assert (near.ok, near.fix) == (False, "set CLAUDE_SCOPE_OCR_THREADS instead")
    assert far.detail == "CLAUDE_SCOPE_XYZZY is not a setting, so it has no effect"
    assert far.fix == "unset it; docs/service/settings.md lists the settings"
    load_settings(Settings)  # a variable of a newer version does not stop this one
    with pytest.raises(UsageError, match="CLAUDE_SCOPE_OCR_THREAD is not a setting"):
        refuse_unknown()  # but stops a service, where it may have been meant to restrict access


def test_every_misfit_is_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREADS", "many")
    monkeypatch.setenv("CLAUDE_SCOPE_PAGE_TIMEOUT_S", "-1")
    monkeypatch.setenv("CLAUDE_SCOPE_TIMEOUT", "3")
    assert len(invalid_variables()) == len(doctor.settings()) == 3


def test_settings_that_fit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.ok for finding in doctor.settings()] == [True]
    monkeypatch.delenv("CLAUDE_SCOPE_ALLOW_ROOT", raising=False)
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREADS", "3")
    (finding,) = doctor.settings()
    assert (finding.ok, finding.detail) == (True, "CLAUDE_SCOPE_OCR_THREADS is valid")


def test_the_browsers_variable_alone_leaves_the_others_as_they_are() -> None:
    assert describe_settings({"CLAUDE_SCOPE_BROWSER": "/usr/bin/chromium"}) == "all defaults except the browser"
    assert describe_settings({"PATH": "/usr/bin"}) == "all defaults"


def test_an_option_that_does_not_fit_is_reported_as_an_option() -> None:
    with pytest.raises(UsageError, match=r"^The option --token-hours is .-1.0.; set it to more than 0"):
        load_settings(ServiceSettings, token_hours=-1.0)


@pytest.mark.parametrize("value", ["a.example, b.example", '["a.example", "b.example"]', "a.example,b.example,"])
def test_a_list_is_written_with_commas_or_as_json(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_ALLOWED_HOSTS", value)
    assert load_settings(ServiceSettings).allowed_hosts == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "value", ["localhost", "http://localhost:3000", "::1:3000", "a:b@c:1", "a:0", "[::1:80", "a:99999"]
)
def test_an_exception_that_names_no_host_and_port_is_reported(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_ALLOWED_PRIVATE_HOSTS", f"a.example:80, {value}")
    with pytest.raises(
        UsageError, match=r"CLAUDE_SCOPE_ALLOWED_PRIVATE_HOSTS is .*localhost:3000 or \[::1\]:3000"
    ) as raised:
        load_settings(ServiceSettings)
    assert value in str(raised.value)


def test_a_secret_that_does_not_fit_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_SECRET_KEYS", '["very secret')
    with pytest.raises(UsageError, match="CLAUDE_SCOPE_SECRET_KEYS is invalid") as raised:
        load_settings(ServiceSettings)
    assert "very secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({}, True),
        ({"host": "::1"}, True),
        ({"host": "localhost"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "::"}, False),
        ({"host": "192.168.1.5"}, False),
        ({"host": "127.0.0.1.nip.io"}, False),
        ({"public_url": "https://scope.example.com"}, False),
        ({"host": "0.0.0.0", "allow_private_addresses": True}, True),
        ({"allow_private_addresses": False}, False),
    ],
)
def test_private_addresses_are_reached_only_for_this_machines_user(given: dict[str, Any], allowed: bool) -> None:
    """Behind a reverse proxy on the same machine the clients are remote, although the service listens on loopback."""
    assert load_settings(ServiceSettings, **given).allow_private_addresses is allowed


def test_a_worker_without_an_api_trusts_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot know who uses the API whose sessions it processes."""
    assert load_settings(WorkerSettings).allow_private_addresses is False
    monkeypatch.setenv("CLAUDE_SCOPE_ALLOW_PRIVATE_ADDRESSES", "true")
    assert load_settings(WorkerSettings).allow_private_addresses is True

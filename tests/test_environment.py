"""Variables that do not fit, or are no settings, are named with what to do about each."""

from __future__ import annotations

import pytest

from claude_scope import doctor
from claude_scope.environment import load_settings, misfits
from claude_scope.errors import UsageError
from claude_scope.settings import Settings


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
def test_a_value_that_does_not_fit_is_told_with_what_would(
    variable: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    (finding,) = doctor.settings()
    assert not finding.ok
    assert finding.detail == f"{variable} is {value!r}"
    assert finding.fix == f"set it to {expected}, or unset it"
    with pytest.raises(UsageError, match=f"{variable} is '{value}'; set it to {expected}, or unset it"):
        load_settings(Settings)


def test_a_variable_that_is_no_setting_is_told_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREAD", "2")
    monkeypatch.setenv("CLAUDE_SCOPE_XYZZY", "2")
    near, far = doctor.settings()
    assert (near.ok, near.fix) == (False, "set CLAUDE_SCOPE_OCR_THREADS instead")
    assert far.detail == "CLAUDE_SCOPE_XYZZY is not a setting, so it does nothing"
    assert "CLAUDE_SCOPE_BROWSER" in far.fix
    load_settings(Settings)  # a name of a newer version does not stop this one


def test_every_misfit_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREADS", "many")
    monkeypatch.setenv("CLAUDE_SCOPE_PAGE_TIMEOUT_S", "-1")
    monkeypatch.setenv("CLAUDE_SCOPE_TIMEOUT", "3")
    assert len(misfits()) == len(doctor.settings()) == 3


def test_settings_that_fit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.ok for finding in doctor.settings()] == [True]
    monkeypatch.setenv("CLAUDE_SCOPE_OCR_THREADS", "3")
    (finding,) = doctor.settings()
    assert (finding.ok, finding.detail) == (True, "CLAUDE_SCOPE_OCR_THREADS fits")

"""Loads the settings from the environment, and explains invalid variables and how to fix them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from claude_scope.browser.find_browser import BROWSER_VARIABLE
from claude_scope.errors import UsageError
from claude_scope.settings import TOKEN_VARIABLE, ServiceSettings, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

S = TypeVar("S", bound=Settings)
_LIMITS = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}
PREFIX = str(Settings.model_config["env_prefix"])


@dataclass(frozen=True, slots=True)
class InvalidVariable:
    """An invalid variable: what is wrong with it, and how to fix it."""

    variable: str
    wrong: str
    fix: str


def load_settings(kind: type[S], **given: Any) -> S:
    """Load the settings from the environment; values that are `given` and not None take precedence.

    Raises:
        UsageError: names the first invalid value.
    """
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return kind(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name, invalid = str(first["loc"][0]), _invalid(first)
        what = f"option --{name.replace('_', '-')}" if name in given else f"environment variable {invalid.variable}"
        raise UsageError(f"The {what} {invalid.wrong}; {invalid.fix}.") from error


def refuse_unknown(environment: Mapping[str, str] = os.environ) -> None:
    """Raise UsageError for a `CLAUDE_SCOPE_` variable that is not a setting.

    The service then refuses to start: with the misspelt CLAUDE_SCOPE_SIGNUP=closed, sign-up would remain open.
    """
    for unknown in _unknown_among(environment):
        raise UsageError(f"The environment variable {unknown.variable} {unknown.wrong}; {unknown.fix}.")


def invalid_variables(environment: Mapping[str, str] = os.environ) -> list[InvalidVariable]:
    """Every `CLAUDE_SCOPE_` variable that has an invalid value or is not a setting."""
    try:
        ServiceSettings()
        wrong = []
    except ValidationError as error:
        wrong = [_invalid(detail) for detail in error.errors()]
    return wrong + _unknown_among(environment)


def describe_settings(environment: Mapping[str, str] = os.environ) -> str:
    """Describe which settings are in the environment; the browser variable has its own check."""
    there = sorted(name for name in environment if _is_known(name) and name.upper() != BROWSER_VARIABLE)
    if there:
        return f"{', '.join(there)} {'are' if len(there) > 1 else 'is'} valid"
    if any(name.upper() == BROWSER_VARIABLE for name in environment):
        return "all defaults except the browser"
    return "all defaults"


def _known() -> list[str]:
    return [BROWSER_VARIABLE, TOKEN_VARIABLE, *(f"{PREFIX}{field}".upper() for field in ServiceSettings.model_fields)]


def _is_known(name: str) -> bool:
    return name.upper() in _known()


def _unknown_among(environment: Mapping[str, str]) -> list[InvalidVariable]:
    ours = (name for name in sorted(environment) if name.upper().startswith(PREFIX))
    return [_unknown(name) for name in ours if not _is_known(name)]


def _unknown(name: str) -> InvalidVariable:
    """Suggest a similar setting. The common prefix, which makes all names similar, is ignored."""
    near = get_close_matches(name.upper().removeprefix(PREFIX), [known.removeprefix(PREFIX) for known in _known()], n=1)
    fix = f"set {PREFIX}{near[0]} instead" if near else "unset it; docs/service/settings.md lists the settings"
    return InvalidVariable(name, "is not a setting, so it has no effect", fix)


def _invalid(error: ErrorDetails) -> InvalidVariable:
    """Describe a validation error; an item of a list is reported as the whole list, a secret without its value."""
    field = str(error["loc"][0])
    shown = "invalid" if field in _secret() else repr(str(error["input"])[:80])
    return InvalidVariable(f"{PREFIX}{field}".upper(), f"is {shown}", f"set it to {_expected(error)}, or unset it")


def _secret() -> set[str]:
    return {name for name, field in ServiceSettings.model_fields.items() if "SecretStr" in str(field.annotation)}


def _expected(error: ErrorDetails) -> str:
    """The expected kind of value for an error (https://docs.pydantic.dev/latest/errors/validation_errors/)."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind in _LIMITS:
        return f"{_LIMITS[kind]} {next(iter(limits.values())):g}"
    named = {"int_parsing": "a whole number", "float_parsing": "a number", "bool_parsing": "true or false"}
    return named.get(kind, f"a valid value ({error['msg'].rstrip('.')})")

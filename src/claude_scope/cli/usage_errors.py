"""Explains in one sentence what is wrong with a command line, and what to type instead.

Typer would print four lines with its own type names. Its exceptions have no public module, so this module distinguishes
them by class name and attributes; unknown ones are reported in Typer's words.
"""

from __future__ import annotations

import re
from typing import Any

from claude_scope.cli.command_syntax import argument, limits, required_syntax

_NAME = "claude-scope"
_NUMBERS = {int: "a whole number", float: "a number"}


def explain(error: Any) -> str:
    """Explain a usage error of Typer in one sentence."""
    explainer = {
        "NoSuchOption": _no_such_option,
        "MissingParameter": _missing,
        "BadParameter": _bad_value,
        "BadOptionUsage": _bad_option,
        "UsageError": _other,
    }.get(type(error).__name__, _in_typers_words)
    return explainer(error)


def _no_such_option(error: Any) -> str:
    near = " or ".join(sorted(error.possibilities or ()))
    todo = f"did you mean {near}?" if near else f"{_help(error.ctx)} lists the options."
    return f"There is no option {error.option_name}; {todo}"


def _missing(error: Any) -> str:
    return f"{_called(error.param)} is missing; type: {_synopsis(error.ctx)}"


def _bad_value(error: Any) -> str:
    option, kind = _called(error.param), error.param.type_descriptor.annotation
    if choice := re.search(r"('.*') is not one of (.*?)\.?$", error.message, re.DOTALL):
        *first, last = choice.group(2).replace("'", "").split(", ")
        return f"{option} takes {' or '.join([', '.join(first), last] if first else [last])}, not {choice.group(1)}."
    if kind in _NUMBERS:
        allowed = limits(error.param.min, error.param.max).replace("at ", "of at ")
        return f"{option} takes {' '.join(filter(None, (_NUMBERS[kind], allowed)))}."
    return _in_typers_words(error)


def _bad_option(error: Any) -> str:
    if "requires an argument" in error.message:
        return f"{error.option_name} needs a value, as in {error.option_name} VALUE."
    return f"{error.option_name} takes no value; remove the = and what follows."


def _other(error: Any) -> str:
    if command := re.match(r"No such command '(.*?)'", error.message, re.DOTALL):
        near = re.search(r"Did you mean '(.*)'\?", error.message)
        todo = f"did you mean {near.group(1)}?" if near else f"there are {', '.join(error.ctx.command.commands)}."
        return f"There is no command {command.group(1)!r}; {todo}"
    if extra := re.match(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", error.message, re.DOTALL):
        return f"{extra.group(1)!r} is unexpected; type: {_synopsis(error.ctx)}"
    return _in_typers_words(error)


def _in_typers_words(error: Any) -> str:
    return f"{' '.join(error.format_message().split()).rstrip('.')}; see {_help(getattr(error, 'ctx', None))}."


def _called(param: Any) -> str:
    """The name of a parameter: an option as the user types it, an argument as the help names it."""
    return argument(param) if param.param_type_name == "argument" else str(param.opts[0])


def _synopsis(context: Any) -> str:
    """A command with its required parts: `claude-scope analyze RECORDING --url URL`."""
    return " ".join([context.command_path, *required_syntax(context.command.params)])


def _help(context: Any) -> str:
    return f"{context.command_path if context else _NAME} --help"

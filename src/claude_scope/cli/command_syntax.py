"""Formats the help of commands: usage lines with the required parts, and ranges in words instead of formulas."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

from claude_scope.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


FOLDER = "DIR"
"""The name of a folder in the help."""


class Command(TyperCommand):
    """A command whose usage line shows required options, which Typer hides: `... RECORDING --url URL [OPTIONS]`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; raises UsageError for an empty folder name, which would become the current folder."""
        given, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        for param in self.get_params(ctx):
            if param.metavar == FOLDER and given.get(param.name) == "":
                raise UsageError(f"{param.opts[0]} is empty; name a folder (. is this one), or leave it out.")
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line after the name of the command."""
        return [*required_syntax(self.params), "[OPTIONS]"]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the help of each option; Typer would write `--port <int range>  [default: (8765); 0<=x<=65535]`."""
        params = self.get_params(ctx)
        for title, kind in (("Arguments", "argument"), ("Options", "option")):
            if rows := [(_typed(param), _explained(param)) for param in params if param.param_type_name == kind]:
                with formatter.section(title):
                    formatter.write_dl(rows)


def with_value(args: Iterable[str], option: str, value: str) -> list[str]:
    """The arguments with a bare `option` written as `option=value`."""
    given = list(args)
    for index, arg in enumerate(given):
        if arg == option and (index + 1 == len(given) or given[index + 1].startswith("-")):
            given[index] = f"{option}={value}"
    return given


def required_syntax(params: Iterable[Any]) -> list[str]:
    """The required arguments and options of a command, as the user types them."""
    return [
        f"{argument(param)}{'' if param.nargs == 1 else '...'}"
        if param.param_type_name == "argument"
        else f"{param.opts[0]} {_value(param)}"
        for param in params
        if param.required
    ]


def argument(param: Any) -> str:
    """The name of an argument in the help."""
    return str(param.metavar or param.name.upper())


def limits(least: float | None, most: float | None) -> str:
    """The range of a number in words; "" without limits."""
    if least is not None and most is not None:
        return f"from {least} to {most}"
    return f"at least {least}" if least is not None else f"at most {most}" if most is not None else ""


def _typed(param: Any) -> str:
    """A parameter as the user types it: `--out DIR`, `-h, --help`."""
    if param.param_type_name == "argument":
        return argument(param)
    return ", ".join(sorted(param.opts, key=len)) + ("" if param.is_flag else f" {_value(param)}")


def _value(param: Any) -> str:
    return str(param.metavar or "VALUE")


def _explained(param: Any) -> str:
    return f"{param.help or ''}  {''.join(f'[{fact}]' for fact in _facts(param))}".strip()


def _facts(param: Any) -> Iterator[str]:
    """Yield the facts in brackets after the help of an option."""
    if param.param_type_name == "argument":
        return
    told = param.show_default if isinstance(param.show_default, str) else param.default
    shown = told.value if isinstance(told, Enum) else told
    if param.required:
        yield "required"
    elif facts := [fact for fact in (f"default: {shown}" if shown else "", limits(param.min, param.max)) if fact]:
        yield "; ".join(facts)

"""How the help shows a command: with what has to be typed, as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Iterable


class Command(TyperCommand):
    """Its usage is `claude-scope analyze RECORDING --url URL [OPTIONS]`; Typer would write `[OPTIONS] {RECORDING}`."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words after the name of the command."""
        return [*needed(self.params), "[OPTIONS]"]


def needed(params: Iterable[Any]) -> list[str]:
    """The arguments and options that a command cannot do without."""
    return [
        f"{argument(param)}{'' if param.nargs == 1 else '...'}"
        if param.param_type_name == "argument"
        else f"{param.opts[0]} {param.metavar or 'VALUE'}"
        for param in params
        if param.required
    ]


def argument(param: Any) -> str:
    """What the help calls an argument."""
    return str(param.metavar or param.name.upper())

"""The extras `claude-scope[hosted]`, `[mcp]` and `[s3]`: what not everyone needs, and whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra of pyproject.toml, and the modules of others that it is for."""

    name: str
    modules: tuple[str, ...]

    @property
    def install(self) -> str:
        """The command that installs it, wherever Claude Scope came from."""
        return f'pip install "claude-scope[{self.name}]"'

    def is_installed(self) -> bool:
        """Whether its modules are there. It imports none of them, which would take seconds."""
        return all(_is_there(module) for module in self.modules)


HOSTED = Extra("hosted", ("pydantic_ai", "genai_prices", "httpx2", "anthropic", "openai", "google.genai"))
"""The clients of providers of models."""
MCP = Extra("mcp", ("mcp", "mcp_types"))
"""The SDK of the Model Context Protocol, over which agents ask."""
S3 = Extra("s3", ("obstore",))
"""The client of S3."""


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:  # the package that it is in is missing
        return False

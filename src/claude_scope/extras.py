"""The optional extras `claude-scope[hosted]`, `[mcp]` and `[s3]`: whether each is installed, and how to install it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SETUP = Path(__file__).resolve().parents[2] / "scripts" / "setup"
"""Exists only in a clone of the repository; it installs every extra."""


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra of pyproject.toml and the third-party modules that it installs."""

    name: str
    modules: tuple[str, ...]

    @property
    def install(self) -> str:
        """The command that installs it: the setup script in a clone, pip elsewhere."""
        return "scripts/setup" if SETUP.is_file() else f'pip install "claude-scope[{self.name}]"'

    def is_installed(self) -> bool:
        """Whether its modules are installed. They are looked up and not imported, because importing takes seconds."""
        return all(_is_there(module) for module in self.modules)


HOSTED = Extra("hosted", ("pydantic_ai", "genai_prices", "httpx2", "anthropic", "openai", "google.genai"))
"""The clients of model providers."""
MCP = Extra("mcp", ("mcp", "mcp_types"))
"""The SDK of the Model Context Protocol, which lets coding agents read recordings."""
S3 = Extra("s3", ("obstore",))
"""The client of S3."""


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:  # its parent package is missing
        return False

"""The extra `claude-scope[hosted]`: the clients of the providers, which the local reader does not need."""

from __future__ import annotations

from importlib.util import find_spec

MODULES = ("pydantic_ai", "genai_prices", "httpx2", "anthropic", "openai", "google.genai")
"""What the extra brings and this package imports, itself or through Pydantic AI."""
INSTALL = 'pip install "claude-scope[hosted]"'
"""What installs it, wherever Claude Scope came from."""


def is_installed() -> bool:
    """Whether a model can be asked. Looks for the modules without importing them, which takes seconds."""
    return all(_is_there(name) for name in MODULES)


def _is_there(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ImportError:  # the package that it is in is missing
        return False

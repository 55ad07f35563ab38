"""Adds a key for tokens, as an operator does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_scope.api.auth.signing_keys import key_files, make_key, prepare

if TYPE_CHECKING:
    from pathlib import Path


def add_key(folder: Path) -> Path:
    """Make a key that signs from now on; older ones still verify until their files are removed."""
    prepare(folder)
    return make_key(folder, next((int(file.stem) for file in key_files(folder)), 0) + 1)

"""Builds the shell command that hands a prompt and its pictures to Codex."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def codex_command(images: Sequence[str], prompt_file: str) -> str:
    """`codex exec -i a.png,b.png < prompt.codex.md`, quoted for a POSIX shell.

    Codex reads the prompt from stdin if there is no prompt argument. No `-` follows the pictures, because `-i` takes
    every following word (openai/codex issue 30106; Codex 0.169 looks for a picture called `-`). `-i` splits at commas,
    so if any path has a comma, each picture gets its own flag.
    """
    if not images:
        return f"codex exec - < {shlex.quote(prompt_file)}"
    if any("," in image for image in images):
        flags = " ".join(f"-i {shlex.quote(image)}" for image in images)
    else:
        flags = f"-i {','.join(shlex.quote(image) for image in images)}"
    return f"codex exec {flags} < {shlex.quote(prompt_file)}"
